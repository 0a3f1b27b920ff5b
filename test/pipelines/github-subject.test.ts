import { Aws, Fn, Token } from 'aws-cdk-lib';
import fc from 'fast-check';
import { GitHubSubject } from '../../src/index';

const PR = (repository: string) => GitHubSubject.pullRequest(repository);

describe('the claim', () => {
  test.each([
    [GitHubSubject.branch('octo-org/octo-repo', 'demo-branch'), 'repo:octo-org/octo-repo:ref:refs/heads/demo-branch'],
    [GitHubSubject.branch('octo-org/octo-repo', 'release/*'), 'repo:octo-org/octo-repo:ref:refs/heads/release/*'],
    [GitHubSubject.tag('octo-org/octo-repo', 'demo-tag'), 'repo:octo-org/octo-repo:ref:refs/tags/demo-tag'],
    [GitHubSubject.tag('octo-org/octo-repo', 'v*'), 'repo:octo-org/octo-repo:ref:refs/tags/v*'],
    [GitHubSubject.environment('octo-org/octo-repo', 'Production'), 'repo:octo-org/octo-repo:environment:Production'],
    [GitHubSubject.environment('octo-org/octo-repo', 'Production:V1'), 'repo:octo-org/octo-repo:environment:Production%3AV1'],
    [GitHubSubject.environment('octo-org/octo-repo', 'eu west/1 (live?)'), 'repo:octo-org/octo-repo:environment:eu west/1 (live?)'],
    [GitHubSubject.pullRequest('octo-org/octo-repo'), 'repo:octo-org/octo-repo:pull_request'],
    [GitHubSubject.branch('octocat@123456/my.repo@456789', 'main'), 'repo:octocat@123456/my.repo@456789:ref:refs/heads/main'],
    [GitHubSubject.branch('octocat_acme/_my-repo.js', 'main'), 'repo:octocat_acme/_my-repo.js:ref:refs/heads/main'],
  ])('is the one that GitHub documents: %#', (subject, claim) => {
    expect(subject._claim).toBe(claim);
    expect(subject._isPattern).toBe(claim.includes('*'));
  });

  test('tokens stay as they are', () => {
    const repository = Fn.importValue('Repository');
    const branch = Fn.importValue('Branch');
    const environment = Fn.importValue('Environment');
    expect(GitHubSubject.branch(repository, branch)._claim).toBe(`repo:${repository}:ref:refs/heads/${branch}`);
    expect(GitHubSubject.environment(repository, environment)._claim).toBe(`repo:${repository}:environment:${environment}`);
    expect(Token.isUnresolved(GitHubSubject.tag(repository, branch)._claim)).toBe(true);
    expect(GitHubSubject.tag('o/r', `v${branch}*`)._claim).toBe(`repo:o/r:ref:refs/tags/v${branch}*`);
  });

  test('a colon is escaped where it is written, and not in the name of a token', () => {
    const region = Token.asString({ Ref: 'Region' }, { displayHint: 'Env:Main' });
    expect(region).toContain(':');
    expect(GitHubSubject.environment('o/r', `live:${region}:${region}`)._claim).toBe(`repo:o/r:environment:live%3A${region}%3A${region}`);
  });
});

const format =
  'must be owner/name. Use "my-org/my-app", or "my-org@123456/my-app@456789" when GitHub writes the IDs into its claims. [cdk-secure-repository:github-subject]';
const wildcard =
  'must not contain a wildcard, which would match repositories of other owners. Create a subject for each repository. [cdk-secure-repository:github-subject-wildcard]';

