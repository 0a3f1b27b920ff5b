import { App, aws_ecr as ecr, aws_iam as iam, Fn, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { BitbucketPublisher, BitbucketPublisherProps, BitbucketSubject, GitHubSubject } from '../../src/index';
import { warningsOf } from '../fixtures/reported';
import { BitbucketAdmission, bitbucketAdmits, BitbucketStep, bitbucketToken } from '../oracle/bitbucket/admits';
import { decide } from '../oracle/iam/decide';
import { Policy } from '../oracle/iam/policy';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const WORKSPACE_UUID = '9f8e7d6c-5b4a-4392-8170-6f5e4d3c2b1a';
const AUDIENCE = `ari:cloud:bitbucket::workspace/${WORKSPACE_UUID}`;
const APP = '1a2b3c4d-5e6f-4708-9a0b-1c2d3e4f5a6b';
const OTHER = '1a2b3c4d-5e6f-4708-9a0b-1c2d3e4f5a6c';
const FORK = '7a2b3c4d-5e6f-4708-9a0b-1c2d3e4f5a6b';
const PRODUCTION = '2b3c4d5e-6f70-4819-8b1c-2d3e4f5a6b7c';
const STAGING = '3b3c4d5e-6f70-4819-8b1c-2d3e4f5a6b7c';
const STEP = '6b3c4d5e-6f70-4819-8b1c-2d3e4f5a6b7c';
const issuerOf = (workspace: string) => `api.bitbucket.org/2.0/workspaces/${workspace}/pipelines-config/identity/oidc`;
const ISSUER = issuerOf('my-workspace');

const PROPS = {
  workspace: 'my-workspace',
  workspaceUuid: WORKSPACE_UUID,
  subjects: [BitbucketSubject.environment(APP, PRODUCTION)],
};

function publisherIn(stack: Stack, props: Partial<BitbucketPublisherProps> = {}, id = 'Publisher'): BitbucketPublisher {
  const repositories = [ecr.Repository.fromRepositoryName(stack, `${id}Api`, 'shop/api')];
  return new BitbucketPublisher(stack, id, { repositories, ...PROPS, ...props });
}

function publisher(props: Partial<BitbucketPublisherProps> = {}, env: { account?: string; region?: string } = ENV): Stack {
  const stack = new Stack(new App(), 'Shop', { env });
  publisherIn(stack, props);
  return stack;
}

function trustIn(stack: Stack) {
  const properties = { Description: 'Pushes images from Bitbucket Pipelines' };
  const [role] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role', { Properties: properties }));
  return role.Properties.AssumeRolePolicyDocument;
}

describe('the template', () => {
  test('has a provider for the workspace, with its default audience', () => {
    const template = Template.fromStack(publisher());
    template.hasResourceProperties('AWS::IAM::OIDCProvider', { Url: `https://${ISSUER}`, ClientIdList: [AUDIENCE] });
  });

  test('compares the audience exactly and the subject as a pattern, because the step has a new UUID in each run', () => {
    const subjects = [BitbucketSubject.environment(APP, `{${PRODUCTION}}`), BitbucketSubject.repository(OTHER)];
    const { Statement: statements } = trustIn(publisher({ workspaceUuid: `{${WORKSPACE_UUID}}`, subjects }));
    expect(statements.map(({ Condition: condition }: { Condition: unknown }) => condition)).toEqual([
      {
        StringEquals: { [`${ISSUER}:aud`]: AUDIENCE },
        StringLike: { [`${ISSUER}:sub`]: [`{${APP}}:{${PRODUCTION}}:*`, `{${OTHER}}:*`] },
      },
    ]);
  });

  test('has no warning', () => {
    expect(warningsOf(publisher())).toEqual([]);
  });

  test.each([
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
  ])('trusts an imported provider in %s', (region, partition) => {
    const stack = new Stack(new App(), 'Shop', { env: { ...ENV, region } });
    const arn = `arn:${partition}:iam::111122223333:oidc-provider/${ISSUER}`;
    publisherIn(stack, { oidcProvider: iam.OidcProviderNative.fromOidcProviderArn(stack, 'Existing', arn) });
    expect(trustIn(stack).Statement[0].Principal).toEqual({ Federated: arn });
    Template.fromStack(stack).resourceCountIs('AWS::IAM::OIDCProvider', 0);
  });

  test('is the same in a nested stack, in a Stage and without an environment', () => {
    const app = new App();
    const parent = new Stack(app, 'Parent', { env: ENV });
    const nested = new NestedStack(parent, 'Nested');
    const staged = new Stack(new Stage(app, 'Production'), 'Shop');
    publisherIn(nested, { oidcProvider: iam.OidcProviderNative.fromOidcProviderArn(nested, 'Existing', PROVIDER) });
    publisherIn(staged);
    const expected = trustIn(publisher()).Statement[0].Condition;
    for (const stack of [nested, staged, publisher({}, {})]) expect(trustIn(stack).Statement[0].Condition).toEqual(expected);
  });

  test('has one provider for two publishers of a workspace, and one for each workspace', () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    const { oidcProvider } = publisherIn(stack);
    publisherIn(stack, { oidcProvider, subjects: [BitbucketSubject.repository(OTHER)] }, 'Second');
    publisherIn(stack, { workspace: 'other-workspace' }, 'Third');
    Template.fromStack(stack).resourceCountIs('AWS::IAM::OIDCProvider', 2);
  });

  test('has values that are not known yet', () => {
    const stack = publisher({ workspaceUuid: Fn.importValue('Workspace'), workspace: 'dummy-value-for-/my/workspace' });
    const audience = { 'Fn::Join': ['', ['ari:cloud:bitbucket::workspace/', { 'Fn::ImportValue': 'Workspace' }]] };
    const [condition] = trustIn(stack).Statement.map(({ Condition }: { Condition: object }) => Condition);
    expect(condition.StringEquals).toEqual({ [`${issuerOf('dummy-value-for-/my/workspace')}:aud`]: audience });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::OIDCProvider', { ClientIdList: [audience] });
  });
});

