import { App, Aws, CfnOutput, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks } from 'cdk-nag';
import { PermissionSetPrincipal, PermissionSetPrincipalOptions, RepositoryAccess, SecureRepository } from '../../src';
import { shopWithRepository } from '../fixtures/access/shop';
import { HOME } from '../fixtures/environments';
import { warningsOf } from '../fixtures/reported';
import { repositoryStatements, templateOf } from '../fixtures/synthesized';

let shop: Stack;
let repository: SecureRepository;

beforeEach(() => {
  ({ shop, repository } = shopWithRepository());
});

const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const LOGIN = { Effect: 'Allow', Action: ['ecr:GetAuthorizationToken'], Resource: ['*'] };
const roles = (account: string, suffix = '????????????????') => [
  `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Developers_${suffix}`,
  `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Developers_${suffix}`,
];
const policyOf = (principal: PermissionSetPrincipal) => shop.resolve(principal.inlinePolicyFor(shop)) as { Statement: unknown };

describe('in the account of the repository', () => {
  test('the role is named by its ARN and its account, because naming the root would allow no principal', () => {
    const developers = new PermissionSetPrincipal('Developers');
    repository.grantPull(developers);
    expect(repositoryStatements(shop)).toEqual([
      {
        Effect: 'Allow',
        Action: PULL,
        Principal: { AWS: '*' },
        Condition: { ArnLike: { 'aws:PrincipalArn': roles('111111111111') }, StringEquals: { 'aws:PrincipalAccount': '111111111111' } },
      },
    ]);
    expect(policyOf(developers).Statement).toEqual([LOGIN]);
  });

  test('neither the library nor cdk-nag reports it as public', () => {
    repository.grantPull(new PermissionSetPrincipal('Developers'));
    expect(warningsOf(shop)).toEqual([]);
    expect(new AwsSolutionsChecks().validateScope(shop).violations).toEqual([]);
  });

  test('permission sets share a statement', () => {
    for (const name of ['Developers', 'Operators']) repository.grantPull(new PermissionSetPrincipal(name));
    expect(repositoryStatements(shop)).toHaveLength(1);
    expect(repository.access.describe().map(({ grantee }) => grantee)).toEqual(['permission set Developers', 'permission set Operators']);
  });

  test('without an environment the account is that of the deployment', () => {
    const agnostic = new Stack(new App(), 'Shop');
    new SecureRepository(agnostic, 'Repository').grantPull(new PermissionSetPrincipal('Developers'));
    expect(repositoryStatements(agnostic)).toMatchObject([
      { Condition: { StringEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } } } },
    ]);
  });
});

describe('of another account', () => {
  test('the root is named under the ARN of the role, and the permission set also has to allow the actions', () => {
    const developers = new PermissionSetPrincipal('Developers', { account: '222222222222' });
    repository.grantPull(developers);
    repository.grantPull(developers);
    expect(repositoryStatements(shop)).toMatchObject([
      { Principal: { AWS: expect.anything() }, Condition: { ArnLike: { 'aws:PrincipalArn': roles('222222222222') } } },
    ]);
    expect(JSON.stringify(repositoryStatements(shop))).toContain(':iam::222222222222:root');
    expect(policyOf(developers).Statement).toEqual([
      LOGIN,
      { Effect: 'Allow', Action: PULL, Resource: ['arn:aws:ecr:eu-west-1:111111111111:repository/myapp'] },
    ]);
  });

  test('an imported repository is refused with the statement to add, and accepted once it is there', () => {
    const imported = ecr.Repository.fromRepositoryArn(shop, 'Imported', 'arn:aws:ecr:eu-west-1:333333333333:repository/myapp');
    const developers = new PermissionSetPrincipal('Developers', { account: '222222222222' });
    expect(() => RepositoryAccess.of(imported).grantPull(developers)).toThrow('Add the statement {"Action":');
    RepositoryAccess.of(imported, { externalRepositoryPolicy: true }).grantPull(developers);
    expect(policyOf(developers).Statement).toHaveLength(2);
  });
});

test('its policy contains the grants of one app', () => {
  const developers = new PermissionSetPrincipal('Developers', { account: '222222222222' });
  repository.grantPull(developers);
  new SecureRepository(new Stack(new App(), 'Other', { env: HOME }), 'Repository', { repositoryName: 'other' }).grantPull(developers);
  new SecureRepository(shop, 'Second', { repositoryName: 'second' }).grantPull(developers);
  const arns = ['myapp', 'second'].map((name) => `arn:aws:ecr:eu-west-1:111111111111:repository/${name}`);
  expect(policyOf(developers).Statement).toEqual([LOGIN, { Effect: 'Allow', Action: PULL, Resource: arns }]);
});

test('with an account, for a repository without one, it needs the actions, because the accounts may differ', () => {
  const agnostic = new Stack(new App(), 'Shop');
  const developers = new PermissionSetPrincipal('Developers', { account: '222222222222' });
  new SecureRepository(agnostic, 'Repository').grantPull(developers);
  expect(agnostic.resolve(developers.inlinePolicyFor(agnostic))).toMatchObject({ Statement: [LOGIN, { Action: PULL }] });
});

test('permission sets of two accounts are separate entries of describe()', () => {
  repository.grantPull(new PermissionSetPrincipal('Developers'));
  repository.grantPush(new PermissionSetPrincipal('Developers', { account: '222222222222' }));
  expect(repository.access.describe().map(({ grantee, level }) => [grantee, level])).toEqual([
    ['permission set Developers of account 222222222222', 'push'],
    ['permission set Developers', 'pull'],
  ]);
});

