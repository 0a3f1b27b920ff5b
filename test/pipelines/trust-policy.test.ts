import { App, aws_ecr as ecr, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { GitHubPublisher, GitHubSubject } from '../../src/index';
import { warningsOf } from '../fixtures/reported';
import { decide } from '../oracle/iam/decide';
import { Policy } from '../oracle/iam/policy';

const ISSUER = 'token.actions.githubusercontent.com';
const ROLE = 'arn:aws:iam::111122223333:role/publisher';
const PROVIDER = `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`;

const SUBJECTS = {
  branch: GitHubSubject.branch('my-org/my-app', 'main'),
  branches: GitHubSubject.branch('my-org/my-app', 'release/*'),
  tags: GitHubSubject.tag('my-org/my-app', 'v*'),
  environment: GitHubSubject.environment('my-org/my-app', 'Production:V1'),
  pullRequest: GitHubSubject.pullRequest('my-org/my-app'),
  byId: GitHubSubject.branch('my-org@123456/my-app@456789', 'main'),
};
type Name = keyof typeof SUBJECTS;

/** Every claim, and the names of the subjects that let it in. */
const CLAIMS: [claim: string, letIn: Name[]][] = [
  ['repo:my-org/my-app:ref:refs/heads/main', ['branch']],
  ['repo:my-org/my-app:ref:refs/heads/main2', []],
  ['repo:my-org/my-app:ref:refs/heads/dev', []],
  ['repo:my-org/my-app:ref:refs/heads/Main', []],
  ['repo:my-org/my-app:ref:refs/heads/release/1.x', ['branches']],
  // an asterisk matches / too, unlike in the rulesets of GitHub
  ['repo:my-org/my-app:ref:refs/heads/release/evil/x', ['branches']],
  ['repo:my-org/my-app:ref:refs/heads/release', []],
  ['repo:my-org/my-app:ref:refs/heads/x/release/1.x', []],
  ['repo:my-org/my-app:ref:refs/tags/v1.4.0', ['tags']],
  ['repo:my-org/my-app:ref:refs/tags/main', []],
  ['repo:my-org/my-app:ref:refs/heads/v1.4.0', []],
  ['repo:my-org/my-app:environment:Production%3AV1', ['environment']],
  ['repo:my-org/my-app:environment:Production:V1', []],
  ['repo:my-org/my-app:environment:production%3AV1', []],
  ['repo:my-org/my-app:environment:Staging', []],
  ['repo:my-org/my-app:environment:main', []],
  ['repo:my-org/my-app:pull_request', ['pullRequest']],
  ['repo:my-org@123456/my-app@456789:ref:refs/heads/main', ['byId']],
  ['repo:my-org@999999/my-app@456789:ref:refs/heads/main', []],
  ['repo:my-org@123456/my-app@999999:ref:refs/heads/main', []],
  // a fork, the same name elsewhere, names that go on
  ...['somebody/my-app', 'my-org/other', 'my-org2/my-app', 'my-org/my-app2', 'my-or/my-app', 'evil/my-org/my-app'].flatMap(
    (repository): [string, Name[]][] => [
      [`repo:${repository}:ref:refs/heads/main`, []],
      [`repo:${repository}:ref:refs/heads/release/1`, []],
      [`repo:${repository}:ref:refs/tags/v1`, []],
      [`repo:${repository}:environment:Production%3AV1`, []],
      [`repo:${repository}:pull_request`, []],
    ],
  ),
];

/** The trust policy of the role of a publisher with the subjects. */
function trustIn(...subjects: GitHubSubject[]): Policy {
  const stack = new Stack(new App(), 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
  new GitHubPublisher(stack, 'Publisher', {
    repositories: [ecr.Repository.fromRepositoryName(stack, 'Api', 'shop/api')],
    subjects,
    oidcProvider: iam.OidcProviderNative.fromOidcProviderArn(stack, 'GitHub', PROVIDER),
  });
  const [role] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
  return Policy.ofResource('trust', role.Properties.AssumeRolePolicyDocument);
}

/** Whether a job with such a token may assume the role. */
function letsIn(trust: Policy, token: { sub?: string; aud?: string; provider?: string; action?: string }): boolean {
  const { sub, aud, provider = PROVIDER, action = 'sts:AssumeRoleWithWebIdentity' } = token;
  const context = { [`${ISSUER}:sub`]: sub, [`${ISSUER}:aud`]: aud };
  return decide({ principal: { type: 'federated', provider }, action, resource: ROLE, context }, { resourcePolicy: trust }).allowed;
}

const ALL = trustIn(...Object.values(SUBJECTS));
const AUD = 'sts.amazonaws.com';

describe.each(Object.entries(SUBJECTS))('the subject %s', (name, subject) => {
  const trust = trustIn(subject);
  test.each(CLAIMS)('%s', (sub, letIn) => {
    expect(letsIn(trust, { sub, aud: AUD })).toBe(letIn.includes(name as Name));
  });
});

test.each(CLAIMS)('all subjects together let in what each lets in: %s', (sub, letIn) => {
  expect(letsIn(ALL, { sub, aud: AUD })).toBe(letIn.length > 0);
});

const MAIN = 'repo:my-org/my-app:ref:refs/heads/main';
const RELEASE = 'repo:my-org/my-app:ref:refs/heads/release/1';

test.each([
  ['no audience', { sub: MAIN }],
  ['another audience', { sub: MAIN, aud: 'https://github.com/my-org' }],
  ['no audience, by a pattern', { sub: RELEASE }],
  ['another audience, by a pattern', { sub: RELEASE, aud: 'https://github.com/my-org' }],
  ['no subject', { aud: AUD }],
  ['the pattern itself as the subject of an exact one', { sub: 'repo:my-org/*', aud: AUD }],
  ['a provider of another account', { sub: MAIN, aud: AUD, provider: PROVIDER.replace('1111', '4444') }],
  ['another way to assume a role', { sub: MAIN, aud: AUD, action: 'sts:AssumeRole' }],
])('%s is not let in', (_name, token) => {
  expect(letsIn(ALL, token)).toBe(false);
});

test.each([
  ['🚀 production', '1F680'],
  ['日本', '65E5'],
  ['a\u0001b', '0001'],
])('a name with characters that IAM does not accept in policies is an error: %j', (environment, code) => {
  expect(() => trustIn(GitHubSubject.environment('my-org/my-app', environment))).toThrow(
    `Shop/Publisher: the trust policy has ${JSON.stringify(`repo:my-org/my-app:environment:${environment}`)}, which contains the character U+${code}, ` +
      'but must contain only characters from U+0020 to U+00FF, as IAM accepts. Rename it in the CI system, or use a subject with * in place of the ' +
      'character. [cdk-secure-repository:trust-policy-characters]',
  );
});

test('a name with other letters is accepted', () => {
  expect(() => trustIn(GitHubSubject.environment('my-org/my-app', 'Köln'))).not.toThrow();
});

test('a trust policy that no quota permits is described as such', () => {
  const stack = new Stack(new App(), 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
  const repositories = [ecr.Repository.fromRepositoryName(stack, 'Api', 'shop/api')];
  const subjects = Array.from({ length: 200 }, (_, index) => GitHubSubject.branch('my-org/my-app', `a-branch-with-a-long-name-${index}`));
  new GitHubPublisher(stack, 'Publisher', { repositories, subjects });
  expect(warningsOf(stack)).toEqual([
    expect.stringMatching(/ but IAM accepts at most 8192, also with a raised quota\. Divide the subjects /),
  ]);
});
