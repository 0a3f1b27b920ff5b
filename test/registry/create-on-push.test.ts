import { App, CfnParameter, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as signer from 'aws-cdk-lib/aws-signer';
import { AwsSolutionsChecks } from 'cdk-nag';
import {
  GitHubPublisher,
  GitHubSubject,
  PermissionSetPrincipal,
  RepositoryCreation,
  RepositoryFilter,
  RepositoryPrefix,
  SecureRegistry,
  SigningRule,
  Upstream,
} from '../../src';
import { roleIn } from '../fixtures/access/shop';
import { HOME, OTHER_ACCOUNT } from '../fixtures/environments';
import { warningsOf } from '../fixtures/reported';
import { identityStatements, resourcesOf } from '../fixtures/synthesized';

const PUSH = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:CompleteLayerUpload',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
];
const BELOW = 'arn:aws:ecr:eu-west-1:111111111111:repository/team-a/*';
const LOGIN = { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' };

let app: App;
let stack: Stack;
let registry: SecureRegistry;

beforeEach(() => {
  app = new App({ context: { '@aws-cdk/aws-signer:signingProfileNamePassedToCfn': true } });
  stack = new Stack(app, 'Platform', { env: HOME });
  registry = new SecureRegistry(stack, 'Registry');
});

function templateFor(prefix: RepositoryPrefix, ...createdBy: RepositoryCreation[]) {
  return registry.addRepositoryTemplate(`Template${prefix._namespace ?? ''}`.replaceAll('/', ''), { prefix, createdBy });
}

function l1Template(scope: Stack, appliedFor: string[]) {
  return new ecr.CfnRepositoryCreationTemplate(scope, 'Template', { prefix: 'team-a/', appliedFor });
}

const { CREATE_ON_PUSH, REPLICATION } = RepositoryCreation;
const inPartition = (rest: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, rest]] });