describe('bad input', () => {
  test.each([
    ['', format],
    ['my-app', format],
    ['/my-app', format],
    ['my-org/', format],
    ['my-org/my-app/main', format],
    ['https://github.com/my-org/my-app', format],
    ['my-org@123456/my-app', format],
    ['my-org/my-app@456789', format],
    ['my org/my-app', format],
    ['my-org/my-app:ref', format],
    ['*/my-app', wildcard],
    ['my-org/*', wildcard],
    ['my-org*/my-app', wildcard],
    ['my-org/my-ap?', wildcard],
    ['my-org@*/my-app@*', wildcard],
  ])('the repository %j', (repository, remedy) => {
    const problem = `repository is ${JSON.stringify(repository)}, but ${remedy}`;
    expect(() => GitHubSubject.branch(repository, 'main')).toThrow(`GitHubSubject.branch: ${problem}`);
    expect(() => GitHubSubject.tag(repository, 'v1')).toThrow(`GitHubSubject.tag: ${problem}`);
    expect(() => GitHubSubject.environment(repository, 'live')).toThrow(`GitHubSubject.environment: ${problem}`);
    expect(() => PR(repository)).toThrow(`GitHubSubject.pullRequest: ${problem}`);
  });

  test.each([
    [
      () => GitHubSubject.branch('o/r', ''),
      'GitHubSubject.branch: branch is "", but must be a name or a pattern. Use "main", for example. [cdk-secure-repository:github-subject]',
    ],
    [() => GitHubSubject.tag('o/r', ''), 'GitHubSubject.tag: tag is "", but must be a name or a pattern. Use "v*", for example.'],
    [
      () => GitHubSubject.environment('o/r', ''),
      'GitHubSubject.environment: environment is "", but must be a name or a pattern. Use "production", for example.',
    ],
    [
      () => GitHubSubject.branch('o/r', 'refs/heads/main'),
      'GitHubSubject.branch: branch is "refs/heads/main", but must be only the name of the branch, without refs/. Use "main". [cdk-secure-repository:github-subject]',
    ],
    [
      () => GitHubSubject.tag('o/r', 'refs/tags/v1'),
      'GitHubSubject.tag: tag is "refs/tags/v1", but must be only the name of the tag, without refs/. Use "v1".',
    ],
    [
      () => GitHubSubject.branch('o/r', 'refs/tags/v1'),
      'GitHubSubject.branch: branch is "refs/tags/v1", but must be only the name of the branch, without refs/. Use GitHubSubject.tag("o/r", "v1").',
    ],
    [
      () => GitHubSubject.tag('o/r', 'refs/heads/main'),
      'GitHubSubject.tag: tag is "refs/heads/main", but must be only the name of the tag, without refs/. Use GitHubSubject.branch("o/r", "main").',
    ],
    [
      () => GitHubSubject.environment('o/r', 'live-*?'),
      'GitHubSubject.environment: environment is "live-*?", but must not contain both ? and *, because IAM would interpret ? as a wildcard. Replace ? with *. [cdk-secure-repository:github-subject]',
    ],
    [
      () => GitHubSubject.branch('o/r', 'a${aws:username}'),
      'GitHubSubject.branch: branch is "a${aws:username}", but must not contain ${, which begins a policy variable of IAM. Use another name.',
    ],
    [
      () => GitHubSubject.branch('o/r', 'refs/heads/'),
      'GitHubSubject.branch: branch is "refs/heads/", but must be only the name of the branch, without refs/. Use "main", for example.',
    ],
    [
      () => GitHubSubject.branch('o/r', 'refs/pull/1/merge'),
      'GitHubSubject.branch: branch is "refs/pull/1/merge", but must be only the name of the branch, without refs/. Use GitHubSubject.pullRequest("o/r").',
    ],
    [
      () => GitHubSubject.branch('o/r', untyped(undefined)),
      'GitHubSubject.branch: branch is undefined, but must be a name or a pattern. Use "main", for example.',
    ],
    [
      () => GitHubSubject.environment('o/r', untyped(['live'])),
      'GitHubSubject.environment: environment is ["live"], but must be a name or a pattern. Use "production", for example.',
    ],
    [() => GitHubSubject.branch(untyped(undefined), 'main'), `GitHubSubject.branch: repository is undefined, but ${format}`],
  ])('%#', (subject, message) => {
    expect(subject).toThrow(message);
  });

  test.each(['my branch', 'a..b', '/main', 'main/', 'v?', 'a:b', 'a~1', 'a^', 'a[b]', 'a\\b'])('the branch or tag %j', (name) => {
    const problem = `is ${JSON.stringify(name)}, but must be a name that git accepts, or a pattern with *.`;
    expect(() => GitHubSubject.branch('o/r', name)).toThrow(`GitHubSubject.branch: branch ${problem} Use the name of the branch. [`);
    expect(() => GitHubSubject.tag('o/r', name)).toThrow(`GitHubSubject.tag: tag ${problem} Use the name of the tag. [`);
  });
});

