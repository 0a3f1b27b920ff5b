import { App, CfnParameter, NestedStack, Stack, Stage, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as signer from 'aws-cdk-lib/aws-signer';
import { Construct } from 'constructs';
import {
  GitHubPublisher,
  GitHubSubject,
  PermissionSetPrincipal,
  RepositoryAccess,
  RepositoryCreation,
  RepositoryFilter,
  RepositoryPrefix,
  SecureRegistry,
  SecureRepository,
  SigningRule,
} from '../../src';
import { roleIn } from '../fixtures/access/shop';
import { HOME, OTHER_ACCOUNT, OTHER_REGION } from '../fixtures/environments';
import { warningsOf } from '../fixtures/reported';
import { identityStatements, repositoryStatements, Statement, templateOf } from '../fixtures/synthesized';

const NAMED_BY_FLAG = { '@aws-cdk/aws-signer:signingProfileNamePassedToCfn': true };
const PROFILE = 'arn:aws:signer:eu-west-1:111111111111:/signing-profiles/Release';

let app: App;
let shop: Stack;

beforeEach(() => {
  app = new App({ context: NAMED_BY_FLAG });
  shop = new Stack(app, 'Shop', { env: HOME });
});

function profileIn(scope: Construct, signingProfileName: string | undefined = 'Release', id = 'Profile'): signer.SigningProfile {
  return new signer.SigningProfile(scope, id, { platform: signer.Platform.NOTATION_OCI_SHA384_ECDSA, signingProfileName });
}

function registryIn(
  scope: Construct,
  filter = RepositoryFilter.matching('prod/*'),
  profile: signer.ISigningProfile = profileIn(scope),
): SecureRegistry {
  return new SecureRegistry(scope, 'Registry', { signing: [SigningRule.of(profile, filter)] });
}

function repositoryIn(scope: Construct, repositoryName: string | undefined = 'prod/api', id = 'Api'): SecureRepository {
  return new SecureRepository(scope, id, { repositoryName });
}

/** The statements about signing in the identity policies of a stack. */
function signing(stack: Stack): Statement[] {
  return identityStatements(stack).filter(({ Action: action }) => [action].flat().some((one) => String(one).startsWith('signer:')));
}

const allowing = (Resource: unknown, more: Partial<Statement> = {}) => [
  { Effect: 'Allow', Action: 'signer:SignPayload', Resource, ...more },
];
const warnings = () => warningsOf(shop).filter((text) => text.includes('sign'));

describe.each(['before', 'after'])('a registry that is created %s the grant', (order) => {
  function withRegistry(grant: () => void, registry: () => void = () => void registryIn(shop)): void {
    if (order === 'before') registry();
    grant();
    if (order === 'after') registry();
  }

  test.each(['grantPush', 'grantPullPush'] as const)('%s allows signing with the profile in the identity policy only', (method) => {
    withRegistry(() => repositoryIn(shop)[method](roleIn(shop)));
    expect(signing(shop)).toEqual(allowing(PROFILE));
    expect(repositoryStatements(shop)).toEqual([]);
    expect(warningsOf(shop)).toEqual([]);
  });

  test.each([
    ['grantPull', (access: RepositoryAccess, role: iam.IRole) => access.grantPull(role)],
    ['grantRead', (access: RepositoryAccess, role: iam.IRole) => access.grantRead(role)],
    ['grant with the actions of a push', (access: RepositoryAccess, role: iam.IRole) => access.grant(role, 'ecr:PutImage')],
  ])('%s does not', (_name, grant) => {
    withRegistry(() => grant(repositoryIn(shop).access, roleIn(shop)));
    expect(signing(shop)).toEqual([]);
  });

  test('a repository that no filter matches is not signed', () => {
    withRegistry(() => repositoryIn(shop, 'sandbox/api').grantPush(roleIn(shop)));
    expect(signing(shop)).toEqual([]);
    expect(warningsOf(shop)).toEqual([]);
  });

  test.each([
    ['Region', OTHER_REGION],
    ['account', OTHER_ACCOUNT],
  ])('a registry of another %s signs nothing here', (_name, env) => {
    const other = new Stack(app, 'Other', { env });
    withRegistry(
      () => repositoryIn(shop).grantPush(roleIn(shop)),
      () => registryIn(other, RepositoryFilter.all()),
    );
    expect(signing(shop)).toEqual([]);
    expect(warningsOf(shop)).toEqual([]);
  });

  test('repositories share the statement', () => {
    const role = roleIn(shop);
    withRegistry(() => ['api', 'web', 'batch'].forEach((name) => repositoryIn(shop, `prod/${name}`, name).grantPush(role)));
    expect(signing(shop)).toEqual(allowing(PROFILE));
  });

  test('each profile of the rules that apply is allowed', () => {
    const profiles = ['Release', 'Audit', 'Sandbox'].map((name) => profileIn(shop, name, name));
    withRegistry(
      () => repositoryIn(shop).grantPush(roleIn(shop)),
      () =>
        new SecureRegistry(shop, 'Registry', {
          signing: [
            SigningRule.of(profiles[0], RepositoryFilter.matching('prod/*')),
            SigningRule.of(profiles[1], RepositoryFilter.all()),
            SigningRule.of(profiles[2], RepositoryFilter.matching('sandbox/*')),
          ],
        }),
    );
    expect(signing(shop)).toEqual(allowing([PROFILE, PROFILE.replace('Release', 'Audit')]));
  });

  test('a repository whose name is generated is signed by a filter for every repository', () => {
    withRegistry(
      () => new SecureRepository(shop, 'Api').grantPush(roleIn(shop)),
      () => registryIn(shop, RepositoryFilter.all()),
    );
    expect(signing(shop)).toEqual(allowing(PROFILE));
    expect(warningsOf(shop)).toEqual([]);
  });

  test('whether another filter matches a generated name is unknown', () => {
    withRegistry(() => new SecureRepository(shop, 'Api').grantPush(roleIn(shop)));
    expect(signing(shop)).toEqual([]);
    expect(warningsOf(shop)).toEqual([
      '/Shop/Api it is unknown whether Shop/Registry signs the images of this repository, because its name is not known before the deployment. Set ' +
        'repositoryName to a literal name, or allow signer:SignPayload on the signing profile Release in the identity policies of the principals that ' +
        'push, and acknowledge this warning. [ack: cdk-secure-repository:signing-undecided]',
    ]);
  });

  test('the name of a parameter is not judged either', () => {
    const name = new CfnParameter(shop, 'Name').valueAsString;
    withRegistry(() => repositoryIn(shop, name).grantPush(roleIn(shop)));
    expect(signing(shop)).toEqual([]);
    expect(warningsOf(shop)).toEqual([expect.stringContaining('signing-undecided')]);
  });

  test('an imported repository with a known name is signed', () => {
    withRegistry(() => RepositoryAccess.of(ecr.Repository.fromRepositoryName(shop, 'Api', 'prod/api')).grantPush(roleIn(shop)));
    expect(signing(shop)).toEqual(allowing(PROFILE));
  });

  test('an ecr.Repository is signed', () => {
    withRegistry(() => RepositoryAccess.of(new ecr.Repository(shop, 'Api', { repositoryName: 'prod/api' })).grantPush(roleIn(shop)));
    expect(signing(shop)).toEqual(allowing(PROFILE));
  });

  test('a repository that has not been looked up yet is not judged', () => {
    const repository = ecr.Repository.fromLookup(shop, 'Api', { repositoryName: 'prod/api' });
    withRegistry(() => RepositoryAccess.of(repository).grantPush(roleIn(shop)));
    expect(identityStatements(shop)).toHaveLength(1);
    expect(signing(shop)).toEqual([]);
  });

  test('a publisher can sign', () => {
    withRegistry(
      () =>
        new GitHubPublisher(shop, 'Publisher', {
          repositories: [repositoryIn(shop)],
          subjects: [GitHubSubject.branch('my-org/my-app', 'main')],
        }),
    );
    expect(signing(shop)).toEqual(allowing(PROFILE));
  });
});

describe('the profile', () => {
  test('with a generated name is referenced', () => {
    registryIn(
      shop,
      RepositoryFilter.all(),
      new signer.SigningProfile(shop, 'Profile', { platform: signer.Platform.NOTATION_OCI_SHA384_ECDSA }),
    );
    repositoryIn(shop).grantPush(roleIn(shop));
    expect(signing(shop)).toEqual(allowing({ 'Fn::GetAtt': ['Profile' + logicalSuffix(shop), 'Arn'] }));
  });

  test('whose name aws-cdk-lib ignores without the feature flag is referenced', () => {
    const old = new Stack(new App({ context: { '@aws-cdk/aws-signer:signingProfileNamePassedToCfn': false } }), 'Shop', { env: HOME });
    registryIn(old);
    repositoryIn(old).grantPush(roleIn(old));
    expect(signing(old)).toEqual(allowing({ 'Fn::GetAtt': ['Profile' + logicalSuffix(old), 'Arn'] }));
  });

  test('of another stack is named, so that the stacks can be deployed in any order', () => {
    const platform = new Stack(app, 'Platform', { env: HOME });
    registryIn(platform);
    repositoryIn(shop).grantPush(roleIn(shop));
    expect(signing(shop)).toEqual(allowing(PROFILE));
    expect(templateOf(platform).Outputs).toBeUndefined();
    expect(shop.dependencies).toEqual([]);
  });

  test('with a generated name of another stack is imported from it', () => {
    const platform = new Stack(app, 'Platform', { env: HOME });
    registryIn(
      platform,
      RepositoryFilter.all(),
      new signer.SigningProfile(platform, 'P', { platform: signer.Platform.NOTATION_OCI_SHA384_ECDSA }),
    );
    repositoryIn(shop).grantPush(roleIn(shop));
    expect(signing(shop)).toEqual(allowing({ 'Fn::ImportValue': expect.stringMatching(/^Platform:ExportsOutputFnGetAttP/) }));
  });

  test.each([
    ['without two slashes', 'Release', PROFILE],
    [
      'by the value of a parameter',
      undefined,
      { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':signer:eu-west-1:111111111111:/signing-profiles/', { Ref: 'Name' }]] },
    ],
  ])('that is imported is named %s', (_name, name, arn) => {
    const signingProfileName = name ?? new CfnParameter(shop, 'Name').valueAsString;
    const profile = signer.SigningProfile.fromSigningProfileAttributes(shop, 'Profile', {
      signingProfileName,
      signingProfileVersion: 'a1b2c3d4e5',
    });
    registryIn(shop, RepositoryFilter.all(), profile);
    repositoryIn(shop).grantPush(roleIn(shop));
    const partition = (value: unknown) =>
      JSON.parse(JSON.stringify(shop.resolve(value)).replaceAll('arn:aws:', 'arn:${AWS::Partition}:')) as unknown;
    expect(JSON.stringify(signing(shop)[0].Resource)).not.toContain('//');
    expect(partition(textOf(signing(shop)[0].Resource))).toEqual(partition(textOf(arn)));
  });

  test('in an environment-agnostic app is in the environment of the stack', () => {
    const agnostic = new Stack(app, 'Agnostic');
    registryIn(agnostic);
    repositoryIn(agnostic).grantPush(roleIn(agnostic));
    expect(textOf(signing(agnostic)[0].Resource)).toBe(
      'arn:${AWS::Partition}:signer:${AWS::Region}:${AWS::AccountId}:/signing-profiles/Release',
    );
  });
});

