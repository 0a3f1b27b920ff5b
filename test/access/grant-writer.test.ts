import { App, Environment, Fn, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks } from 'cdk-nag';
import { RepositoryAccess, SecureRepository } from '../../src';
import { roleIn } from '../fixtures/access/shop';
import { HOME, OTHER_ACCOUNT, OTHER_REGION } from '../fixtures/environments';
import { identityStatements, repositoryStatements } from '../fixtures/synthesized';

const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

let app: App;
let shop: Stack;

beforeEach(() => {
  app = new App();
  shop = new Stack(app, 'Shop', { env: HOME });
});

const inOtherAccount = 'arn:aws:ecr:eu-west-1:222222222222:repository/myapp';

describe('the ARN is right in every partition', () => {
  test.each<[string, Environment, string]>([
    ['aws', HOME, 'arn:aws:ecr:eu-west-1:111111111111:repository/myapp'],
    ['aws-cn', { account: '111111111111', region: 'cn-north-1' }, 'arn:aws-cn:ecr:cn-north-1:111111111111:repository/myapp'],
    ['aws-us-gov', { account: '111111111111', region: 'us-gov-west-1' }, 'arn:aws-us-gov:ecr:us-gov-west-1:111111111111:repository/myapp'],
  ])('%s', (_partition, env, arn) => {
    const stack = new Stack(app, 'There', { env });
    new SecureRepository(stack, 'Repository', { repositoryName: 'myapp' }).grantRead(roleIn(stack));
    expect(identityStatements(stack)).toMatchObject([{ Resource: arn }]);
  });

  test('where the stack has no environment', () => {
    const stack = new Stack(app, 'Anywhere');
    new SecureRepository(stack, 'Repository', { repositoryName: 'myapp' }).grantRead(roleIn(stack));
    const there = [{ Ref: 'AWS::Partition' }, ':ecr:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }];
    expect(identityStatements(stack)).toMatchObject([{ Resource: { 'Fn::Join': ['', ['arn:', ...there, ':repository/myapp']] } }]);
  });
});

describe('a role in another stack', () => {
  test('gets the ARN of a known name, with no output and in any order of deployment', () => {
    const roles = new Stack(app, 'Roles', { env: HOME });
    new SecureRepository(shop, 'Repository', { repositoryName: 'myapp' }).grantPull(roleIn(roles));
    expect(identityStatements(roles)).toMatchObject([{ Resource: 'arn:aws:ecr:eu-west-1:111111111111:repository/myapp' }]);
    expect(roles.dependencies).toEqual([]);
    expect(shop.dependencies).toEqual([]);
  });

  test('gets a reference to a generated name', () => {
    const roles = new Stack(app, 'Roles', { env: HOME });
    new SecureRepository(shop, 'Repository').grantPull(roleIn(roles));
    expect(identityStatements(roles)).toMatchObject([{ Resource: { 'Fn::ImportValue': expect.stringContaining('Shop:') } }]);
  });

  test('of another Region gets the ARN in the Region of the repository', () => {
    const roles = new Stack(app, 'Roles', { env: OTHER_REGION });
    new SecureRepository(shop, 'Repository', { repositoryName: 'myapp' }).grantPull(roleIn(roles));
    expect(identityStatements(roles)).toMatchObject([{ Resource: 'arn:aws:ecr:eu-west-1:111111111111:repository/myapp' }]);
    expect(repositoryStatements(shop)).toEqual([]);
  });

  test('and repositories that two stacks share their roles over deploy without a cycle', () => {
    const other = new Stack(app, 'Other', { env: HOME });
    const [mine, others] = [shop, other].map(
      (stack) => new SecureRepository(stack, 'Repository', { repositoryName: `of-${stack.node.id.toLowerCase()}` }),
    );
    const [role, othersRole] = [shop, other].map((stack) => roleIn(stack));
    for (const repository of [mine, others]) for (const grantee of [role, othersRole]) repository.grantPull(grantee);
    for (const stack of [shop, other]) {
      expect(identityStatements(stack)).toMatchObject([
        { Action: PULL, Resource: ['of-shop', 'of-other'].map((name) => `arn:aws:ecr:eu-west-1:111111111111:repository/${name}`) },
      ]);
    }
  });
});

describe('an imported repository', () => {
  test('of the own account is allowed by the identity policy', () => {
    const imported = ecr.Repository.fromRepositoryName(shop, 'Imported', 'myapp');
    RepositoryAccess.of(imported).grantRead(roleIn(shop));
    expect(identityStatements(shop)).toHaveLength(1);
  });

  test('of another account is refused, with the statement to add', () => {
    const imported = ecr.Repository.fromRepositoryArn(shop, 'Imported', inOtherAccount);
    const role = roleIn(shop, { roleName: 'dev' });
    expect(() => RepositoryAccess.of(imported).grantPull(role)).toThrow(
      new Error(
        'Shop/Imported: the repository policy must allow Shop/Role, but the repository is imported, so this app cannot write its policy. ' +
          'Add the statement {"Action":["ecr:BatchCheckLayerAvailability","ecr:BatchGetImage",' +
          '"ecr:GetDownloadUrlForLayer"],"Condition":{"ArnEquals":{"aws:PrincipalArn":["arn:aws:iam::111111111111:role/dev"]}},' +
          '"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"}} where the policy is managed. Then set ' +
          'externalRepositoryPolicy to true, in RepositoryAccess.of(repository, { externalRepositoryPolicy: true }) or on the GitHubPublisher, ' +
          'so that the grant writes the rest. [cdk-secure-repository:external-repository-policy]',
      ),
    );
  });

  test('of another account requires the name of a role for the statement to add', () => {
    const imported = ecr.Repository.fromRepositoryArn(shop, 'Imported', inOtherAccount);
    expect(() => RepositoryAccess.of(imported).grantPull(roleIn(shop))).toThrow(
      new Error(
        'Shop/Imported: the repository policy must allow Shop/Role, but the repository is imported, so this app cannot write its policy. ' +
          'The statement to add where the policy is managed needs names that are not known yet. Set roleName or userName on the role or ' +
          'user, and use literal values in conditions. [cdk-secure-repository:external-repository-policy]',
      ),
    );
  });

  test('of another account is refused with the reference of an imported role, whose ARN is not known', () => {
    const imported = ecr.Repository.fromRepositoryArn(shop, 'Imported', inOtherAccount);
    const role = iam.Role.fromRoleArn(shop, 'ImportedRole', Fn.importValue('Role'));
    expect(() => RepositoryAccess.of(imported).grantPull(role)).toThrow('"aws:PrincipalArn":["${Fn::ImportValue}"]');
  });

  test('of another account is recognized by its ARN, whatever the environment is', () => {
    const imported = ecr.Repository.fromRepositoryAttributes(shop, 'Imported', { repositoryArn: inOtherAccount, repositoryName: 'myapp' });
    expect(() => RepositoryAccess.of(imported).grantPull(roleIn(shop, { roleName: 'dev' }))).toThrow('Add the statement {"Action"');
  });

  test('whose policy is managed externally receives only the identity policy', () => {
    const imported = ecr.Repository.fromRepositoryArn(shop, 'Imported', inOtherAccount);
    const access = RepositoryAccess.of(imported, { externalRepositoryPolicy: true });
    access.grantRead(roleIn(shop, { roleName: 'dev' }));
    expect(identityStatements(shop)).toMatchObject([{ Resource: inOtherAccount }]);
    expect(access.describe()).toMatchObject([{ grantee: 'Shop/Role', policyType: 'identity policy and managed externally' }]);
  });

  test('whose policy is managed externally requires no name of a role', () => {
    const imported = ecr.Repository.fromRepositoryArn(shop, 'Imported', inOtherAccount);
    RepositoryAccess.of(imported, { externalRepositoryPolicy: true }).grantRead(roleIn(shop));
    expect(identityStatements(shop)).toHaveLength(1);
  });

  test('of the app in another account requires no name of a role if the policy is managed externally', () => {
    const there = new Stack(app, 'There', { env: OTHER_ACCOUNT });
    RepositoryAccess.of(new SecureRepository(shop, 'Repository', { repositoryName: 'myapp' }), {
      externalRepositoryPolicy: true,
    }).grantRead(roleIn(there));
    expect(identityStatements(there)).toHaveLength(1);
  });

  test.each<[string, iam.IGrantable, string]>([
    ['another account', new iam.AccountPrincipal('333333333333'), 'account 333333333333'],
    ['a service', new iam.ServicePrincipal('lambda.amazonaws.com'), 'lambda.amazonaws.com for account 222222222222'],
  ])('whose policy is managed externally refuses %s, for which there is nothing to write', (_class, grantee, name) => {
    const imported = ecr.Repository.fromRepositoryArn(shop, 'Imported', inOtherAccount);
    expect(() => RepositoryAccess.of(imported, { externalRepositoryPolicy: true }).grantPull(grantee)).toThrow(
      new Error(
        `Shop/Imported: only the repository policy can allow ${name}, but externalRepositoryPolicy is true, so this app does not write that ` +
          'policy. Remove this grant, and add the permission where the policy is managed. [cdk-secure-repository:external-repository-policy]',
      ),
    );
  });

  test('that has not been looked up yet refuses nothing and writes what it can', () => {
    const placeholder = ecr.Repository.fromRepositoryArn(shop, 'Lookup', 'arn:aws:ecr:us-east-1:123456789012:repository/DUMMY_ARN');
    const access = RepositoryAccess.of(placeholder);
    for (const grantee of [roleIn(shop), new iam.AccountPrincipal('222222222222'), new iam.ServicePrincipal('lambda.amazonaws.com')]) {
      expect(() => access.grantPull(grantee)).not.toThrow();
    }
    expect(() => access.grantPullToLambda({ account: '222222222222' })).not.toThrow();
    expect(() => access.grantPullToOrganization('o-a1b2c3d4e5')).not.toThrow();
  });

  test('by fromLookup is such a one in the first pass', () => {
    const looked = ecr.Repository.fromLookup(shop, 'Lookup', { repositoryName: 'myapp' });
    expect(looked.repositoryArn).toMatch(/DUMMY_ARN$/);
    expect(() => RepositoryAccess.of(looked).grantPull(new iam.AccountPrincipal('222222222222'))).not.toThrow();
  });
});

describe('conditions around a role', () => {
  const VPC = { StringEquals: { 'aws:SourceVpc': 'vpc-1' } };

  test('are in a separate statement, which is not shared', () => {
    const role = roleIn(shop);
    const [a, b] = ['a', 'b'].map((name) => new SecureRepository(shop, name, { repositoryName: `team/${name}` }));
    a.grantRead(role);
    b.grantRead(new iam.PrincipalWithConditions(role, VPC));
    expect(identityStatements(shop)).toMatchObject([
      { Resource: 'arn:aws:ecr:eu-west-1:111111111111:repository/team/a' },
      { Resource: 'arn:aws:ecr:eu-west-1:111111111111:repository/team/b', Condition: VPC },
    ]);
    expect(identityStatements(shop)[0].Condition).toBeUndefined();
  });

  test('are in the description', () => {
    const repository = new SecureRepository(shop, 'Repository');
    repository.grantRead(new iam.PrincipalWithConditions(roleIn(shop), VPC));
    expect(repository.access.describe()).toMatchObject([{ grantee: 'Shop/Role', conditions: VPC }]);
  });
});

test('each part of a composite principal is allowed where it belongs', () => {
  const repository = new SecureRepository(shop, 'Repository', { repositoryName: 'myapp' });
  repository.grantRead({
    grantPrincipal: new iam.CompositePrincipal(new iam.AccountPrincipal('222222222222'), roleIn(shop)),
  });
  expect(identityStatements(shop)).toHaveLength(1);
  expect(repositoryStatements(shop)).toHaveLength(1);
});

test.each([
  ['lambda.amazonaws.com', { ArnLike: { 'aws:SourceArn': expect.anything() } }],
  ['codebuild.amazonaws.com', { StringEquals: { 'aws:SourceAccount': '111111111111' } }],
])('%s is restricted to the own account', (service, Condition) => {
  new SecureRepository(shop, 'Repository').grantPull(new iam.ServicePrincipal(service));
  expect(repositoryStatements(shop)).toEqual([{ Effect: 'Allow', Action: PULL, Principal: { Service: service }, Condition }]);
});

test('a service is restricted on an ecr.Repository as well', () => {
  RepositoryAccess.of(new ecr.Repository(shop, 'Plain')).grantPull(new iam.ServicePrincipal('lambda.amazonaws.com'));
  expect(repositoryStatements(shop)).toMatchObject([{ Condition: { ArnLike: {} } }]);
});

test('an organization is acknowledged to cdk-nag on its repository', () => {
  new SecureRepository(shop, 'Repository').access.grantPullToOrganization('o-a1b2c3d4e5');
  expect(new AwsSolutionsChecks().validateScope(shop).violations).toEqual([]);
});

test('everyone under another condition is not acknowledged', () => {
  const everyone = new iam.AnyPrincipal().withConditions({ StringEquals: { 'aws:SourceVpc': 'vpc-1' } });
  new SecureRepository(shop, 'Repository').grantPull(everyone);
  expect(new AwsSolutionsChecks().validateScope(shop).violations).toMatchObject([{ ruleName: 'AwsSolutions-ECR1' }]);
});

test('150 accounts are one statement', () => {
  const repository = new SecureRepository(shop, 'Repository');
  for (let n = 0; n < 150; n++) repository.grantPull(new iam.AccountPrincipal(String(300000000000 + n)));
  expect(repositoryStatements(shop)).toHaveLength(1);
});

test('a grant that is refused because the role of another account has no name writes nothing', () => {
  const repository = new SecureRepository(shop, 'Repository', { repositoryName: 'myapp' });
  const role = roleIn(new Stack(app, 'Roles', { env: OTHER_ACCOUNT }));
  expect(() => repository.grantPull(role)).toThrow('another account cannot know it. Set roleName');
  expect(role.node.tryFindChild('DefaultPolicy')).toBeUndefined();
});

test('a grant that is refused leaves nothing behind in the policies of the role', () => {
  const elsewhere = ecr.Repository.fromRepositoryArn(shop, 'Imported', inOtherAccount);
  const role = roleIn(shop);
  expect(() => RepositoryAccess.of(elsewhere).grantPull(role)).toThrow('the repository is imported, so this app cannot write its policy');
  expect(identityStatements(shop)).toEqual([]);
});