describe('a text with a token', () => {
  test.each([
    [() => PR(`${Aws.STACK_NAME}/\${aws:PrincipalTag/x}`), format],
    [() => PR(`my-org/${Aws.STACK_NAME}:ref`), format],
    [() => GitHubSubject.tag(`*/${Aws.STACK_NAME}`, 'v*'), wildcard],
    [() => GitHubSubject.branch(`my-org/${Aws.STACK_NAME}?`, 'main'), wildcard],
    [() => GitHubSubject.environment('o/r', `${Aws.REGION}-*?`), 'must not contain both ? and *,'],
    [() => GitHubSubject.environment('o/r', `${Aws.REGION}-\${aws:username}`), 'must not contain ${,'],
    [() => GitHubSubject.branch('o/r', `${Aws.REGION}/..`), 'must be a name that git accepts'],
    [() => GitHubSubject.branch('o/r', `refs/heads/${Aws.REGION}`), 'must be only the name of the branch'],
  ])('is refused for what is written around it: %#', (subject, problem) => {
    expect(subject).toThrow(problem);
  });

  test.each([
    ['tag', () => GitHubSubject.tag(Fn.ref('Repository'), 'v*')],
    ['branch', () => GitHubSubject.branch(`my-org/${Fn.ref('Repository')}`, 'release/*')],
    ['environment', () => GitHubSubject.environment(Fn.ref('Repository'), 'live-*')],
  ])('is not a repository beside a pattern, because IAM would match a wildcard in its value: %s', (factory, subject) => {
    expect(subject).toThrow(
      `GitHubSubject.${factory}: repository is a CDK token, but must be a literal string in a subject with *, because IAM would interpret a * ` +
        'in its value as a wildcard. Use the literal owner/name, or remove the * from the other argument. ' +
        '[cdk-secure-repository:github-subject-wildcard]',
    );
  });
});

test('law: no repository that is accepted has a wildcard, nor a part that ends the claim early', () => {
  const owner = fc.stringMatching(/^[a-zA-Z0-9_-]{1,6}$/);
  const name = fc.stringMatching(/^[a-zA-Z0-9_.-]{1,6}$/);
  const valid = fc
    .tuple(owner, name, fc.option(fc.tuple(fc.nat(), fc.nat())))
    .map(([o, n, ids]) => (ids ? `${o}@${ids[0]}/${n}@${ids[1]}` : `${o}/${n}`));
  const nearlyValid = fc
    .tuple(valid, fc.nat(), fc.constantFrom(0, 1), fc.constantFrom(...'aZ0-_./@*?:${} \n'))
    .map(([text, position, replaced, character]) => {
      const at = position % (text.length + 1);
      return text.slice(0, at) + character + text.slice(at + replaced);
    });
  const outcomes = { accepted: 0, refused: 0 };
  fc.assert(
    fc.property(fc.oneof(valid, nearlyValid), (repository) => {
      let claim: string;
      try {
        claim = PR(repository)._claim;
      } catch {
        outcomes.refused++;
        return;
      }
      outcomes.accepted++;
      expect(claim).toMatch(/^repo:[\w-]+(@\d+)?\/[\w.-]+(@\d+)?:pull_request$/);
    }),
    { numRuns: 2000 },
  );
  expect(outcomes.accepted).toBeGreaterThan(500);
  expect(outcomes.refused).toBeGreaterThan(200);
});

/** A value of another type, as an untyped caller passes it. */
function untyped(value: unknown): string {
  return value as string;
}