/** A resolved value with its references in text. */
function textOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('Ref' in value) return `\${${String(value.Ref)}}`;
  if ('Fn::Join' in value) return (value['Fn::Join'] as [string, unknown[]])[1].map(textOf).join('');
  return value;
}

function logicalSuffix(stack: Stack): string {
  const id = Object.entries(templateOf(stack).Resources ?? {}).find(([, { Type: type }]) => type === 'AWS::Signer::SigningProfile')![0];
  return id.replace(/^Profile/, '');
}

describe('shapes', () => {
  test('a role of a nested stack', () => {
    registryIn(shop);
    const nested = new NestedStack(shop, 'Nested');
    repositoryIn(shop).grantPush(roleIn(nested));
    Template.fromStack(nested).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: Match.objectLike({ Statement: Match.arrayWith(allowing(PROFILE)) }),
    });
  });

  test('a role of another Stage', () => {
    const platform = new Stack(new Stage(app, 'Platform', { env: HOME }), 'Registry');
    registryIn(platform);
    const other = new Stack(new Stage(app, 'Prod', { env: HOME }), 'Shop');
    repositoryIn(other).grantPush(roleIn(other));
    expect(signing(other)).toEqual(allowing(PROFILE));
  });

  test('a role of another Stage cannot reference a profile whose name is generated', () => {
    const platform = new Stack(new Stage(app, 'Platform', { env: HOME }), 'Registry');
    registryIn(
      platform,
      RepositoryFilter.all(),
      new signer.SigningProfile(platform, 'P', { platform: signer.Platform.NOTATION_OCI_SHA384_ECDSA }),
    );
    const other = new Stack(new Stage(app, 'Prod', { env: HOME }), 'Shop');
    expect(() => repositoryIn(other).grantPush(roleIn(other))).toThrow(
      new Error(
        'Prod/Shop/Api: Prod/Shop/Role must be allowed signer:SignPayload on the signing profile Platform/Registry/P, whose name is generated at deployment, ' +
          'but it is in another Stage, where only a known name can be used. Set signingProfileName, and the feature flag ' +
          '@aws-cdk/aws-signer:signingProfileNamePassedToCfn to true. [cdk-secure-repository:signing-permission]',
      ),
    );
  });

  test('a role of another Region, whose policies are global', () => {
    registryIn(shop);
    const roles = new Stack(app, 'Roles', { env: OTHER_REGION });
    repositoryIn(shop).grantPush(roleIn(roles));
    expect(signing(roles)).toEqual(allowing(PROFILE));
    expect(warnings()).toEqual([]);
  });

  test('a role of another account is allowed in its policy, and the profile must allow the account', () => {
    registryIn(shop);
    const roles = new Stack(app, 'Roles', { env: OTHER_ACCOUNT });
    repositoryIn(shop).grantPush(roleIn(roles, { roleName: 'ci' }));
    expect(signing(roles)).toEqual(allowing(PROFILE));
    expect(JSON.stringify(repositoryStatements(shop))).not.toContain('signer');
    expect(warningsOf(shop)).toEqual([
      '/Shop/Api Roles/Role is in account 222222222222, but the signing profile Release is in 111111111111, and without a permission of the profile the ' +
        'push succeeds and the signature fails. Run `aws signer add-profile-permission --profile-name Release --action signer:SignPayload --principal ' +
        '222222222222 --statement-id Push222222222222` in account 111111111111, and acknowledge this warning. ' +
        '[ack: cdk-secure-repository:signing-permission]',
    ]);
  });

  test('a role of another account cannot reference a profile whose name is generated', () => {
    registryIn(shop, RepositoryFilter.all(), new signer.SigningProfile(shop, 'P', { platform: signer.Platform.NOTATION_OCI_SHA384_ECDSA }));
    const roles = new Stack(app, 'Roles', { env: OTHER_ACCOUNT });
    expect(() => repositoryIn(shop).grantPush(roleIn(roles, { roleName: 'ci' }))).toThrow(
      /it is in another account, where only a known name/,
    );
  });

  test('a profile of another account than the role and the registry', () => {
    const central = new Stack(app, 'Central', { env: OTHER_ACCOUNT });
    registryIn(shop, RepositoryFilter.all(), profileIn(central));
    repositoryIn(shop).grantPush(roleIn(shop));
    expect(signing(shop)).toEqual(allowing(PROFILE.replace('111111111111', '222222222222')));
    expect(warningsOf(shop)).toEqual([
      expect.stringContaining('Shop/Role is in account 111111111111, but the signing profile Release is in 222222222222'),
    ]);
  });

  test('a registry without an env beside a repository with one is unknown', () => {
    registryIn(new Stack(app, 'Agnostic'));
    repositoryIn(shop).grantPush(roleIn(shop));
    expect(signing(shop)).toEqual([]);
    expect(warningsOf(shop)).toEqual([
      expect.stringContaining('because only one of the two has an env. Set env on both stacks, or allow signer:SignPayload'),
    ]);
  });

  test('a registry without an env whose filter does not match signs nothing', () => {
    registryIn(new Stack(app, 'Agnostic'));
    repositoryIn(shop, 'sandbox/api').grantPush(roleIn(shop));
    expect(warningsOf(shop)).toEqual([]);
  });
});