const PROVIDER = `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`;
const ROLE = 'arn:aws:iam::111122223333:role/publisher';

/** A step of the repository in the deployment environment for production. */
const RUN: BitbucketStep = {
  workspace: 'my-workspace',
  workspaceUuid: WORKSPACE_UUID,
  repositoryUuid: APP,
  environmentUuid: PRODUCTION,
  stepUuid: STEP,
};
const FOREIGN: BitbucketStep = { ...RUN, workspace: 'evil', workspaceUuid: '8f8e7d6c-5b4a-4392-8170-6f5e4d3c2b1a', repositoryUuid: FORK };
const forged = (sub: string | undefined): BitbucketStep => ({ ...RUN, repositoryUuid: FORK, forged: { sub } });

const STEPS = {
  production: RUN,
  'production, another run': { ...RUN, stepUuid: '6c3c4d5e-6f70-4819-8b1c-2d3e4f5a6b7c' },
  staging: { ...RUN, environmentUuid: STAGING },
  'no environment': { ...RUN, environmentUuid: undefined },
  'no environment, and a step with the UUID of an environment': { ...RUN, environmentUuid: undefined, stepUuid: PRODUCTION },
  'another repository': { ...RUN, repositoryUuid: OTHER },
  'another repository in staging': { ...RUN, repositoryUuid: OTHER, environmentUuid: STAGING },
  'another repository without an environment': { ...RUN, repositoryUuid: OTHER, environmentUuid: undefined },
  'a fork in the workspace': { ...RUN, repositoryUuid: FORK, environmentUuid: undefined },
  'a fork in another workspace': FOREIGN,
  'a fork that requests the audience of the workspace': { ...FOREIGN, audience: AUDIENCE },
  'a fork in a workspace that has registered the ID again': { ...FOREIGN, workspace: 'my-workspace' },
  'such a fork that requests the audience of the workspace': { ...FOREIGN, workspace: 'my-workspace', audience: AUDIENCE },
  'the workspace after its ID was changed': { ...RUN, workspace: 'my-new-workspace' },
  'the repository, transferred': { ...RUN, workspace: 'evil', workspaceUuid: FOREIGN.workspaceUuid },
  'a workspace whose ID goes on': { ...RUN, workspace: 'my-workspace2', workspaceUuid: FOREIGN.workspaceUuid },
  'another audience': { ...RUN, audience: 'sts.amazonaws.com' },
  'an audience that goes on': { ...RUN, audience: `${AUDIENCE}/x` },
  'the audience with braces': { ...RUN, audience: `ari:cloud:bitbucket::workspace/{${WORKSPACE_UUID}}` },
  'no subject': { ...RUN, forged: { sub: undefined } },
  'no audience': { ...RUN, forged: { aud: undefined } },
  'the repository in place of the environment': { ...RUN, repositoryUuid: FORK, environmentUuid: APP },
  'the repository in place of the step': { ...RUN, repositoryUuid: FORK, environmentUuid: undefined, stepUuid: APP },
  'the environment in place of the repository': { ...RUN, repositoryUuid: PRODUCTION, environmentUuid: APP },
  'a subject without braces': forged(`${APP}:${PRODUCTION}:${STEP}`),
  'a subject without its step': forged(`{${APP}}`),
  'a subject with more before it': forged(`x{${APP}}:{${PRODUCTION}}:{${STEP}}`),
  'a subject whose repository goes on': forged(`{${APP}}x:{${PRODUCTION}}:{${STEP}}`),
  'a subject in upper case': forged(`{${APP.toUpperCase()}}:{${PRODUCTION.toUpperCase()}}:{${STEP}}`),
  'a subject of the workspace and the repository': forged(`{${WORKSPACE_UUID}}:{${APP}}:{${STEP}}`),
  'a subject with wildcards': forged('{*}:{*}:{*}'),
  'an empty subject': forged(''),
} satisfies { [name: string]: BitbucketStep };
type Name = keyof typeof STEPS;
const names = Object.keys(STEPS) as Name[];

