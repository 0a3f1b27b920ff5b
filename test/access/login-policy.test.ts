import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as cdk from 'aws-cdk-lib';
import { App, Lazy, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks } from 'cdk-nag';
import * as constructs from 'constructs';
import { Construct } from 'constructs';
import { SecureRepository } from '../../src';
import { roleIn, shopWithRepository } from '../fixtures/access/shop';
import { HOME } from '../fixtures/environments';
import { identityStatements, resourcesOf, SynthesizedResource } from '../fixtures/synthesized';

const ec2 = new iam.ServicePrincipal('ec2.amazonaws.com');
const LOGIN = { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' };

let shop: Stack;
let repository: SecureRepository;

beforeEach(() => {
  ({ shop, repository } = shopWithRepository());
});

const usedLazyRole = () => {
  const role = new iam.LazyRole(shop, 'Lazy', { assumedBy: ec2 });
  expect(role.roleName).toBeDefined();
  return role;
};
const logins = () => identityStatements(shop, { withLogin: true }).filter(({ Action }) => Action === LOGIN.Action);
const statementsOf = ({ Properties }: SynthesizedResource) => Properties.PolicyDocument?.Statement;

describe('the login is in a separate policy, once', () => {
  test.each<[string, () => iam.IGrantable]>([
    ['a role', () => roleIn(shop)],
    ['a user', () => new iam.User(shop, 'User')],
    ['a group', () => new iam.Group(shop, 'Group')],
    ['an imported role', () => iam.Role.fromRoleName(shop, 'Imported', 'dev')],
    ['an imported user', () => iam.User.fromUserName(shop, 'Imported', 'dev')],
    ['an imported group', () => iam.Group.fromGroupName(shop, 'Imported', 'dev')],
    ['a lazy role', () => usedLazyRole()],
  ])('of %s', (_class, granteeIn) => {
    const grantee = granteeIn();
    repository.grantPull(grantee);
    repository.grantPush(grantee);
    new SecureRepository(shop, 'Other').grantPull(grantee);
    const policies = resourcesOf(shop, 'AWS::IAM::Policy').map(statementsOf);
    expect(policies).toHaveLength(2);
    expect(policies).toContainEqual([LOGIN]);
    expect(logins()).toEqual([LOGIN]);
  });

  test('and acknowledges the finding of cdk-nag with the reason', () => {
    repository.grantPull(roleIn(shop));
    expect(new AwsSolutionsChecks().validateScope(shop).violations).toEqual([]);
  });

  test('and cdk-nag still reports a wildcard of the user on the same role', () => {
    const role = roleIn(shop);
    repository.grantPull(role);
    role.addToPolicy(new iam.PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }));
    const { violations } = new AwsSolutionsChecks().validateScope(shop);
    expect(
      violations.map(({ ruleName, violatingResources }) => [ruleName, violatingResources.map(({ constructPath }) => constructPath)]),
    ).toEqual([['AwsSolutions-IAM5[Resource::*]', ['Shop/Role/DefaultPolicy/Resource']]]);
  });
});

describe('the login is in the same policy as the permission', () => {
  test.each<[string, () => iam.IGrantable]>([
    ['of a managed policy', () => new iam.ManagedPolicy(shop, 'Policy')],
    ['of an inline policy', () => new iam.Policy(shop, 'Policy', { roles: [roleIn(shop)] })],
  ])('%s, once', (_class, granteeIn) => {
    const grantee = granteeIn();
    repository.grantPull(grantee);
    repository.grantPush(grantee);
    const policies = [...resourcesOf(shop, 'AWS::IAM::Policy'), ...resourcesOf(shop, 'AWS::IAM::ManagedPolicy')].map(statementsOf);
    expect(policies).toHaveLength(1);
    expect(policies[0]).toContainEqual(LOGIN);
    expect(logins()).toEqual([LOGIN]);
  });

  test('of a role under customizeRoles, whose template has no policy', () => {
    const customized = new App();
    iam.Role.customizeRoles(customized, { usePrecreatedRoles: { 'Shop/Role': 'precreated' } });
    const stack = new Stack(customized, 'Shop', { env: HOME });
    new SecureRepository(stack, 'Repository').grantPull(roleIn(stack));
    expect(resourcesOf(stack, 'AWS::IAM::Policy')).toEqual([]);
  });
});

test('where the role has a child of that name, the next free name is used', () => {
  const role = roleIn(shop);
  new Construct(role, 'EcrLogin');
  new Construct(role, 'EcrLogin2');
  repository.grantPull(role);
  expect(role.node.tryFindChild('EcrLogin3')?.node.defaultChild).toBeInstanceOf(iam.CfnPolicy);
});