describe('grantCreateOnPush', () => {
  beforeEach(() => void templateFor(RepositoryPrefix.root(), CREATE_ON_PUSH));

  test.each(['team-a', 'team-a/'])(
    'for %s allows a role to push and create below the namespace, and to log in, and nothing else',
    (prefix) => {
      registry.grantCreateOnPush(roleIn(stack), prefix);
      expect(identityStatements(stack, { withLogin: true })).toEqual([
        { Effect: 'Allow', Action: PUSH, Resource: BELOW },
        { Effect: 'Allow', Action: 'ecr:CreateRepository', Resource: BELOW },
        LOGIN,
      ]);
      expect(resourcesOf(stack, 'AWS::ECR::RegistryPolicy')).toEqual([]);
      expect(warningsOf(stack)).toEqual([]);
    },
  );

  test('twice adds nothing, and prefixes share the statements', () => {
    const role = roleIn(stack);
    registry.grantCreateOnPush(role, 'team-a');
    registry.grantCreateOnPush(role, 'team-a/');
    registry.grantCreateOnPush(role, 'team-b/web');
    const resources = [BELOW, BELOW.replace('team-a', 'team-b/web')];
    expect(identityStatements(stack)).toEqual([
      { Effect: 'Allow', Action: PUSH, Resource: resources },
      { Effect: 'Allow', Action: 'ecr:CreateRepository', Resource: resources },
    ]);
  });

  test('to a role of another account is in the registry policy, too', () => {
    const roles = new Stack(app, 'Roles', { env: OTHER_ACCOUNT });
    registry.grantCreateOnPush(roleIn(roles, { roleName: 'ci' }), 'team-a');
    expect(identityStatements(roles, { withLogin: true })).toEqual([
      { Effect: 'Allow', Action: PUSH, Resource: BELOW },
      { Effect: 'Allow', Action: 'ecr:CreateRepository', Resource: BELOW },
      LOGIN,
    ]);
    const principal = {
      Condition: { ArnEquals: { 'aws:PrincipalArn': [inPartition(':iam::222222222222:role/ci')] } },
      Effect: 'Allow',
      Principal: { AWS: inPartition(':iam::222222222222:root') },
      Resource: BELOW,
    };
    const [{ Properties: policy }] = resourcesOf(stack, 'AWS::ECR::RegistryPolicy');
    expect(policy.PolicyText).toMatchObject({
      Statement: [
        { ...principal, Action: PUSH },
        { ...principal, Action: 'ecr:CreateRepository' },
      ],
    });
    // the policy of a template for more repositories would allow more
    expect(JSON.stringify(resourcesOf(stack, 'AWS::ECR::RepositoryCreationTemplate'))).not.toContain('222222222222');
  });

  test.each([
    ['an account', () => new iam.AccountPrincipal('222222222222')],
    ['an ARN', () => new iam.ArnPrincipal('arn:aws:iam::111111111111:role/ci')],
    ['a permission set', () => new PermissionSetPrincipal('Developers')],
  ])('to %s is in the registry policy', (_name, grantee) => {
    registry.grantCreateOnPush(grantee(), 'team-a');
    expect(identityStatements(stack)).toEqual([]);
    const [{ Properties: policy }] = resourcesOf(stack, 'AWS::ECR::RegistryPolicy');
    expect(policy.PolicyText).toMatchObject({
      Statement: [
        { Effect: 'Allow', Action: PUSH, Resource: BELOW },
        { Effect: 'Allow', Action: 'ecr:CreateRepository', Resource: BELOW },
      ],
    });
  });

  test('to a role of a nested stack and of another Stage', () => {
    const nested = new NestedStack(stack, 'Nested');
    registry.grantCreateOnPush(roleIn(nested), 'team-a');
    const prod = new Stack(new Stage(app, 'Prod', { env: HOME }), 'Shop');
    registry.grantCreateOnPush(roleIn(prod), 'team-a');
    expect(identityStatements(prod).map(({ Resource }) => Resource)).toEqual([BELOW, BELOW]);
    Template.fromStack(nested).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: Match.objectLike({ Statement: Match.arrayWith([{ Effect: 'Allow', Action: PUSH, Resource: BELOW }]) }),
    });
  });

  test('in an environment-agnostic stack names the account and Region of the stack', () => {
    const agnostic = new Stack(app, 'Agnostic');
    new SecureRegistry(agnostic, 'Registry').grantCreateOnPush(roleIn(agnostic), 'team-a');
    expect(identityStatements(agnostic)[1]).toEqual({
      Effect: 'Allow',
      Action: 'ecr:CreateRepository',
      Resource: {
        'Fn::Join': [
          '',
          ['arn:', { Ref: 'AWS::Partition' }, ':ecr:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':repository/team-a/*'],
        ],
      },
    });
  });

  test('for a prefix that is a parameter is not judged', () => {
    registry.grantCreateOnPush(roleIn(stack), new CfnParameter(stack, 'Prefix').valueAsString);
    expect(JSON.stringify(identityStatements(stack))).toContain('{"Ref":"Prefix"},"/*"');
    expect(warningsOf(stack)).toEqual([]);
  });

  test('accepts a publisher, which needs no other repository', () => {
    const publisher = new GitHubPublisher(stack, 'Publisher', {
      repositories: [],
      subjects: [GitHubSubject.branch('my-org/my-app', 'main')],
    });
    registry.grantCreateOnPush(publisher, 'team-a/');
    expect(identityStatements(stack, { withLogin: true }).map(({ Action }) => Action)).toEqual([
      PUSH,
      'ecr:CreateRepository',
      'ecr:GetAuthorizationToken',
    ]);
    expect(warningsOf(stack)).toEqual([]);
  });

  test('allows signing if a rule signs any repository below the prefix', () => {
    const signed = new Stack(app, 'Signed', { env: { ...HOME, region: 'eu-west-3' } });
    const profile = new signer.SigningProfile(signed, 'Profile', {
      platform: signer.Platform.NOTATION_OCI_SHA384_ECDSA,
      signingProfileName: 'Release',
    });
    const signing = new SecureRegistry(signed, 'Registry', { signing: [SigningRule.of(profile, RepositoryFilter.matching('*/release'))] });
    signing.addRepositoryTemplate('Template', { prefix: RepositoryPrefix.root(), createdBy: [CREATE_ON_PUSH] });
    const role = roleIn(stack);
    signing.grantCreateOnPush(role, 'team-a');
    expect(identityStatements(stack)).toContainEqual({
      Effect: 'Allow',
      Action: 'signer:SignPayload',
      Resource: 'arn:aws:signer:eu-west-3:111111111111:/signing-profiles/Release',
    });
  });

  test('is silent in cdk-nag', () => {
    registry.grantCreateOnPush(roleIn(stack), 'team-a');
    expect(new AwsSolutionsChecks().validateScope(stack).violations).toEqual([]);
  });
});

describe('the template for the prefix', () => {
  const NONE =
    '/Platform/Registry no template of this app creates repositories for pushes below "team-a/", and Amazon ECR creates a repository for a push only from a ' +
    'template. Add RepositoryCreation.CREATE_ON_PUSH to the createdBy of a template with the prefix "team-a", or acknowledge this warning if the template is ' +
    'managed elsewhere. [ack: cdk-secure-repository:create-on-push-template:team-a]';

  test.each<[string, () => void]>([
    ['no template', () => undefined],
    ['a template for another namespace', () => templateFor(RepositoryPrefix.of('team-b'), CREATE_ON_PUSH)],
    ['a template for a longer namespace', () => templateFor(RepositoryPrefix.of('team-a/web'), CREATE_ON_PUSH)],
    ['a template whose name begins with the prefix', () => templateFor(RepositoryPrefix.of('team'), CREATE_ON_PUSH)],
    ['a template for replication', () => templateFor(RepositoryPrefix.of('team-a'), REPLICATION)],
    ['an L1 in another Region', () => l1Template(new Stack(app, 'Away', { env: { ...HOME, region: 'us-west-2' } }), ['CREATE_ON_PUSH'])],
    [
      'an override that removes the event',
      () =>
        templateFor(RepositoryPrefix.of('team-a'), CREATE_ON_PUSH)._template.resource.addPropertyOverride('AppliedFor', ['REPLICATION']),
    ],
    ['a cache', () => registry.addPullThroughCache('Cache', { upstream: Upstream.quay(), prefix: 'team-a' })],
  ])('is missing with %s', (_name, templates) => {
    registry.grantCreateOnPush(roleIn(stack), 'team-a');
    templates();
    expect(warningsOf(stack).filter((text) => text.includes('create-on-push-template'))).toEqual([NONE]);
  });

  test.each<[string, () => void]>([
    ['of the root', () => templateFor(RepositoryPrefix.root(), CREATE_ON_PUSH)],
    ['of the namespace', () => templateFor(RepositoryPrefix.of('team-a'), CREATE_ON_PUSH, REPLICATION)],
    ['of an L1', () => l1Template(stack, ['CREATE_ON_PUSH'])],
    ['of an L1 in another stack of the account and Region', () => l1Template(new Stack(app, 'L1s', { env: HOME }), ['CREATE_ON_PUSH'])],
    [
      'of an override',
      () =>
        templateFor(RepositoryPrefix.of('team-a'), REPLICATION)._template.resource.addPropertyOverride('AppliedFor', ['CREATE_ON_PUSH']),
    ],
    [
      'whose events are known only at deployment',
      () => l1Template(stack, new CfnParameter(stack, 'Events', { type: 'CommaDelimitedList' }).valueAsList),
    ],
    [
      'of the namespace, below a root without it',
      () => {
        templateFor(RepositoryPrefix.root(), REPLICATION);
        templateFor(RepositoryPrefix.of('team-a'), CREATE_ON_PUSH);
      },
    ],
  ])('can be that %s', (_name, templates) => {
    registry.grantCreateOnPush(roleIn(stack), 'team-a');
    templates();
    expect(warningsOf(stack)).toEqual([]);
  });

  test('of a namespace around the prefix covers it', () => {
    registry.grantCreateOnPush(roleIn(stack), 'team-a/web');
    templateFor(RepositoryPrefix.of('team-a'), CREATE_ON_PUSH);
    expect(warningsOf(stack)).toEqual([]);
  });

  test('that is closest is not for pushes, and a further one is: what Amazon ECR does then is not documented', () => {
    templateFor(RepositoryPrefix.root(), CREATE_ON_PUSH);
    templateFor(RepositoryPrefix.of('team-a'), REPLICATION);
    registry.grantCreateOnPush(roleIn(stack), 'team-a');
    expect(warningsOf(stack)).toEqual([
      '/Platform/Registry Platform/Registry/Templateteam-a/Template/Resource is the closest template for "team-a/", but is not for CREATE_ON_PUSH, and it is not ' +
        'documented whether Amazon ECR uses Platform/Registry/Template/Template/Resource instead. Add RepositoryCreation.CREATE_ON_PUSH to the createdBy of a ' +
        'template with the prefix "team-a". [ack: cdk-secure-repository:create-on-push-template:team-a]',
    ]);
  });

  test('whose prefix is a parameter is not judged', () => {
    templateFor(RepositoryPrefix.of('team-b'), CREATE_ON_PUSH)._template.resource.prefix = new CfnParameter(stack, 'Prefix').valueAsString;
    registry.grantCreateOnPush(roleIn(stack), 'team-a');
    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('bad input', () => {
  test.each(['', '/', 'ROOT', 'ROOT/'])('the root %j', (prefix) => {
    expect(() => registry.grantCreateOnPush(roleIn(stack), prefix)).toThrow(
      new Error(
        `Platform/Registry: prefix is ${JSON.stringify(prefix)}, but must be a namespace, because a grant for the root would be for every repository of the account. ` +
          'Pass a namespace such as "team-a". [cdk-secure-repository:repository-prefix]',
      ),
    );
  });

  test.each(['*', 'team-*', 'team-a/*', 'team-?', 'Team-A', 'team-a//'])('the prefix %j', (prefix) => {
    expect(() => registry.grantCreateOnPush(roleIn(stack), prefix)).toThrow(/prefix is ".*", but must have 1 to 256 characters/);
    expect(identityStatements(stack)).toEqual([]);
  });

  test('a prefix that is no text', () => {
    expect(() => registry.grantCreateOnPush(roleIn(stack), 7 as never)).toThrow(
      new Error('Platform/Registry: prefix is 7, but must be a string. Pass a string. [cdk-secure-repository:input-type]'),
    );
  });
});

test('a grant that is refused leaves no warning about the template', () => {
  expect(() => registry.grantCreateOnPush(null as never, 'team-a')).toThrow('grantee is null');
  expect(warningsOf(stack)).toEqual([]);
  registry.grantCreateOnPush(roleIn(stack), 'team-a');
  registry.grantCreateOnPush(roleIn(stack, {}, 'Other'), 'team-a');
  expect(warningsOf(stack)).toHaveLength(1);
});
