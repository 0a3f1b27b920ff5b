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
    expect(GitHubSubject.tag('o/r', `v${branch}*`)._claim).toBe(`repo:o/r:ref:refs/tags/v${branch}*`);
  });

  test('a colon is escaped where it is written, and not in the name of a token', () => {
    const region = Token.asString({ Ref: 'Region' }, { displayHint: 'Env:Main' });
    expect(region).toContain(':');
    expect(GitHubSubject.environment('o/r', `live:${region}:${region}`)._claim).toBe(`repo:o/r:environment:live%3A${region}%3A${region}`);
  });
});

const format = 'write "my-org/my-app", or "my-org@123456/my-app@456789" when GitHub puts the IDs into its claims';
const wildcard = 'a wildcard would let repositories of others in, so write a subject for each repository';

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
    [
      () => GitHubSubject.branch('o/r', 'refs/heads/'),
      'GitHubSubject.branch(branch): given "refs/heads/", expected the branch\'s name alone: write "main", for example',
    ],
    [
      () => GitHubSubject.branch('o/r', 'refs/pull/1/merge'),
      'GitHubSubject.branch(branch): given "refs/pull/1/merge", expected the branch\'s name alone: write GitHubSubject.pullRequest("o/r")',
    ],
    [
      () => GitHubSubject.branch('o/r', fromJavaScript(undefined)),
      'GitHubSubject.branch(branch): given undefined, expected a name or a pattern: write "main", for example',
    ],
    [
      () => GitHubSubject.environment('o/r', fromJavaScript(['live'])),
      'GitHubSubject.environment(environment): given ["live"], expected a name or a pattern: write "production", for example',
    ],
    [
      () => GitHubSubject.branch(fromJavaScript(undefined), 'main'),
      `GitHubSubject.branch(repository): given undefined, expected owner/name: ${format}`,
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

describe('a text with a token', () => {
  test.each([
    [() => PR(`${Aws.STACK_NAME}/\${aws:PrincipalTag/x}`), format],
    [() => PR(`my-org/${Aws.STACK_NAME}:ref`), format],
    [() => GitHubSubject.tag(`*/${Aws.STACK_NAME}`, 'v*'), wildcard],
    [() => GitHubSubject.branch(`my-org/${Aws.STACK_NAME}?`, 'main'), wildcard],
    [() => GitHubSubject.environment('o/r', `${Aws.REGION}-*?`), 'expected no ? beside a *'],
    [() => GitHubSubject.environment('o/r', `${Aws.REGION}-\${aws:username}`), 'expected no ${'],
    [() => GitHubSubject.branch('o/r', `${Aws.REGION}/..`), 'expected a name that git takes'],
    [() => GitHubSubject.branch('o/r', `refs/heads/${Aws.REGION}`), "expected the branch's name alone"],
  ])('is refused for what is written around it: %#', (subject, problem) => {
    expect(subject).toThrow(problem);
  });

  test.each([
    ['tag', () => GitHubSubject.tag(Fn.ref('Repository'), 'v*')],
    ['branch', () => GitHubSubject.branch(`my-org/${Fn.ref('Repository')}`, 'release/*')],
    ['environment', () => GitHubSubject.environment(Fn.ref('Repository'), 'live-*')],
  ])('is no repository beside a pattern, where IAM would read a wildcard in its value: %s', (factory, subject) => {
    expect(subject).toThrow(
      `GitHubSubject.${factory}(repository): given a token beside a pattern, expected owner/name as text: a wildcard in its value would ` +
        'let repositories of others in, so write the repository out, or the rest without *',
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

/** A value of another type, which TypeScript alone would refuse. */
function fromJavaScript(value: unknown): string {
  return value as string;
}