test('a lazy role that is not used gets neither a role nor a policy', () => {
  const role = new iam.LazyRole(shop, 'Lazy', { assumedBy: ec2 });
  repository.grantPull(role);
  expect(['Role', 'Policy', 'ManagedPolicy'].flatMap((type) => resourcesOf(shop, `AWS::IAM::${type}`))).toEqual([]);
});

test('a lazy role under customizeRoles has its login in the report', () => {
  const customized = new App();
  iam.Role.customizeRoles(customized, { usePrecreatedRoles: { 'Shop/Lazy/Default': 'precreated' } });
  const stack = new Stack(customized, 'Shop', { env: HOME });
  const role = new iam.LazyRole(stack, 'Lazy', { assumedBy: ec2 });
  new SecureRepository(stack, 'Repository', { repositoryName: 'myapp' }).grantPull(role);
  expect(role.roleName).toBe('precreated');
  const report = readFileSync(join(customized.synth().directory, 'iam-policy-report.json'), 'utf8');
  expect(report).toContain(LOGIN.Action);
  expect(report).toContain('repository/myapp');
  expect(resourcesOf(stack, 'AWS::IAM::Policy')).toEqual([]);
});

test('a second copy of the library finds the login that the first has written', () => {
  const role = roleIn(shop);
  repository.grantPull(role);
  jest.isolateModules(() => {
    // both copies use the one aws-cdk-lib of the app
    jest.doMock('aws-cdk-lib', () => cdk);
    jest.doMock('aws-cdk-lib/aws-ecr', () => ecr);
    jest.doMock('aws-cdk-lib/aws-iam', () => iam);
    jest.doMock('constructs', () => constructs);
    const { RepositoryAccess: Copy } = jest.requireActual<typeof import('../../src')>('../../src');
    Copy.of(repository).grantPush(role);
  });
  expect(logins()).toEqual([LOGIN]);
  expect(role.node.children.map(({ node }) => node.id)).toEqual(['Resource', 'DefaultPolicy', 'EcrLogin']);
});

describe('conditions around a role', () => {
  const conditioned = (role: iam.Role, conditions: iam.Conditions) => new iam.PrincipalWithConditions(role, conditions);
  const VPC = { StringEquals: { 'aws:SourceVpc': 'vpc-1' } };

  test('are in its login, which is separate from the one without conditions', () => {
    const role = roleIn(shop);
    repository.grantPull(conditioned(role, VPC));
    expect(logins()).toEqual([{ ...LOGIN, Condition: VPC }]);
    repository.grantPush(conditioned(role, VPC));
    expect(logins()).toHaveLength(1);
    repository.grantPush(role);
    expect(logins()).toEqual([{ ...LOGIN, Condition: VPC }, LOGIN]);
  });

  test('that are two tokens give two logins', () => {
    const role = roleIn(shop);
    for (const value of ['vpc-1', 'vpc-2']) {
      const conditions = { StringEquals: { 'aws:SourceVpc': Lazy.any({ produce: () => value }) } };
      repository.grantPull(conditioned(role, conditions));
    }
    expect(logins()).toHaveLength(2);
  });

  test('make it a managed policy when the inline policies of the role leave too little space', () => {
    const role = roleIn(shop);
    const conditions = { StringEquals: { 'aws:SourceVpc': Array.from({ length: 20 }, (_, n) => `vpc-0123456789abcde${n}`) } };
    repository.grantPull(conditioned(role, conditions));
    role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [`arn:aws:s3:::${'x'.repeat(9_000)}`] }));
    expect(resourcesOf(shop, 'AWS::IAM::ManagedPolicy').map(statementsOf)).toEqual([[{ ...LOGIN, Condition: conditions }]]);
    expect(new AwsSolutionsChecks().validateScope(shop).violations).toEqual([]);
  });

  test.each(['aws:ResourceTag/stage', 'ecr:ResourceTag/stage'])('on %s are left out of it, because the registry has no tags', (key) => {
    repository.grantPull(conditioned(roleIn(shop), { ...VPC, StringLike: { [key]: 'prod' } }));
    expect(logins()).toEqual([{ ...LOGIN, Condition: VPC }]);
  });
});

test.each(['grantRead', 'grant'] as const)('%s allows no login', (name) => {
  if (name === 'grant') repository.grant(roleIn(shop), 'ecr:BatchGetImage');
  else repository.grantRead(roleIn(shop));
  expect(logins()).toEqual([]);
});
