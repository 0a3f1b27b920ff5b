import { Fn } from 'aws-cdk-lib';
import { GitHubSubject } from '../../src/index';

const PATH = '.github/workflows/publish.yml';
const workflow = (repository = 'my-org/workflows', path = PATH, ref = 'refs/heads/main', calledFrom?: string) =>
  GitHubSubject.reusableWorkflow(repository, path, ref, { calledFrom });

describe('the subject', () => {
  test('is the one that GitHub documents', () => {
    const subject = GitHubSubject.reusableWorkflow('octo-org/octo-automation', '.github/workflows/oidc.yml', 'refs/heads/main');
    expect(subject._claim).toBe('job_workflow_ref:octo-org/octo-automation/.github/workflows/oidc.yml@refs/heads/main');
    expect(subject._admitted).toBe('everyone');
  });

  test('names the caller where it is set', () => {
    const subject = workflow(undefined, undefined, undefined, 'my-org@123456/my-app@456789');
    expect(subject._claim).toBe(`repo:my-org@123456/my-app@456789:job_workflow_ref:my-org/workflows/${PATH}@refs/heads/main`);
    expect(subject._admitted).toBe('repository');
  });

  test('escapes a colon in the name of the file', () => {
    expect(workflow(undefined, '.github/workflows/a:b.yml')._claim).toContain('/a%3Ab.yml@');
  });

  test.each(['refs/tags/v1', '0a'.repeat(20), 'refs/tags/v*', '*', Fn.importValue('Ref'), `refs/heads/${Fn.importValue('Branch')}`])(
    'has the ref as it is: %s',
    (ref) => {
      expect(workflow(undefined, undefined, ref)._claim).toBe(`job_workflow_ref:my-org/workflows/${PATH}@${ref}`);
    },
  );

  test('tokens stay as they are', () => {
    const [repository, path] = [Fn.importValue('Repository'), Fn.importValue('Path')];
    expect(workflow(repository, path)._claim).toBe(`job_workflow_ref:${repository}/${path}@refs/heads/main`);
    expect(workflow(repository, path)._admitted).toBe('everyone');
  });
});

describe('bad input', () => {
  const id = '[cdk-secure-repository:github-subject]';
  const noWildcard =
    'must not contain *, ? or ${, which could match other workflows. Name one file. [cdk-secure-repository:github-subject-wildcard]';
  const pathForm = `must be the path of a workflow file. Use ".github/workflows/publish.yml", for example. ${id}`;
  const token =
    'is a CDK token, but must be a literal string in a subject with *, because IAM would interpret a * in its value as a wildcard.';
  test.each([
    [() => workflow('my-org/*'), 'repository is "my-org/*", but must not contain a wildcard'],
    [() => workflow('my-org'), 'repository is "my-org", but must be owner/name.'],
    [
      () => workflow('my-org@1/workflows@2'),
      `repository is "my-org@1/workflows@2", but must be without IDs, as in the claim job_workflow_ref. Use "my-org/workflows", for example. ${id}`,
    ],
    [() => workflow(undefined, 'publish.yml'), `path is "publish.yml", but ${pathForm}`],
    [() => workflow(undefined, '.github/workflows/a/b.yml'), `path is ".github/workflows/a/b.yml", but ${pathForm}`],
    [() => workflow(undefined, '.github/workflows/*'), `path is ".github/workflows/*", but ${noWildcard}`],
    [() => workflow(undefined, '.github/workflows/a?.yml'), `path is ".github/workflows/a?.yml", but ${noWildcard}`],
    [() => workflow(undefined, `${Fn.importValue('Path')}*`), `path is "<token>*", but ${noWildcard}`],
    [() => workflow(undefined, Fn.importValue('Path'), 'refs/heads/*'), `path ${token} Use the literal path, or remove the * from ref.`],
    [() => workflow(Fn.importValue('Repository'), undefined, 'refs/heads/*'), `repository ${token}`],
    [
      () => workflow(undefined, undefined, 'main'),
      `ref is "main", but must be a full ref. Use "refs/heads/main" for a branch, or "refs/tags/main" for a tag. ${id}`,
    ],
    [() => workflow(undefined, undefined, ''), `ref is "", but must be a full ref. Use "refs/heads/main", for example. ${id}`],
    [
      () => workflow(undefined, undefined, 'refs/heads/a b'),
      `ref is "refs/heads/a b", but must be a full ref. Use "refs/heads/main", for example.`,
    ],
    [() => workflow(undefined, undefined, `\${x}${Fn.importValue('Ref')}`), 'ref is "${x}<token>", but must not contain ${,'],
  ])('%#', (subject, problem) => {
    expect(subject).toThrow(`GitHubSubject.reusableWorkflow: ${problem}`);
  });

  test('a caller with a wildcard', () => {
    expect(() => workflow(undefined, undefined, undefined, 'my-org/*')).toThrow(
      'GitHubSubject.reusableWorkflow(calledFrom): repository is "my-org/*", but must not contain a wildcard',
    );
  });
});