const IN_PRODUCTION: Name[] = ['production', 'production, another run'];
const WITHOUT: Name[] = ['no environment', 'no environment, and a step with the UUID of an environment'];
const OF_APP: Name[] = [...IN_PRODUCTION, 'staging', ...WITHOUT];
const OF_OTHER: Name[] = ['another repository', 'another repository in staging', 'another repository without an environment'];
const HOME = { workspace: 'my-workspace', workspaceUuid: WORKSPACE_UUID };
const EVIL = { workspace: 'evil', workspaceUuid: FOREIGN.workspaceUuid };
const repository = (repositoryUuid: string) => ({ repositoryUuid });
const environment = (repositoryUuid: string, environmentUuid: string) => ({ repositoryUuid, environmentUuid });

const PUBLISHERS: [title: string, admission: BitbucketAdmission, letIn: Name[]][] = [
  ['the repository', { ...HOME, subjects: [repository(APP)] }, OF_APP],
  ['production', { ...HOME, subjects: [environment(APP, PRODUCTION)] }, IN_PRODUCTION],
  ['staging', { ...HOME, subjects: [environment(APP, STAGING)] }, ['staging']],
  ['two environments', { ...HOME, subjects: [environment(APP, STAGING), environment(APP, PRODUCTION)] }, [...IN_PRODUCTION, 'staging']],
  ['an environment of another repository', { ...HOME, subjects: [environment(OTHER, PRODUCTION)] }, ['another repository']],
  ['another repository', { ...HOME, subjects: [repository(OTHER)] }, OF_OTHER],
  ['two repositories', { ...HOME, subjects: [repository(APP), repository(OTHER)] }, [...OF_APP, ...OF_OTHER]],
  ['an environment and a repository', { ...HOME, subjects: [environment(APP, STAGING), repository(OTHER)] }, ['staging', ...OF_OTHER]],
  ['an environment that is a step', { ...HOME, subjects: [environment(APP, STEP)] }, []],
  ['a repository that is an environment', { ...HOME, subjects: [repository(STAGING)] }, []],
  ['a fork', { ...EVIL, subjects: [repository(FORK)] }, ['a fork in another workspace']],
  ['a transferred repository', { ...EVIL, subjects: [environment(APP, PRODUCTION)] }, ['the repository, transferred']],
];

describe.each(PUBLISHERS)('a publisher for %s', (_title, admission, letIn) => {
  const { workspace, workspaceUuid, subjects } = admission;
  const trust = () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    const arn = `arn:aws:iam::111122223333:oidc-provider/${issuerOf(workspace)}`;
    publisherIn(stack, {
      workspace,
      workspaceUuid,
      subjects: subjects.map((subject) =>
        subject.environmentUuid === undefined
          ? BitbucketSubject.repository(subject.repositoryUuid)
          : BitbucketSubject.environment(subject.repositoryUuid, subject.environmentUuid),
      ),
      oidcProvider: iam.OidcProviderNative.fromOidcProviderArn(stack, 'Bitbucket', arn),
    });
    return Policy.ofResource('trust', trustIn(stack));
  };
  const letsIn = (policy: Policy, step: BitbucketStep) => {
    const { issuer, claims } = bitbucketToken(step);
    const context = { [`${issuer}:sub`]: claims.sub, [`${issuer}:aud`]: claims.aud };
    const principal = { type: 'federated', provider: `arn:aws:iam::111122223333:oidc-provider/${issuer}` } as const;
    return decide({ principal, action: 'sts:AssumeRoleWithWebIdentity', resource: ROLE, context }, { resourcePolicy: policy }).allowed;
  };
  const sorted = names.filter((name) => letIn.includes(name));

  test('lets in these steps and no other, by its trust policy', () => {
    const policy = trust();
    expect(names.filter((name) => letsIn(policy, STEPS[name]))).toEqual(sorted);
  });

  test('is meant to let in these steps and no other', () => {
    expect(names.filter((name) => bitbucketAdmits(admission, STEPS[name]))).toEqual(sorted);
  });
});

