import { aws_iam as iam, aws_ssm as ssm, App, Fn, Stack } from 'aws-cdk-lib';
import { BuildkiteSubject } from '../../src/index';

const APP = 'organization:my-org:pipeline:my-app:ref';
const ID = '0185d6a7-3b1f-4c2e-9d58-6f7a8b9c0d1e';

describe('the subject', () => {
  test.each([
    [
      BuildkiteSubject.branch('my-org', 'my-app', 'main'),
      [`${APP}:refs/heads/main:commit:${'?'.repeat(40)}:step:*`, `${APP}:refs/heads/main:commit:HEAD:step:*`],
    ],
    [BuildkiteSubject.branch('my-org', 'my-app', 'release/*'), [`${APP}:refs/heads/release/*`]],
    [BuildkiteSubject.tag('my-org', 'my-app', 'v1.4.0'), [`${APP}:refs/tags/v1.4.0:commit:*`]],
    [BuildkiteSubject.tag('my-org', 'my-app', 'v*'), [`${APP}:refs/tags/v*`]],
    [BuildkiteSubject.tag('My-Org', '1app', 'v1'), ['organization:My-Org:pipeline:1app:ref:refs/tags/v1:commit:*']],
  ])('has wildcards only where Buildkite writes what varies: %#', (subject, claims) => {
    expect(subject._claims).toEqual(claims);
    expect(subject._isPattern).toBe(true);
  });

  test('of a pipeline by its ID is exact, and its braces do not count', () => {
    for (const subject of [BuildkiteSubject.pipelineId(ID), BuildkiteSubject.pipelineId(`{${ID}}`)]) {
      expect(subject._claims).toEqual([ID]);
      expect(subject._isPattern).toBe(false);
    }
  });

  test('of a pipeline by its ID accepts a token, because IAM compares it exactly', () => {
    const id = Fn.importValue('Pipeline');
    expect(BuildkiteSubject.pipelineId(id)._claims).toEqual([id]);
  });

  test('values that have not been looked up stay as they are', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
    const [slug, branch] = ['slug', 'branch'].map((name) => ssm.StringParameter.valueFromLookup(stack, name));
    expect(BuildkiteSubject.tag(slug, slug, 'v1')._claims).toEqual([`organization:${slug}:pipeline:${slug}:ref:refs/tags/v1:commit:*`]);
    const subject = BuildkiteSubject.branch('my-org', 'my-app', `${branch}*`);
    expect(subject._claims).toEqual([`${APP}:refs/heads/${branch}*`]);
    expect(subject._withoutForks).toBeUndefined();
  });

  test('without /, a pattern matches branches that begin with the name of a user', () => {
    const withoutForks = (branch: string) => BuildkiteSubject.branch('o', 'p', branch)._withoutForks;
    for (const branch of ['*', 'release-*']) expect(withoutForks(branch)).toMatch(/^Create a subject for each branch, /);
    for (const branch of ['main', 'release/*', 'release/1']) expect(withoutForks(branch)).toBeUndefined();
    expect(BuildkiteSubject.tag('o', 'p', '*')._withoutForks).toBeUndefined();
    expect(BuildkiteSubject.pipelineId(ID)._withoutForks).toBe('Set claims.buildBranch.');
  });
});

describe('bad input', () => {
  const slug = 'but must be one slug without wildcards, such as "my-app", as a literal string. Use the slug in the URL of the pipeline.';
  test.each(['', '*', 'my-*', 'my-ap?', 'my app', 'my-org/my-app', 'my:app', '-app', 'a${x}', 'https://buildkite.com/my-org', null, 7])(
    'the slug %j',
    (value) => {
      const given = JSON.stringify(value);
      const suffix = `${slug} [cdk-secure-repository:buildkite-subject]`;
      expect(() => BuildkiteSubject.branch(value as string, 'my-app', 'main')).toThrow(
        `BuildkiteSubject.branch: organization is ${given}, ${suffix}`,
      );
      expect(() => BuildkiteSubject.tag('my-org', value as string, 'v1')).toThrow(`BuildkiteSubject.tag: pipeline is ${given}, ${suffix}`);
    },
  );

  test.each([
    [Fn.importValue('Slug'), 'organization is "<token>"'],
    [`${Fn.importValue('Slug')}-app`, 'organization is "<token>-app"'],
  ])('a token as a slug, whose value could contain a wildcard: %#', (value, problem) => {
    expect(() => BuildkiteSubject.branch(value, 'my-app', 'main')).toThrow(problem);
  });

  test('a wildcard beside a slug that has not been looked up', () => {
    expect(() => BuildkiteSubject.branch('dummy-value-for-slug*', 'my-app', 'main')).toThrow('organization is "dummy-value-for-slug*"');
  });

  test.each([
    ['', 'be a name or a pattern. Use "main", for example.'],
    [null, 'be a name or a pattern. Use "main", for example.'],
    [['main'], 'be a name or a pattern. Use "main", for example.'],
    ['refs/heads/main', 'be only the name, without refs/. Use "main".'],
    ['a b', 'be a name that git accepts, or a pattern with *. Use the name of the branch.'],
    ['user:main', 'be a name that git accepts, or a pattern with *.'],
    ['mai?', 'be a name that git accepts, or a pattern with *.'],
    ['a${x}', 'not contain ${, which begins a policy variable of IAM. Use another name.'],
    ['*/main', 'have * only at its end, because * also matches the rest of the subject, such as the key of the step.'],
    ['release-*-final', 'have * only at its end,'],
    ['release/**', 'have * only at its end,'],
    ['dummy-value-for-branch*x', 'have * only at its end,'],
  ])('the branch %j', (branch, problem) => {
    expect(() => BuildkiteSubject.branch('my-org', 'my-app', branch as string)).toThrow(
      `BuildkiteSubject.branch: branch is ${JSON.stringify(branch)}, but must ${problem}`,
    );
  });

  test('a tag, with the example of a tag', () => {
    expect(() => BuildkiteSubject.tag('my-org', 'my-app', '')).toThrow(
      'BuildkiteSubject.tag: tag is "", but must be a name or a pattern. Use "v*"',
    );
    expect(() => BuildkiteSubject.tag('my-org', 'my-app', 'refs/tags/v1')).toThrow('Use "v1".');
  });

  test.each([Fn.importValue('Branch'), `v${Fn.importValue('Branch')}`])('a token as a name: %#', (name) => {
    const problem = 'but must be a literal string, because IAM would interpret a * in its value as a wildcard. Use the literal name.';
    expect(() => BuildkiteSubject.branch('my-org', 'my-app', name)).toThrow(problem);
    expect(() => BuildkiteSubject.tag('my-org', 'my-app', name)).toThrow(problem);
  });

  test('a construct', () => {
    const role = new iam.User(new Stack(), 'User') as unknown as string;
    expect(() => BuildkiteSubject.branch('my-org', 'my-app', role)).toThrow('branch is the construct Default/User, but must be a name');
  });

  test.each(['', 'my-app', '*', '0185d6a7-3b1f-4c2e-9d58-*', ID.toUpperCase(), `${Fn.importValue('Id')}*`, null])('the ID %j', (id) => {
    expect(() => BuildkiteSubject.pipelineId(id as string)).toThrow(
      /^BuildkiteSubject\.pipelineId: pipelineId is .*, but must be a UUID in lower case/,
    );
  });
});
