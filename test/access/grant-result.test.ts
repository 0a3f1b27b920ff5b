import { CfnResource, Environment, Fn, Stack, Stage } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { SecureRepository } from '../../src';
import { roleIn, shopWithRepository } from '../fixtures/access/shop';
import { HOME, OTHER_ACCOUNT } from '../fixtures/environments';
import { identityStatements, templateOf } from '../fixtures/synthesized';

let shop: Stack;
let repository: SecureRepository;
let role: iam.Role;

beforeEach(() => {
  ({ shop, repository } = shopWithRepository());
  role = roleIn(shop);
});

const waitingFor = (grant: iam.Grant) => {
  const service = new CfnResource(shop, 'Service', { type: 'Test::Service' });
  grant.applyBefore(service);
  return templateOf(shop).Resources?.Service.DependsOn;
};

test('a grant is successful', () => {
  const grant = repository.grantPull(role);
  expect(grant.success).toBe(true);
  expect(() => grant.assertSuccess()).not.toThrow();
});

test('a grant of pulling waits for the permission and for the login', () => {
  expect(waitingFor(repository.grantPull(role))).toEqual(['RoleDefaultPolicy5FFB7DAB', 'RoleEcrLogin59F765D4']);
});

test('a repeated grant waits for both as well', () => {
  repository.grantPull(role);
  expect(waitingFor(repository.grantPull(role))).toHaveLength(2);
});

test('grants combine', () => {
  const other = new SecureRepository(shop, 'Other');
  const user = new iam.User(shop, 'User');
  expect(waitingFor(repository.grantRead(role).combine(other.grantRead(user)))).toEqual([
    'RoleDefaultPolicy5FFB7DAB',
    'UserEcrAccess279D7D41',
  ]);
});

test('a grant in the repository policy waits for the repository', () => {
  expect(waitingFor(repository.grantPull(new iam.AccountPrincipal('222222222222')))).toEqual(['Repository22E53BBD']);
});

test('a grant on both sides waits for both', () => {
  const ofEither = iam.Role.fromRoleArn(shop, 'Imported', Fn.importValue('DevRole'));
  expect(waitingFor(repository.grantRead(ofEither))).toEqual([expect.stringMatching(/^ImportedEcrAccess/), 'Repository22E53BBD']);
});

test('a grant has only its own statements', () => {
  new SecureRepository(shop, 'Other', { repositoryName: 'other' }).grantPull(role);
  const { principalStatements } = repository.grantPull(role);
  expect(principalStatements.map((statement) => shop.resolve(statement.toStatementJson()) as object)).toEqual([
    {
      Effect: 'Allow',
      Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      Resource: 'arn:aws:ecr:eu-west-1:111111111111:repository/myapp',
    },
    { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
  ]);
});

test.each<[string, (statement: iam.PolicyStatement) => void]>([
  ['a condition', (statement) => statement.addCondition('Bool', { 'aws:SecureTransport': 'true' })],
  ['an action', (statement) => statement.addActions('ecr:PutImage')],
  ['a resource', (statement) => statement.addResources('*')],
])('adding %s to the statement of a grant is an error, and the policy stays as it was', (_what, edit) => {
  const { principalStatement } = repository.grantPull(role);
  const before = identityStatements(shop);
  expect(() => edit(principalStatement!)).toThrow('freeze() has been called');
  expect(identityStatements(shop)).toEqual(before);
});

test('the statement of a grant in the repository policy cannot be edited either', () => {
  const { resourceStatement } = repository.grantPull(new iam.AccountPrincipal('222222222222'));
  expect(() => resourceStatement!.addActions('ecr:PutImage')).toThrow('freeze() has been called');
});

describe('a grant to a principal in another Stage waits for what is in that Stage', () => {
  const LOGIN_AND_PERMISSION = [expect.stringMatching(/^RoleDefaultPolicy/), expect.stringMatching(/^RoleEcrLogin/)];

  const IN_OWN_POLICIES = [expect.stringMatching(/^RoleEcrAccess/), expect.stringMatching(/^RoleEcrLogin/)];

  const namedRoleIn = (stack: Stack) => roleIn(stack, { roleName: 'ci' });
  const importedIn = (stack: Stack) => iam.Role.fromRoleArn(stack, 'Role', `arn:aws:iam::${stack.account}:role/ci`);
  const underConditions = (stack: Stack) =>
    new iam.PrincipalWithConditions(namedRoleIn(stack), { Bool: { 'aws:SecureTransport': 'true' } });

  test.each<[string, Environment, (stack: Stack) => iam.IGrantable, unknown]>([
    ['a role', HOME, namedRoleIn, LOGIN_AND_PERMISSION],
    ['a role of another account', OTHER_ACCOUNT, namedRoleIn, LOGIN_AND_PERMISSION],
    ['an imported role', HOME, importedIn, IN_OWN_POLICIES],
    ['an imported role of another account', OTHER_ACCOUNT, importedIn, IN_OWN_POLICIES],
    ['conditions around a role of another account', OTHER_ACCOUNT, underConditions, LOGIN_AND_PERMISSION],
    ['a role of another account without policy updates', OTHER_ACCOUNT, (stack) => namedRoleIn(stack).withoutPolicyUpdates(), undefined],
  ])('%s', (_what, env, granteeIn, dependsOn) => {
    const services = new Stack(new Stage(shop.node.root, 'Prod'), 'Services', { env });
    const service = new CfnResource(services, 'Service', { type: 'Test::Service' });
    repository.grantPull(granteeIn(services)).applyBefore(service);
    expect(templateOf(services).Resources?.Service.DependsOn).toEqual(dependsOn);
  });
});

test('without another Stage a grant to a role of another account waits for the repository as well', () => {
  const services = new Stack(shop.node.root, 'Services', { env: OTHER_ACCOUNT });
  const service = new CfnResource(services, 'Service', { type: 'Test::Service' });
  const other = roleIn(services, { roleName: 'ci' });
  repository.grantPull(other).applyBefore(service);
  templateOf(services);
  expect(services.dependencies.map(({ node }) => node.path)).toEqual(['Shop']);
});

test('a construct in another Stage cannot wait for a grant that is only in the repository policy, which is an error of aws-cdk-lib', () => {
  const services = new Stack(new Stage(shop.node.root, 'Prod'), 'Services', { env: OTHER_ACCOUNT });
  const service = new CfnResource(services, 'Service', { type: 'Test::Service' });
  repository.grantPull(new iam.AccountPrincipal(OTHER_ACCOUNT.account)).applyBefore(service);
  expect(() => templateOf(services)).toThrow('dependency cannot cross stage boundaries');
});