describe('the grantee', () => {
  beforeEach(() => void registryIn(shop));

  test('with conditions signs under the same conditions, without those on the tags of the repository', () => {
    const principal = new iam.PrincipalWithConditions(roleIn(shop), {
      StringEquals: { 'ecr:ResourceTag/team': 'a', 'aws:ResourceTag/stage': 'b', 'aws:PrincipalTag/team': 'a' },
    });
    repositoryIn(shop).grantPush(principal);
    expect(signing(shop)).toEqual(allowing(PROFILE, { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'a' } } }));
  });

  test.each([
    ['user', (scope: Stack) => new iam.User(scope, 'User')],
    ['group', (scope: Stack) => new iam.Group(scope, 'Group')],
    ['managed policy', (scope: Stack) => new iam.ManagedPolicy(scope, 'Managed')],
    ['imported role', (scope: Stack) => iam.Role.fromRoleArn(scope, 'Imported', 'arn:aws:iam::111111111111:role/ci')],
    ['lazy role', (scope: Stack) => usedLazyRole(scope)],
  ])('can be a %s', (_name, grantee) => {
    repositoryIn(shop).grantPush(grantee(shop));
    expect(signing(shop)).toEqual(allowing(PROFILE));
    expect(warnings()).toEqual([]);
  });

  test('a role whose policies are declared as managed elsewhere gets nothing and causes no warning', () => {
    repositoryIn(shop).grantPush(iam.Role.fromRoleArn(shop, 'Imported', 'arn:aws:iam::111111111111:role/ci', { mutable: false }));
    expect(signing(shop)).toEqual([]);
    expect(warnings()).toEqual([]);
  });

  test('a permission set requires it in its own policy', () => {
    const developers = new PermissionSetPrincipal('Developers');
    repositoryIn(shop).grantPush(developers);
    expect(shop.resolve(developers.inlinePolicyFor(shop))).toMatchObject({
      Statement: [{ Action: ['ecr:GetAuthorizationToken'] }, { Action: ['signer:SignPayload'], Effect: 'Allow', Resource: [PROFILE] }],
    });
    expect(warnings()).toEqual([]);
  });

  test('a permission set of another account also requires a permission of the profile', () => {
    repositoryIn(shop).grantPush(new PermissionSetPrincipal('Developers', { account: '222222222222' }));
    expect(warnings()).toEqual([expect.stringContaining('is in account 222222222222, but the signing profile Release is in 111111111111')]);
  });

  test.each([
    ['an account', () => new iam.AccountPrincipal('222222222222'), 'account 222222222222'],
    ['an ARN of another account', () => new iam.ArnPrincipal('arn:aws:iam::222222222222:role/ci'), 'arn:aws:iam::222222222222:role/ci'],
    [
      'an imported role of another account',
      (scope: Stack) => iam.Role.fromRoleArn(scope, 'Ci', 'arn:aws:iam::222222222222:role/ci'),
      'Shop/Ci',
    ],
  ])('%s requires it in its own policies, and a permission of the profile', (_name, grantee, name) => {
    repositoryIn(shop).grantPush(grantee(shop));
    expect(signing(shop)).toEqual([]);
    expect(warnings()).toEqual([
      `/Shop/Api images that ${name} pushes are signed with the signing profile Release, but this app does not write the identity policy of ${name}, and ` +
        'without signer:SignPayload on the profile the push succeeds and the signature fails. Allow it where that policy is managed, and acknowledge this ' +
        'warning. [ack: cdk-secure-repository:signing-permission]',
      expect.stringContaining(`${name} is in account 222222222222, but the signing profile Release is in 111111111111`),
    ]);
  });

  test('an ARN of this account requires it in its own policies', () => {
    repositoryIn(shop).grantPush(new iam.ArnPrincipal('arn:aws:iam::111111111111:role/ci'));
    expect(warnings()).toEqual([expect.stringContaining('images that arn:aws:iam::111111111111:role/ci pushes are signed')]);
  });

  test('in a composite is each judged separately', () => {
    const role = roleIn(shop);
    repositoryIn(shop).grantPush(new iam.CompositePrincipal(role as never, new iam.ArnPrincipal('arn:aws:iam::111111111111:role/ci')));
    expect(signing(shop)).toEqual(allowing(PROFILE));
    expect(warnings()).toHaveLength(1);
  });
});

