import { App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { SecureRepository } from '../../src';
import { roleIn } from '../fixtures/access/shop';
import { HOME } from '../fixtures/environments';

let shop: Stack;
let repository: SecureRepository;
let role: iam.Role;

beforeEach(() => {
  shop = new Stack(new App(), 'Shop', { env: HOME });
  repository = new SecureRepository(shop, 'Repository');
  role = roleIn(shop);
});

const described = () => repository.access.describe();
const READ = ['ecr:DescribeImages', 'ecr:DescribeRepositories', 'ecr:ListImages', 'ecr:ListTagsForResource'];

test('an entry has the grantee, the actions and the policy', () => {
  repository.grantRead(role);
  expect(described()).toEqual([{ grantee: 'Shop/Role', level: 'read', actions: READ, policyType: 'identity policy', effect: 'Allow' }]);
});

test('the grants of one grantee are one entry', () => {
  repository.grantPull(role);
  repository.grantPush(role);
  repository.access.grantStartScan(role);
  expect(described()).toMatchObject([{ grantee: 'Shop/Role', level: 'pull, push and start scan' }]);
});

test('a role and its account are separate entries', () => {
  repository.grantRead(iam.Role.fromRoleArn(shop, 'Imported', 'arn:aws:iam::222222222222:role/dev'));
  repository.grantRead(new iam.AccountPrincipal('222222222222'));
  expect(described().map(({ grantee, policyType }) => [grantee, policyType])).toEqual([
    ['Shop/Imported', 'repository policy'],
    ['account 222222222222', 'repository policy'],
  ]);
});

test('a role of another account is in both policies', () => {
  const roles = new Stack(shop.node.root as App, 'Roles', { env: { account: '222222222222', region: 'eu-west-1' } });
  const named = new SecureRepository(shop, 'Named', { repositoryName: 'named' });
  named.grantRead(new iam.Role(roles, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'), roleName: 'dev' }));
  expect(named.access.describe()).toMatchObject([{ grantee: 'Roles/Role', policyType: 'identity policy and repository policy' }]);
});

test('entries are in alphabetical order, whatever the order of the grants', () => {
  const user = new iam.User(shop, 'Alice');
  repository.grantRead(role);
  repository.grantRead(user);
  expect(described().map(({ grantee }) => grantee)).toEqual(['Shop/Alice', 'Shop/Role']);
});

test('a condition makes another entry', () => {
  const conditions = { StringEquals: { 'aws:SourceVpc': 'vpc-1' } };
  repository.grantRead(role);
  repository.access.grantStartScan(new iam.PrincipalWithConditions(role, conditions));
  expect(described()).toMatchObject([{ level: 'start scan', conditions }, { level: 'read' }]);
});

describe("statements of the user's own", () => {
  const add = (props: iam.PolicyStatementProps) => {
    const statement = new iam.PolicyStatement({ actions: ['ecr:ListImages'], ...props });
    repository.addToResourcePolicy(statement);
    return statement;
  };

  test('are described, each principal separately', () => {
    add({ principals: [new iam.AccountPrincipal('222222222222'), new iam.ArnPrincipal('arn:aws:iam::333333333333:role/dev')] });
    expect(described().map(({ grantee }) => grantee)).toEqual(['account 222222222222', 'arn:aws:iam::333333333333:role/dev']);
  });

  test('are described as they are now', () => {
    const statement = add({ principals: [new iam.AccountPrincipal('222222222222')] });
    statement.addActions('ecr:TagResource');
    expect(described()).toMatchObject([{ actions: ['ecr:ListImages', 'ecr:TagResource'] }]);
  });

  test('that deny are described as Deny', () => {
    add({ effect: iam.Effect.DENY, principals: [new iam.StarPrincipal()] });
    expect(described()).toMatchObject([{ grantee: 'everyone', effect: 'Deny', policyType: 'repository policy' }]);
  });

  test('with NotPrincipal and NotAction are described', () => {
    add({
      effect: iam.Effect.DENY,
      actions: [],
      notActions: ['ecr:ListImages'],
      notPrincipals: [new iam.ArnPrincipal('arn:aws:iam::111111111111:role/dev')],
    });
    expect(described()).toMatchObject([
      { grantee: 'everyone except arn:aws:iam::111111111111:role/dev', actions: ['everything except ecr:ListImages'], effect: 'Deny' },
    ]);
  });

  test('and grants in the same policy are not described twice', () => {
    repository.grantRead(new iam.AccountPrincipal('222222222222'));
    expect(described()).toHaveLength(1);
  });
});

test('the permission of an immutable role is managed externally', () => {
  repository.grantRead(iam.Role.fromRoleArn(shop, 'Imported', 'arn:aws:iam::111111111111:role/dev', { mutable: false }));
  expect(described()).toMatchObject([{ grantee: expect.stringContaining('Imported'), policyType: 'managed externally' }]);
});

test('conditions are described without tokens, so that they can be compared', () => {
  repository.grantPull(new iam.ServicePrincipal('lambda.amazonaws.com'));
  expect(JSON.stringify(described())).not.toContain('Token[');
});
