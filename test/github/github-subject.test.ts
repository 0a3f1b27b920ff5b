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

  test('tokens are taken as they are', () => {
    const repository = Fn.importValue('Repository');
    const branch = Fn.importValue('Branch');
    const environment = Fn.importValue('Environment');
    expect(GitHubSubject.branch(repository, branch)._claim).toBe(`repo:${repository}:ref:refs/heads/${branch}`);
    expect(GitHubSubject.environment(repository, environment)._claim).toBe(`repo:${repository}:environment:${environment}`);
    expect(Token.isUnresolved(GitHubSubject.tag(repository, branch)._claim)).toBe(true);
  });
});

describe('bad input', () => {
  const format = 'write "my-org/my-app", or "my-org@123456/my-app@456789" when GitHub puts the IDs into its claims';
  const wildcard = 'a wildcard would let repositories of others in, so write a subject for each repository';

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
    const problem = `given ${JSON.stringify(repository)}, expected owner/name: ${remedy}`;
    expect(() => GitHubSubject.branch(repository, 'main')).toThrow(`GitHubSubject.branch(repository): ${problem}`);
    expect(() => GitHubSubject.tag(repository, 'v1')).toThrow(`GitHubSubject.tag(repository): ${problem}`);
    expect(() => GitHubSubject.environment(repository, 'live')).toThrow(`GitHubSubject.environment(repository): ${problem}`);
    expect(() => PR(repository)).toThrow(`GitHubSubject.pullRequest(repository): ${problem}`);
  });

  test.each([
    [
      () => GitHubSubject.branch('o/r', ''),
      'GitHubSubject.branch(branch): given "", expected a name or a pattern: write "main", for example',
    ],
    [() => GitHubSubject.tag('o/r', ''), 'GitHubSubject.tag(tag): given "", expected a name or a pattern: write "v*", for example'],
    [
      () => GitHubSubject.environment('o/r', ''),
      'GitHubSubject.environment(environment): given "", expected a name or a pattern: write "production", for example',
    ],
    [
      () => GitHubSubject.branch('o/r', 'refs/heads/main'),
      'GitHubSubject.branch(branch): given "refs/heads/main", expected the branch\'s name alone: write "main"',
    ],
    [
      () => GitHubSubject.tag('o/r', 'refs/tags/v1'),
      'GitHubSubject.tag(tag): given "refs/tags/v1", expected the tag\'s name alone: write "v1"',
    ],
    [
      () => GitHubSubject.branch('o/r', 'refs/tags/v1'),
      'GitHubSubject.branch(branch): given "refs/tags/v1", expected the branch\'s name alone: write GitHubSubject.tag("o/r", "v1")',
    ],
    [
      () => GitHubSubject.tag('o/r', 'refs/heads/main'),
      'GitHubSubject.tag(tag): given "refs/heads/main", expected the tag\'s name alone: write GitHubSubject.branch("o/r", "main")',
    ],
    [
      () => GitHubSubject.environment('o/r', 'live-*?'),
      'GitHubSubject.environment(environment): given "live-*?", expected no ? beside a *: IAM would take it for any character',
    ],
    [
      () => GitHubSubject.branch('o/r', 'a${aws:username}'),
      'GitHubSubject.branch(branch): given "a${aws:username}", expected no ${, which IAM takes for a variable of its own: use another name',
    ],
  ])('%#', (subject, message) => {
    expect(subject).toThrow(message);
  });

  test.each(['my branch', 'a..b', '/main', 'main/', 'v?', 'a:b', 'a~1', 'a^', 'a[b]', 'a\\b'])('the branch or tag %j', (name) => {
    const given = `given ${JSON.stringify(name)}, expected a name that git takes, or a pattern with *`;
    expect(() => GitHubSubject.branch('o/r', name)).toThrow(`GitHubSubject.branch(branch): ${given}: write the branch's name`);
    expect(() => GitHubSubject.tag('o/r', name)).toThrow(`GitHubSubject.tag(tag): ${given}: write the tag's name`);
  });
});

test('law: no repository that is accepted has a wildcard, nor a part that ends the claim early', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'aZ0-_./@*?:${} ') }), (repository) => {
      let claim: string;
      try {
        claim = PR(repository)._claim;
      } catch {
        return;
      }
      expect(claim).toMatch(/^repo:[\w@-]+\/[\w.@-]+:pull_request$/);
    }),
  );
});

test('a wildcard beside a token would let others in, too', () => {
  expect(() => GitHubSubject.tag(`*/${Aws.STACK_NAME}`, 'v*')).toThrow('a wildcard would let repositories of others in');
});