function usedLazyRole(scope: Stack): iam.LazyRole {
  const role = new iam.LazyRole(scope, 'Lazy', { assumedBy: new iam.AccountRootPrincipal() });
  return (void role.roleArn, role);
}

describe('created repositories', () => {
  test.each([
    ['team-a', 'team-a/*', true],
    ['team-a', '*', true],
    ['team-a', 'team-a/prod*', true],
    ['team-a', '*/release', true],
    ['team-a', 'team-a', false],
    ['team-a', 'team-b/*', false],
    ['team-a', 'team-ab*', false],
  ])('below %s are signed by %s: %s', (prefix, filter, expected) => {
    const registry = registryIn(shop, RepositoryFilter.matching(filter));
    const template = registry.addRepositoryTemplate('Template', {
      prefix: RepositoryPrefix.of(prefix),
      createdBy: [RepositoryCreation.CREATE_ON_PUSH],
    });
    template.access.grantPush(roleIn(shop));
    expect(signing(shop)).toEqual(expected ? allowing(PROFILE) : []);
    expect(warningsOf(shop)).toEqual([]);
  });

  test('of the root are signed if any repository is', () => {
    const template = registryIn(shop).addRepositoryTemplate('Template', {
      prefix: RepositoryPrefix.root(),
      createdBy: [RepositoryCreation.CREATE_ON_PUSH],
    });
    template.access.grantPush(new iam.AccountPrincipal('222222222222'));
    expect(warnings()[0]).toContain('images that account 222222222222 pushes are signed with the signing profile Release');
  });
});

test('a token in a name with a known beginning is not judged', () => {
  registryIn(shop);
  repositoryIn(shop, `prod/${Token.asString({ Ref: 'AWS::StackName' })}`).grantPush(roleIn(shop));
  expect(warningsOf(shop)).toEqual([expect.stringContaining('signing-undecided')]);
});

test('a waiting service waits for the permission to sign', () => {
  registryIn(shop);
  const user = new iam.User(shop, 'User');
  const dependent = new Construct(shop, 'Dependent');
  new ecr.CfnPublicRepository(dependent, 'Resource');
  repositoryIn(shop).grantPush(user).applyBefore(dependent);
  const [{ DependsOn: waitsFor }] = Object.values(templateOf(shop).Resources!).filter(({ Type }) => Type === 'AWS::ECR::PublicRepository');
  expect(waitsFor).toEqual(expect.arrayContaining([expect.stringContaining('EcrAccess')]));
});
