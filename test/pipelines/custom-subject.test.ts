import { Fn } from 'aws-cdk-lib';
import { GitHubSubject } from '../../src/index';

const APP = 'my-org@123456/my-app@456789';
const CALLED = 'octo-org/octo-automation/.github/workflows/oidc.yml@refs/heads/main';

describe('the subject', () => {
  test.each([
    // the examples of GitHub
    ['repository_owner:monalisa:repository_visibility:private', 'owner'],
    ['repository_owner:monalisa', 'owner'],
    [`job_workflow_ref:${CALLED}`, 'everyone'],
    [`repo:octo-org/octo-repo:environment:prod:job_workflow_ref:${CALLED}`, 'repository'],
    ['repo:octo-org/octo-repo', 'repository'],
    ['repository_id:456789', 'repository'],
    ['repository_owner_id:123456', 'owner'],
    // others
    [`repo:${APP}`, 'repository'],
    [`repo:${APP}:*`, 'repository'],
    [`repo:${APP}:pull_request:job_workflow_ref:${CALLED}`, 'repository'],
    [`job_workflow_ref:${CALLED}:repository_id:1`, 'repository'],
    ['repo:my-org/my-app:environment:Production%3AV1', 'repository'],
    ['repo:my-org/my-app:environment:eu west/1 (live?)', 'repository'],
    ['repo_property_team:platform-eng:environment:production', 'everyone'],
    ['pull_request', 'everyone'],
    ['enterprise:octocat-inc:ref:refs/heads/main', 'owner'],
  ])('%s is the one that GitHub sends', (text, admitted) => {
    const subject = GitHubSubject.custom(text);
    expect(subject._claim).toBe(text);
    expect(subject._isPattern).toBe(text.includes('*'));
    expect(subject._admitted).toBe(admitted);
  });

  test.each([
    `${Fn.importValue('Subject')}`,
    `repo:${Fn.importValue('Repository')}:environment:production`,
    `repo:my-org/my-app:environment:${Fn.importValue('Environment')}-*`,
    `${Fn.importValue('Claim')}:environment:production`,
    'repo:dummy-value-for-/my/repository:environment:production',
  ])('with unknown parts is not judged: %#', (text) => {
    expect(GitHubSubject.custom(text)._claim).toBe(text);
    expect(GitHubSubject.custom(text)._admitted).toBe('repository');
  });
});

test.each([
  GitHubSubject.custom(`environment:${Fn.importValue('Environment')}`),
  GitHubSubject.custom(`actor:${Fn.importValue('User')}:environment:*`),
  GitHubSubject.custom('environment:dummy-value-for-/my/environment'),
  GitHubSubject.reusableWorkflow(Fn.importValue('Repository'), '.github/workflows/publish.yml', 'refs/heads/main'),
])('is judged by the names of its claims, also if their values are not known: %#', (subject) => {
  expect(subject._admitted).toBe('everyone');
});

describe('bad input', () => {
  const example = 'Use "repo:my-org@123456/my-app@456789:environment:production", for example.';
  const form = (name: string) =>
    `but must consist of claims in the form name:value ("${name}" is not), and a : in a value is written %3A. ${example}`;
  const only = `but must not consist of wildcards only, which would match every repository. ${example}`;
  const owners = (name: string) =>
    `but its ${name} must not contain a wildcard, which would match other owners. Create a subject for each value.`;
  test.each([
    ['', `but must be the subject that GitHub sends. ${example}`],
    ['*', only],
    ['**', only],
    ['*:*', only],
    ['repo:my-org/my-app:environment:live-*?', 'but must not contain both ? and *,'],
    ['repo:my-org/my-app:environment:${aws:username}', 'but must not contain ${, which begins a policy variable of IAM.'],
    ['repo:my-org/my-app:environment:Production:V1', form('V1')],
    ['repo', form('repo')],
    ['my-org/my-app', form('my-org/my-app')],
    ['repo:my-org/my-app:', form('')],
    ['environment:', form('environment')],
    ['repo:my-org/my-app:env*:x', 'but must not contain a wildcard in the name of a claim ("env*"). Name the claim.'],
    ['repository:my-org/my-app', 'but GitHub names the repository repo in a subject. Replace repository: with repo:.'],
    ['repository_owner:my-*', owners('repository_owner')],
    ['repository_owner:*:environment:production', owners('repository_owner')],
    ['repository_id:4*', owners('repository_id')],
    ['repository_owner_id:*', owners('repository_owner_id')],
    ['repository_id:my-app', `but its repository_id must be an ID of digits. ${example}`],
    ['repository_owner:my-org/my-app', `but its repository_owner must be the name of one owner. ${example}`],
    ['repo:my-org/my-app:job_workflow_ref:publish.yml', 'but its job_workflow_ref must name a reusable workflow,'],
    [
      'repo:my-org/my-app:job_workflow_ref:my-org/*/.github/workflows/x.yml@refs/heads/main',
      'but its job_workflow_ref must name one workflow file,',
    ],
  ])('%j', (text, problem) => {
    expect(() => GitHubSubject.custom(text)).toThrow(`GitHubSubject.custom: text is ${JSON.stringify(text)}, ${problem}`);
  });

  test.each(['repo:my-org/*', 'repo:*:environment:production', 'repo:my-org*/my-app', 'repo:my-org/my-app*', 'repo:my-org@*/my-app@*'])(
    'a wildcard in the repository: %s',
    (text) => {
      expect(() => GitHubSubject.custom(text)).toThrow(
        /^GitHubSubject.custom: repository is .* must not contain a wildcard.*github-subject-wildcard\]$/,
      );
    },
  );

  test.each([
    `repo:${Fn.importValue('Repository')}:environment:*`,
    `repo:my-org/${Fn.importValue('Repository')}*:environment:production`,
    `repository_owner:${Fn.importValue('Owner')}*`,
    `repository_owner:${Fn.importValue('Owner')}:*`,
    `repository_id:${Fn.importValue('Id')}:environment:*`,
    `repo:my-org/my-app:job_workflow_ref:my-org/${Fn.importValue('Workflow')}@refs/heads/main:environment:*`,
    `\${aws:x}${Fn.importValue('Owner')}`,
    `repository_owner:${Fn.importValue('Owner')}:environment:*`,
    `repository_id:${Fn.importValue('Repository')}:*`,
    `${Fn.importValue('Subject')}:*`,
    `repo:my-org/my-app:${Fn.importValue('Claim')}:production:*`,
  ])('a wildcard or a variable beside a token: %#', (text) => {
    expect(() => GitHubSubject.custom(text)).toThrow(/^GitHubSubject.custom: /);
  });

  test.each([undefined, null, 1, ['repo:my-org/my-app']])('a value that is no text: %j', (text: unknown) => {
    expect(() => GitHubSubject.custom(text as string)).toThrow(
      /^GitHubSubject.custom: text is .*, but must be the subject that GitHub sends\./,
    );
  });
});