test('a policy that was read before the last grant includes it', () => {
  const developers = new PermissionSetPrincipal('Developers');
  const policy = developers.inlinePolicyFor(shop);
  expect(shop.resolve(policy)).toMatchObject({ Statement: [] });
  repository.grantPull(developers);
  expect(shop.resolve(policy)).toMatchObject({ Statement: [LOGIN] });
});

test('an output of the policy is valid even while the policy is empty', () => {
  const developers = new PermissionSetPrincipal('Developers');
  new CfnOutput(shop, 'Policy', { value: shop.toJsonString(developers.inlinePolicyFor(shop)) });
  repository.grantRead(developers);
  expect(templateOf(shop).Outputs).toEqual({ Policy: { Value: '{"Version":"2012-10-17","Statement":[]}' } });
});

test('grants without a login require none', () => {
  const developers = new PermissionSetPrincipal('Developers');
  repository.grantRead(developers);
  expect(policyOf(developers)).toEqual({ Version: '2012-10-17', Statement: [] });
});

test('any suffix is the pattern that AWS documents', () => {
  repository.grantPull(new PermissionSetPrincipal('Developers', { anySuffix: true }));
  expect(repositoryStatements(shop)).toMatchObject([{ Condition: { ArnLike: { 'aws:PrincipalArn': roles('111111111111', '*') } } }]);
});

test('conditions around it are kept', () => {
  const conditions = { Bool: { 'aws:SecureTransport': 'true' } };
  repository.grantPull(new PermissionSetPrincipal('Developers').withConditions(conditions));
  expect(repositoryStatements(shop)).toMatchObject([
    { Condition: { ...conditions, ArnLike: { 'aws:PrincipalArn': roles('111111111111') } } },
  ]);
  expect(Object.keys(repositoryStatements(shop)[0].Condition ?? {}).sort()).toEqual(['ArnLike', 'Bool', 'StringEquals']);
});

test.each<[string, (developers: PermissionSetPrincipal) => void]>([
  [
    'a statement of the user',
    (developers) => repository.addToResourcePolicy(new iam.PolicyStatement({ actions: PULL, principals: [developers] })),
  ],
  ['a grant of aws-cdk-lib', (developers) => new ecr.Repository(shop, 'Plain').grantPull(developers)],
])('in %s it is everyone with the ARN and the account of the role', (_what, use) => {
  use(new PermissionSetPrincipal('Developers'));
  const [statement] = [...repositoryStatements(shop)];
  expect(statement).toMatchObject({
    Principal: { AWS: '*' },
    Condition: {
      ArnLike: { 'aws:PrincipalArn': [expect.anything(), expect.anything()] },
      StringEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } },
    },
  });
  expect(warningsOf(shop)).toEqual([]);
});

test('two equal permission sets need one policy and are one principal', () => {
  repository.grantPull(new PermissionSetPrincipal('Developers'));
  expect(policyOf(new PermissionSetPrincipal('Developers')).Statement).toEqual([LOGIN]);
  expect(policyOf(new PermissionSetPrincipal('Others')).Statement).toEqual([]);
  expect(new PermissionSetPrincipal('a').dedupeString()).not.toBe(new PermissionSetPrincipal('b').dedupeString());
});

test.each<[unknown, unknown, string]>([
  ['', {}, 'PermissionSetPrincipal(""): the name of a permission set must consist of 1 to 32 letters, digits and "_+=,.@-". Pass the name'],
  ['x'.repeat(33), {}, 'the name of a permission set must consist of 1 to 32'],
  [
    'arn:aws:sso:::permissionSet/ssoins-1/ps-1',
    {},
    'Pass the name, not the ARN or the name of its role. [cdk-secure-repository:permission-set]',
  ],
  ['Dev*', {}, 'the name of a permission set'],
  [7, {}, 'the name of a permission set'],
  ['AWSReservedSSO_Dev_0123456789abcdef', {}, 'Pass the name, not the ARN or the name of its role.'],
  [
    'AWSReservedSSO_Dev',
    {},
    'the value is the name of a role, which changes when the permission set is provisioned again. Pass "Dev". [cdk-secure-repository:permission-set]',
  ],
  ['Dev', { account: '12' }, 'account is "12", but must be a 12-digit account ID. Pass all 12 digits as text.'],
  ['Dev', null, 'options is null, but must be an object with options.'],
  ['Dev', undefined, ''],
])('%j with %j is refused, or accepted', (name, options, message) => {
  const make = () => new PermissionSetPrincipal(name as string, options as PermissionSetPrincipalOptions);
  if (message === '') expect(make).not.toThrow();
  else expect(make).toThrow(message);
});

test.each<[string, (scope: Stack) => iam.IGrantable]>([
  ['by name', (scope) => iam.Role.fromRoleName(scope, 'Role', 'AWSReservedSSO_Dev_Ops_0123456789abcdef')],
  [
    'by ARN',
    (scope) =>
      iam.Role.fromRoleArn(
        scope,
        'Role',
        'arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Dev_Ops_0123456789abcdef',
      ),
  ],
])('a role of IAM Identity Center that is imported %s is refused, with the principal to use', (_how, roleIn) => {
  expect(() => repository.grantPull(roleIn(shop))).toThrow(
    new Error(
      'Shop/Repository: Shop/Role is a role of IAM Identity Center, and only IAM Identity Center can change its policies. ' +
        "Grant to new PermissionSetPrincipal('Dev_Ops'). [cdk-secure-repository:service-managed-role]",
    ),
  );
});

test('a name that is a token is accepted', () => {
  expect(() => repository.grantPull(new PermissionSetPrincipal(Aws.STACK_NAME))).not.toThrow();
});
