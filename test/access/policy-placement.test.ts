import { App, Fn, PhysicalName, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { RepositoryAccess, SecureRepository } from '../../src';
import { shopWithRepository } from '../fixtures/access/shop';
import { HOME, OTHER_ACCOUNT } from '../fixtures/environments';
import { identityStatements, repositoryStatements, Statement, templateOf } from '../fixtures/synthesized';

const ec2 = new iam.ServicePrincipal('ec2.amazonaws.com');
const READ = ['ecr:DescribeImages', 'ecr:DescribeRepositories', 'ecr:ListImages', 'ecr:ListTagsForResource'];

let app: App;
let shop: Stack;
let repository: SecureRepository;

beforeEach(() => {
  ({ app, shop, repository } = shopWithRepository());
});

const OWN_ARN = 'arn:aws:ecr:eu-west-1:111111111111:repository/myapp';
const partition = { Ref: 'AWS::Partition' };
const rootOf = (account: string) => ({ AWS: { 'Fn::Join': ['', ['arn:', partition, `:iam::${account}:root`]] } });
const byRoot = (account: string, arn: unknown): Statement => ({
  Effect: 'Allow',
  Action: READ,
  Principal: rootOf(account),
  Condition: { ArnEquals: { 'aws:PrincipalArn': [arn] } },
});

describe('in the account of the repository the identity policy allows', () => {
  test.each<[string, () => iam.IGrantable]>([
    ['a role', () => new iam.Role(shop, 'Role', { assumedBy: ec2 })],
    ['a user', () => new iam.User(shop, 'User')],
    ['a group', () => new iam.Group(shop, 'Group')],
    ['an imported role', () => iam.Role.fromRoleArn(shop, 'Imported', 'arn:aws:iam::111111111111:role/dev')],
    ['a role imported by name', () => iam.Role.fromRoleName(shop, 'Imported', 'dev')],
    ['an imported user', () => iam.User.fromUserName(shop, 'Imported', 'alice')],
    ['a role of another stack', () => new iam.Role(new Stack(app, 'Roles', { env: HOME }), 'Role', { assumedBy: ec2 })],
  ])('%s', (_class, granteeIn) => {
    repository.grantRead(granteeIn());
    const stacks = app.node.children.filter((child) => Stack.isStack(child)) as Stack[];
    expect(stacks.flatMap((stack) => identityStatements(stack))).toEqual([{ Effect: 'Allow', Action: READ, Resource: OWN_ARN }]);
    expect(repositoryStatements(shop)).toEqual([]);
  });

  test('a lazy role that is used', () => {
    const role = new iam.LazyRole(shop, 'Lazy', { assumedBy: ec2 });
    repository.grantRead(role);
    role.roleArn;
    repository.access.grantReadFindings(role);
    expect(identityStatements(shop).map(({ Action }) => Action)).toEqual([READ, ['ecr:DescribeImageScanFindings', 'ecr:DescribeImages']]);
  });

  test('a lazy role that is not used is not in the template', () => {
    repository.grantPull(new iam.LazyRole(shop, 'Lazy', { assumedBy: ec2 }));
    expect(Object.values(templateOf(shop).Resources ?? {}).map(({ Type }) => Type)).toEqual(['AWS::ECR::Repository']);
  });

  test('a managed policy', () => {
    const policy = new iam.ManagedPolicy(shop, 'Managed');
    repository.grantRead(policy);
    expect(identityStatements(shop)).toEqual([{ Effect: 'Allow', Action: READ, Resource: OWN_ARN }]);
  });

  test('a role, where neither stack has an environment', () => {
    const agnostic = new App();
    const roles = new Stack(agnostic, 'Roles');
    new SecureRepository(new Stack(agnostic, 'Shop'), 'Repository', { repositoryName: 'myapp' }).grantRead(
      new iam.Role(roles, 'Role', { assumedBy: ec2 }),
    );
    expect(identityStatements(roles)).toHaveLength(1);
  });
});

describe('across accounts', () => {
  test('a role of the app is allowed in both policies', () => {
    const roles = new Stack(app, 'Roles', { env: OTHER_ACCOUNT });
    repository.grantRead(new iam.Role(roles, 'Role', { assumedBy: ec2, roleName: 'dev', path: '/team/' }));
    expect(identityStatements(roles)).toEqual([{ Effect: 'Allow', Action: READ, Resource: OWN_ARN }]);
    expect(repositoryStatements(shop)).toEqual([
      byRoot('222222222222', { 'Fn::Join': ['', ['arn:', partition, ':iam::222222222222:role/team/dev']] }),
    ]);
  });

  test('a role whose name is generated if needed is named in both policies', () => {
    const roles = new Stack(app, 'Roles', { env: OTHER_ACCOUNT });
    repository.grantRead(new iam.Role(roles, 'Role', { assumedBy: ec2, roleName: PhysicalName.GENERATE_IF_NEEDED }));
    expect(identityStatements(roles)).toHaveLength(1);
    expect(JSON.stringify(repositoryStatements(shop))).toContain(':iam::222222222222:role/roles');
    expect(shop.dependencies).toEqual([]);
  });

  test.each<[string, () => iam.IGrantable, string]>([
    [
      'an imported role',
      () => iam.Role.fromRoleArn(shop, 'Imported', 'arn:aws:iam::222222222222:role/dev'),
      'arn:aws:iam::222222222222:role/dev',
    ],
    [
      'an imported user',
      () => iam.User.fromUserArn(shop, 'Imported', 'arn:aws:iam::222222222222:user/alice'),
      'arn:aws:iam::222222222222:user/alice',
    ],
    ['a role by its ARN', () => new iam.ArnPrincipal('arn:aws:iam::222222222222:role/dev'), 'arn:aws:iam::222222222222:role/dev'],
  ])('%s is allowed in the repository policy alone', (_class, granteeIn, arn) => {
    repository.grantRead(granteeIn());
    expect(identityStatements(shop)).toEqual([]);
    expect(repositoryStatements(shop)).toEqual([byRoot('222222222222', arn)]);
  });

  test('a role that is imported in a stack of its own account is allowed in both policies', () => {
    const roles = new Stack(app, 'Roles', { env: OTHER_ACCOUNT });
    repository.grantRead(iam.Role.fromRoleName(roles, 'Imported', 'dev'));
    expect(identityStatements(roles)).toEqual([{ Effect: 'Allow', Action: READ, Resource: OWN_ARN }]);
    expect(repositoryStatements(shop)).toMatchObject([{ Condition: { ArnEquals: { 'aws:PrincipalArn': [expect.anything()] } } }]);
  });

  test('roles are merged into one statement', () => {
    for (const name of ['dev', 'test']) repository.grantRead(new iam.ArnPrincipal(`arn:aws:iam::222222222222:role/${name}`));
    repository.grantRead(new iam.ArnPrincipal('arn:aws:iam::333333333333:role/dev'));
    expect(repositoryStatements(shop)).toEqual([
      {
        Effect: 'Allow',
        Action: READ,
        Principal: { AWS: [rootOf('222222222222').AWS, rootOf('333333333333').AWS] },
        Condition: {
          ArnEquals: {
            'aws:PrincipalArn': [
              'arn:aws:iam::222222222222:role/dev',
              'arn:aws:iam::222222222222:role/test',
              'arn:aws:iam::333333333333:role/dev',
            ],
          },
        },
      },
    ]);
  });

  test('conditions around a role of the app are in both policies', () => {
    const roles = new Stack(app, 'Roles', { env: OTHER_ACCOUNT });
    const role = new iam.Role(roles, 'Role', { assumedBy: ec2, roleName: 'dev' });
    const conditions = { StringEquals: { 'aws:SourceVpc': 'vpc-1' } };
    repository.grantRead(new iam.PrincipalWithConditions(role, conditions));
    expect(identityStatements(roles)).toMatchObject([{ Condition: conditions }]);
    expect(repositoryStatements(shop)).toMatchObject([{ Condition: { ...conditions, ArnEquals: expect.anything() } }]);
  });

  test('a role without a physical name is refused', () => {
    const role = new iam.Role(new Stack(app, 'Roles', { env: OTHER_ACCOUNT }), 'Role', { assumedBy: ec2 });
    expect(() => repository.grantRead(role)).toThrow(
      new Error(
        'Shop/Repository: the repository policy must name Roles/Role, but its name is generated at deployment, so another account cannot ' +
          'know it. Set roleName (PhysicalName.GENERATE_IF_NEEDED is enough). [cdk-secure-repository:principal-name]',
      ),
    );
  });

  test('an imported group is refused', () => {
    const group = iam.Group.fromGroupArn(shop, 'Group', 'arn:aws:iam::222222222222:group/devs');
    expect(() => repository.grantRead(group)).toThrow(
      new Error(
        'Shop/Repository: Shop/Group is a group of account 222222222222, but a repository policy cannot name a group. ' +
          'Grant to a role of that account. [cdk-secure-repository:grant-placement]',
      ),
    );
  });

  test('a group of the app is refused', () => {
    const group = new iam.Group(new Stack(app, 'Groups', { env: OTHER_ACCOUNT }), 'Group');
    expect(() => repository.grantRead(group)).toThrow('Shop/Repository: Groups/Group is a group of account 222222222222');
  });
});

test('an imported role whose ARN is a token may be in either account, so it is allowed in both policies', () => {
  repository.grantRead(iam.Role.fromRoleArn(shop, 'Imported', Fn.importValue('DevRole')));
  expect(identityStatements(shop)).toEqual([{ Effect: 'Allow', Action: READ, Resource: OWN_ARN }]);
  expect(repositoryStatements(shop)).toMatchObject([
    { Condition: { ArnEquals: { 'aws:PrincipalArn': [{ 'Fn::ImportValue': 'DevRole' }] } } },
  ]);
});

describe('an ARN of the account of the repository is in the repository policy unchanged', () => {
  test('a role', () => {
    repository.grantRead(new iam.ArnPrincipal('arn:aws:iam::111111111111:role/dev'));
    expect(repositoryStatements(shop)).toEqual([
      { Effect: 'Allow', Action: READ, Principal: { AWS: 'arn:aws:iam::111111111111:role/dev' } },
    ]);
  });

  test('a token', () => {
    repository.grantRead(new iam.ArnPrincipal(Fn.importValue('DevRole')));
    expect(repositoryStatements(shop)).toEqual([{ Effect: 'Allow', Action: READ, Principal: { AWS: { 'Fn::ImportValue': 'DevRole' } } }]);
  });
});

describe('a principal that accepts no statements', () => {
  test('is allowed by the repository policy, where addGrantsToResources is set', () => {
    const role = iam.Role.fromRoleArn(shop, 'Imported', 'arn:aws:iam::111111111111:role/dev', {
      mutable: false,
      addGrantsToResources: true,
    });
    repository.grantRead(role);
    expect(identityStatements(shop)).toEqual([]);
    expect(repositoryStatements(shop)).toEqual([
      { Effect: 'Allow', Action: READ, Principal: { AWS: 'arn:aws:iam::111111111111:role/dev' } },
    ]);
  });

  test('is in no policy where mutable is false, because its permissions are managed externally', () => {
    repository.grantRead(iam.Role.fromRoleArn(shop, 'Imported', 'arn:aws:iam::111111111111:role/dev', { mutable: false }));
    expect(identityStatements(shop)).toEqual([]);
    expect(repositoryStatements(shop)).toEqual([]);
  });

  test.each([
    [true, 1],
    [false, 0],
  ])('a role withoutPolicyUpdates, addGrantsToResources %s, has %i statements in the repository policy', (addGrantsToResources, count) => {
    const role = new iam.Role(shop, 'Role', { assumedBy: ec2 });
    repository.grantRead(role.withoutPolicyUpdates({ addGrantsToResources }));
    expect(identityStatements(shop)).toEqual([]);
    expect(repositoryStatements(shop)).toHaveLength(count);
  });
});

describe('a principal imported in a stack of another account is never confused with one of the same name there', () => {
  const away = () => new Stack(app, 'Away', { env: { account: '444444444444', region: 'eu-west-1' } });

  test.each<[string, (stack: Stack) => iam.IGrantable, string]>([
    ['a user', (stack) => iam.User.fromUserArn(stack, 'Imported', 'arn:aws:iam::111111111111:user/dev'), 'user/dev'],
    ['a role', (stack) => iam.Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::111111111111:role/dev'), 'role/dev'],
  ])("%s of the repository's account is in the repository policy", (_class, granteeIn, name) => {
    const stack = away();
    repository.grantRead(granteeIn(stack));
    expect(identityStatements(stack)).toEqual([]);
    expect(repositoryStatements(shop)).toMatchObject([{ Principal: { AWS: `arn:aws:iam::111111111111:${name}` } }]);
  });

  test('a group is refused, because a policy cannot name it', () => {
    const group = iam.Group.fromGroupArn(away(), 'Imported', 'arn:aws:iam::111111111111:group/devs');
    expect(() => repository.grantRead(group)).toThrow('is a group of account');
  });

  test('a user of the account of an imported repository is refused, with the statement to add', () => {
    const imported = ecr.Repository.fromRepositoryArn(shop, 'Elsewhere', 'arn:aws:ecr:eu-west-1:222222222222:repository/myapp');
    const user = iam.User.fromUserArn(shop, 'Imported', 'arn:aws:iam::222222222222:user/dev');
    expect(() => RepositoryAccess.of(imported).grantRead(user)).toThrow('Add the statement {"Action"');
    expect(identityStatements(shop)).toEqual([]);
  });
});