test('the table has at least 300 decisions', () => {
  expect(PUBLISHERS.length * names.length).toBeGreaterThanOrEqual(384);
});

describe('bad input', () => {
  const literal = 'but must be the literal ID of the workspace';
  const where = 'Use the ID in the URL of the workspace, https://bitbucket.org/WORKSPACE.';
  test.each([
    [{ workspace: undefined }, `workspace is undefined, ${literal}. ${where}`],
    [{ workspace: '' }, `workspace is "", ${literal}. ${where}`],
    [{ workspace: 'my workspace' }, `workspace is "my workspace", ${literal}. ${where}`],
    [{ workspace: '*' }, `workspace is "*", ${literal}. ${where}`],
    [{ workspace: Fn.importValue('Workspace') }, `${literal}. ${where}`],
    [
      { workspace: 'https://bitbucket.org/my-workspace' },
      `workspace is "https://bitbucket.org/my-workspace", ${literal}. Use "my-workspace".`,
    ],
    [{ workspace: 'https://bitbucket.org/my-workspace/my-app/src/main/' }, `${literal}. Use "my-workspace".`],
    [{ workspace: `https://${ISSUER}` }, `${literal}. Use "my-workspace".`],
    [{ workspace: `{${WORKSPACE_UUID}}` }, `workspace is "{${WORKSPACE_UUID}}", ${literal}. ${where}`],
    [{ workspace: WORKSPACE_UUID }, `workspace is "${WORKSPACE_UUID}", ${literal} instead of its UUID. ${where}`],
    [
      { workspaceUuid: undefined },
      'workspaceUuid is undefined, but must be a UUID in lower case, such as "0185d6a7-3b1f-4c2e-9d58-6f7a8b9c0d1e".',
    ],
    [{ workspaceUuid: 'my-workspace' }, 'workspaceUuid is "my-workspace", but must be a UUID in lower case,'],
    [{ workspaceUuid: AUDIENCE }, `such as "0185d6a7-3b1f-4c2e-9d58-6f7a8b9c0d1e". Use "${WORKSPACE_UUID}".`],
    [{ subjects: undefined }, 'subjects is undefined, but must be a list with at least one BitbucketSubject.'],
    [{ subjects: [] }, 'subjects is [], but must be a list with at least one BitbucketSubject.'],
    [{ subjects: [GitHubSubject.branch('o/r', 'main')] }, 'subjects[0] is a GitHubSubject, but must be a BitbucketSubject.'],
    [{ subjects: [`{${APP}}:*`] }, `subjects[0] is "{${APP}}:*", but must be a BitbucketSubject.`],
    [{ workspace: null }, 'workspace is null, but must be a string.'],
    [{ repositories: undefined }, 'repositories is undefined, but must be a list.'],
  ])('%j', (props: object, problem) => {
    expect(() => publisher(props)).toThrow(problem);
  });

  test('a provider for another workspace, of another account, or without the audience', () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    const imported = (arn: string) => iam.OidcProviderNative.fromOidcProviderArn(stack, arn, arn);
    expect(() => publisherIn(stack, { oidcProvider: imported(PROVIDER.replace('my-workspace', 'other')) }, 'One')).toThrow(
      `but must be the provider for https://${ISSUER},`,
    );
    expect(() => publisherIn(stack, { oidcProvider: imported(PROVIDER.replace('111122223333', '444455556666')) }, 'Two')).toThrow(
      'oidcProvider is in account 444455556666,',
    );
    const oidcProvider = new iam.OidcProviderNative(stack, 'Provider', { url: `https://${ISSUER}`, clientIds: ['sts.amazonaws.com'] });
    expect(() => publisherIn(stack, { oidcProvider }, 'Three')).toThrow(`which do not include the audience "${AUDIENCE}".`);
  });

  test('a second publisher of the workspace without its provider', () => {
    const stack = publisher();
    expect(() => publisherIn(stack, {}, 'Second')).toThrow(
      `Shop/Second: the app has another provider for https://${ISSUER} in this account`,
    );
  });
});
