import { App, aws_ecr as ecr, aws_iam as iam, Fn, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { GitHubSubject, GitLabSubject, OidcPublisher, OidcPublisherProps, OidcSubject } from '../../src/index';
import { warningsOf } from '../fixtures/reported';
import { decide } from '../oracle/iam/decide';
import { Policy } from '../oracle/iam/policy';
import { OidcAdmission, oidcAdmits, OidcJob, oidcSubject } from '../oracle/oidc/admits';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const JENKINS = 'jenkins.example.com/oidc';
const TERRAFORM = 'app.terraform.io';
const CLUSTER = 'oidc.eks.eu-west-1.amazonaws.com/id/ABCDEF';
const JOB = 'https://jenkins.example.com/job/my-app/';
const PROPS = { issuerUrl: `https://${JENKINS}`, subjects: [OidcSubject.exact(JOB)] };
const providerArn = (issuer: string, partition = 'aws') => `arn:${partition}:iam::111122223333:oidc-provider/${issuer}`;

function publisherIn(stack: Stack, props: Partial<OidcPublisherProps> = {}, id = 'Publisher'): OidcPublisher {
  const repositories = [ecr.Repository.fromRepositoryName(stack, `${id}Api`, 'shop/api')];
  return new OidcPublisher(stack, id, { repositories, ...PROPS, ...props });
}

function publisher(props: Partial<OidcPublisherProps> = {}, env: { account?: string; region?: string } = ENV): Stack {
  const stack = new Stack(new App(), 'Shop', { env });
  publisherIn(stack, props);
  return stack;
}

function trustIn(stack: Stack) {
  const roles = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
  return roles.find(({ Properties: { Description: text } }) => /^Pushes images from /.test(text))!.Properties.AssumeRolePolicyDocument;
}
const conditionsIn = (stack: Stack) => trustIn(stack).Statement.map(({ Condition: condition }: { Condition: unknown }) => condition);

describe('the template', () => {
  test('has a provider for the issuer and the audience', () => {
    const stack = publisher({ audience: 'aws.example' });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::OIDCProvider', { Url: `https://${JENKINS}`, ClientIdList: ['aws.example'] });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { Description: `Pushes images from ${JENKINS}` });
  });

  test('compares exact subjects exactly, and patterns by wildcard', () => {
    const stack = publisher({ subjects: [OidcSubject.exact(JOB), OidcSubject.pattern('https://jenkins.example.com/job/my-folder/*')] });
    const aud = { [`${JENKINS}:aud`]: 'sts.amazonaws.com' };
    expect(conditionsIn(stack)).toEqual([
      { StringEquals: { ...aud, [`${JENKINS}:sub`]: [JOB] } },
      { StringEquals: aud, StringLike: { [`${JENKINS}:sub`]: ['https://jenkins.example.com/job/my-folder/*'] } },
    ]);
    expect(warningsOf(stack)).toEqual([]);
  });

  test('keeps a subject and an audience that are tokens', () => {
    const stack = publisher({ subjects: [OidcSubject.exact(Fn.importValue('Subject'))], audience: Fn.importValue('Audience') });
    expect(conditionsIn(stack)).toEqual([
      {
        StringEquals: { [`${JENKINS}:aud`]: { 'Fn::ImportValue': 'Audience' }, [`${JENKINS}:sub`]: [{ 'Fn::ImportValue': 'Subject' }] },
      },
    ]);
  });

  test.each([
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
  ])('trusts an imported provider in %s', (region, partition) => {
    const stack = new Stack(new App(), 'Shop', { env: { ...ENV, region } });
    const arn = providerArn(JENKINS, partition);
    publisherIn(stack, { oidcProvider: iam.OidcProviderNative.fromOidcProviderArn(stack, 'Existing', arn) });
    expect(trustIn(stack).Statement[0].Principal).toEqual({ Federated: arn });
    Template.fromStack(stack).resourceCountIs('AWS::IAM::OIDCProvider', 0);
  });

  test('is the same in a nested stack, in a Stage and without an environment', () => {
    const app = new App();
    const nested = new NestedStack(new Stack(app, 'Parent', { env: ENV }), 'Nested');
    const staged = new Stack(new Stage(app, 'Production'), 'Shop');
    publisherIn(nested);
    publisherIn(staged);
    const expected = conditionsIn(publisher());
    for (const stack of [nested, staged, publisher({}, {})]) expect(conditionsIn(stack)).toEqual(expected);
  });
});

/** Jobs by their names. */
const JOBS = {
  'my-app': { issuer: JENKINS, path: ['my-app'] },
  'my-app with another audience': { issuer: JENKINS, path: ['my-app'], audience: 'api://AzureADTokenExchange' },
  'my-app without a subject': { issuer: JENKINS },
  'my-app of another Jenkins': { issuer: 'jenkins.example.com.evil.example/oidc', path: ['my-app'] },
  'my-app of an issuer below it': { issuer: `${JENKINS}/job/evil`, path: ['my-app'] },
  'a job whose name goes on': { issuer: JENKINS, path: ['my-app2'] },
  'a job in another case': { issuer: JENKINS, path: ['My-App'] },
  'a job below my-app': { issuer: JENKINS, path: ['my-app', 'main'] },
  'a job in the folder': { issuer: JENKINS, path: ['my-folder', 'api'] },
  'a job deep in the folder': { issuer: JENKINS, path: ['my-folder', 'api', 'main'] },
  'a job in a folder whose name goes on': { issuer: JENKINS, path: ['my-folder2', 'api'] },
  'my-app in another folder': { issuer: JENKINS, path: ['evil', 'my-app'] },
  'the folder in another folder': { issuer: JENKINS, path: ['evil', 'my-folder', 'api'] },
  'a release': { issuer: JENKINS, path: ['my-folder', 'release-1'] },
  'a release elsewhere': { issuer: JENKINS, path: ['evil', 'release-1'] },
  'apply of the workspace': { issuer: TERRAFORM, path: ['my-org', 'my-project', 'images', 'apply'] },
  'plan of the workspace': { issuer: TERRAFORM, path: ['my-org', 'my-project', 'images', 'plan'] },
  'apply of another workspace': { issuer: TERRAFORM, path: ['my-org', 'my-project', 'images2', 'apply'] },
  'apply of another project': { issuer: TERRAFORM, path: ['my-org', 'other', 'images', 'apply'] },
  'apply of another organization': { issuer: TERRAFORM, path: ['evil', 'my-project', 'images', 'apply'] },
  'apply of an organization whose name goes on': { issuer: TERRAFORM, path: ['my-org2', 'my-project', 'images', 'apply'] },
  'apply with another audience': {
    issuer: TERRAFORM,
    path: ['my-org', 'my-project', 'images', 'apply'],
    audience: 'aws.workload.identity',
  },
  'the service account': { issuer: CLUSTER, path: ['ci', 'publisher'] },
  'another service account': { issuer: CLUSTER, path: ['ci', 'publisher2'] },
  'the service account of another namespace': { issuer: CLUSTER, path: ['ci2', 'publisher'] },
  'the service account of another cluster': { issuer: CLUSTER.replace('ABCDEF', 'ABCDE0'), path: ['ci', 'publisher'] },
} satisfies { [name: string]: OidcJob };
type Name = keyof typeof JOBS;
const names = Object.keys(JOBS) as Name[];

const url = (...path: string[]) => `https://jenkins.example.com/${path.map((name) => `job/${name}/`).join('')}`;
const job = (...path: string[]) => ({ kind: 'job', path }) as const;
const below = (...path: string[]) => ({ kind: 'below', path }) as const;
const IN_FOLDER: Name[] = ['a job in the folder', 'a job deep in the folder', 'a release'];
const OF_PROJECT: Name[] = ['apply of the workspace', 'plan of the workspace', 'apply of another workspace'];

const PUBLISHERS: [title: string, subjects: OidcSubject[], admission: OidcAdmission, letIn: Name[]][] = [
  ['a job', [OidcSubject.exact(JOB)], { issuer: JENKINS, subjects: [job('my-app')] }, ['my-app']],
  [
    'a job with another audience',
    [OidcSubject.exact(JOB)],
    { issuer: JENKINS, audience: 'api://AzureADTokenExchange', subjects: [job('my-app')] },
    ['my-app with another audience'],
  ],
  [
    'a job in a folder',
    [OidcSubject.exact(url('my-folder', 'api'))],
    { issuer: JENKINS, subjects: [job('my-folder', 'api')] },
    ['a job in the folder'],
  ],
  ['a folder', [OidcSubject.pattern(`${url('my-folder')}job/*`)], { issuer: JENKINS, subjects: [below('my-folder')] }, IN_FOLDER],
  [
    'a job and a folder',
    [OidcSubject.exact(JOB), OidcSubject.pattern(`${url('my-folder')}job/*`)],
    { issuer: JENKINS, subjects: [job('my-app'), below('my-folder')] },
    ['my-app', ...IN_FOLDER],
  ],
  ['jobs below a job', [OidcSubject.pattern(`${JOB}job/*`)], { issuer: JENKINS, subjects: [below('my-app')] }, ['a job below my-app']],
  [
    'releases of a folder',
    [OidcSubject.pattern(`${url('my-folder')}job/release-*`)],
    { issuer: JENKINS, subjects: [{ kind: 'beginning', path: ['my-folder'], text: 'release-' }] },
    ['a release'],
  ],
  [
    'one phase of a workspace',
    [OidcSubject.exact('organization:my-org:project:my-project:workspace:images:run_phase:apply')],
    { issuer: TERRAFORM, subjects: [job('my-org', 'my-project', 'images', 'apply')] },
    ['apply of the workspace'],
  ],
  [
    'a workspace',
    [OidcSubject.pattern('organization:my-org:project:my-project:workspace:images:run_phase:*')],
    { issuer: TERRAFORM, subjects: [below('my-org', 'my-project', 'images')] },
    ['apply of the workspace', 'plan of the workspace'],
  ],
  [
    'a project',
    [OidcSubject.pattern('organization:my-org:project:my-project:*')],
    { issuer: TERRAFORM, subjects: [below('my-org', 'my-project')] },
    OF_PROJECT,
  ],
  [
    'an organization',
    [OidcSubject.pattern('organization:my-org:*')],
    { issuer: TERRAFORM, subjects: [below('my-org')] },
    [...OF_PROJECT, 'apply of another project'],
  ],
  [
    'an organization with the audience of its agent',
    [OidcSubject.pattern('organization:my-org:*')],
    { issuer: TERRAFORM, audience: 'aws.workload.identity', subjects: [below('my-org')] },
    ['apply with another audience'],
  ],
  [
    'a service account',
    [OidcSubject.exact('system:serviceaccount:ci:publisher')],
    { issuer: CLUSTER, subjects: [job('ci', 'publisher')] },
    ['the service account'],
  ],
  [
    'a namespace',
    [OidcSubject.pattern('system:serviceaccount:ci:*')],
    { issuer: CLUSTER, subjects: [below('ci')] },
    ['the service account', 'another service account'],
  ],
];

function trustOf(issuer: string, subjects: OidcSubject[], audience?: string): Policy {
  const stack = new Stack(new App(), 'Shop', { env: ENV });
  const oidcProvider = iam.OidcProviderNative.fromOidcProviderArn(stack, 'Existing', providerArn(issuer));
  publisherIn(stack, { issuerUrl: `https://${issuer}`, subjects, audience, oidcProvider });
  return Policy.ofResource('trust', trustIn(stack));
}

function letsIn(policy: Policy, one: OidcJob): boolean {
  const context = { [`${one.issuer}:sub`]: oidcSubject(one), [`${one.issuer}:aud`]: one.audience ?? 'sts.amazonaws.com' };
  const principal = { type: 'federated', provider: providerArn(one.issuer) } as const;
  const resource = 'arn:aws:iam::111122223333:role/publisher';
  return decide({ principal, action: 'sts:AssumeRoleWithWebIdentity', resource, context }, { resourcePolicy: policy }).allowed;
}

describe.each(PUBLISHERS)('a publisher for %s', (_title, subjects, admission, letIn) => {
  const sorted = names.filter((name) => letIn.includes(name));

  test('lets in these jobs and no other, by its trust policy', () => {
    const policy = trustOf(admission.issuer, subjects, admission.audience);
    expect(names.filter((name) => letsIn(policy, JOBS[name]))).toEqual(sorted);
  });

  test('is meant to let in these jobs and no other', () => {
    expect(names.filter((name) => oidcAdmits(admission, JOBS[name]))).toEqual(sorted);
  });
});

test('the table has at least 300 decisions', () => {
  expect(PUBLISHERS.length * names.length).toBeGreaterThanOrEqual(364);
});

test('text after a * is in the subject of a job with a chosen name, so that it causes a warning', () => {
  const subjects = [OidcSubject.pattern('https://jenkins.example.com/job/*/job/release/')];
  expect(letsIn(trustOf(JENKINS, subjects), { issuer: JENKINS, path: ['evil', 'any', 'release'] })).toBe(true);
  expect(warningsOf(publisher({ subjects }))).toEqual([
    '/Shop/Publisher subjects[0] is "https://jenkins.example.com/job/*/job/release/", but * also matches separators, so that a name in another ' +
      'subject can contain "/job/release/". End the pattern with the first *, or write one ? for each character of an ID. ' +
      '[ack: cdk-secure-repository:oidc-subject-wildcard]',
  ]);
});

test('a pattern for an issuer of many customers must name one', () => {
  const subjects = [OidcSubject.pattern('organization:my-org*')];
  expect(() => publisher({ issuerUrl: `https://${TERRAFORM}`, subjects })).toThrow(
    'Shop/Publisher: subjects[0] is "organization:my-org*", but must begin with one customer of app.terraform.io, because all customers have the ' +
      'same issuer. Begin with "organization:my-org:", for example. [cdk-secure-repository:oidc-subject-everyone]',
  );
  // the policy without that check
  const policy = trustOf(JENKINS, [OidcSubject.pattern('organization:my-org*')]);
  const context = { [`${JENKINS}:sub`]: 'organization:my-org2:project:x', [`${JENKINS}:aud`]: 'sts.amazonaws.com' };
  const principal = { type: 'federated', provider: providerArn(JENKINS) } as const;
  const resource = 'arn:aws:iam::111122223333:role/publisher';
  expect(decide({ principal, action: 'sts:AssumeRoleWithWebIdentity', resource, context }, { resourcePolicy: policy }).allowed).toBe(true);
});

describe('an issuer with a publisher of its own', () => {
  test.each([
    ['https://token.actions.githubusercontent.com', 'GitHubPublisher'],
    ['https://token.actions.githubusercontent.com/my-enterprise', 'GitHubPublisher'],
    ['https://token.actions.acme.ghe.com', 'GitHubPublisher'],
    ['https://github.com/enterprises/acme', 'GitHubPublisher'],
    ['https://gitlab.com', 'GitLabPublisher'],
    ['https://api.bitbucket.org/2.0/workspaces/my-workspace/pipelines-config/identity/oidc', 'BitbucketPublisher'],
    ['https://oidc.circleci.com/org/4d5e6f70-8192-4a31-9d2e-3f4a5b6c7d8e', 'CircleCiPublisher'],
    ['https://agent.buildkite.com', 'BuildkitePublisher'],
  ])('%s is an error', (issuerUrl, name) => {
    expect(() => publisher({ issuerUrl })).toThrow(
      `Shop/Publisher: issuerUrl is "${issuerUrl}", but must be an issuer whose subjects the library does not know. ` +
        `Use ${name}, which checks them. [cdk-secure-repository:oidc-publisher]`,
    );
  });

  test('of GitHub Enterprise Server is a warning, because Vela has the same form of URL', () => {
    expect(warningsOf(publisher({ issuerUrl: 'https://github.example.com/_services/token' }))).toEqual([
      '/Shop/Publisher issuerUrl ends in /_services/token, as the issuers of GitHub Enterprise Server do, but OidcPublisher does not check the ' +
        'subjects of GitHub. Use GitHubPublisher with this issuerUrl. [ack: cdk-secure-repository:oidc-github-enterprise-server]',
    ]);
  });

  test.each([
    'https://gitlab.example.com',
    'https://vstoken.dev.azure.com/4d5e6f70-8192-4a31-9d2e-3f4a5b6c7d8e',
    'https://circleci.example.com/oidc',
  ])('%s is another issuer', (issuerUrl) => {
    expect(warningsOf(publisher({ issuerUrl }))).toEqual([]);
  });
});

describe('bad input', () => {
  const example = 'Use "https://jenkins.example.com/oidc", for example.';
  test.each([
    [{ issuerUrl: undefined }, `issuerUrl is undefined, but must be the URL of the issuer. ${example}`],
    [{ issuerUrl: null }, 'issuerUrl is null, but must be a string.'],
    [
      { issuerUrl: `https://${JENKINS}/` },
      `issuerUrl is "https://${JENKINS}/", but must be an https URL without port, query or trailing slash. ${example}`,
    ],
    [{ issuerUrl: Fn.importValue('Url') }, 'issuerUrl is a token, but must be a literal URL,'],
    [{ audience: '' }, 'audience is "", but must not be empty. Omit audience for "sts.amazonaws.com", or pass the audience'],
    [{ audience: null }, 'audience is null, but must be a string.'],
    [
      { subjects: [] },
      "subjects is [], but must be a list with at least one OidcSubject. Use [OidcSubject.exact('https://jenkins.example.com/job/my-app/')],",
    ],
    [{ subjects: [GitHubSubject.branch('o/r', 'main')] }, 'subjects[0] is a GitHubSubject, but must be an OidcSubject.'],
    [
      { subjects: [OidcSubject.exact(JOB), GitLabSubject.branch('g/p', 'main')] },
      'subjects[1] is a GitLabSubject, but must be an OidcSubject.',
    ],
    [{ subjects: [JOB] }, `subjects[0] is "${JOB}", but must be an OidcSubject.`],
    [{ repositories: 'shop/api' }, 'repositories is "shop/api", but must be a list.'],
  ])('%j', (props: object, problem) => {
    expect(() => publisher(props)).toThrow(`Shop/Publisher: ${problem}`);
  });

  test('a provider for another issuer, of another account, or without the audience', () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    const imported = (arn: string) => iam.OidcProviderNative.fromOidcProviderArn(stack, arn, arn);
    expect(() => publisherIn(stack, { oidcProvider: imported(providerArn('jenkins.example.com')) }, 'One')).toThrow(
      `but must be the provider for https://${JENKINS},`,
    );
    expect(() =>
      publisherIn(stack, { oidcProvider: imported(providerArn(JENKINS).replace('111122223333', '444455556666')) }, 'Two'),
    ).toThrow('oidcProvider is in account 444455556666,');
    const oidcProvider = new iam.OidcProviderNative(stack, 'Provider', { url: `https://${JENKINS}`, clientIds: ['x'] });
    expect(() => publisherIn(stack, { oidcProvider }, 'Three')).toThrow('which do not include the audience "sts.amazonaws.com".');
  });

  test('a second publisher of the issuer without its provider, in the account', () => {
    const app = new App();
    const stack = new Stack(new Stage(app, 'Testing'), 'Shop', { env: ENV });
    publisherIn(stack);
    expect(() => publisherIn(stack, {}, 'Second')).toThrow(`the app has another provider for https://${JENKINS} in this account`);
    const production = new Stack(new Stage(app, 'Production'), 'Shop', { env: ENV });
    expect(() => publisherIn(production)).toThrow('because references do not cross Stages.');
  });
});
