import { App, Aws, CfnParameter, Fn, NestedStack, PhysicalName, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { AwsSolutionsChecks } from 'cdk-nag';
import { PermissionSetPrincipal, RepositoryAccess, SecureRepository } from '../../src';
import { shopWithRepository } from '../fixtures/access/shop';
import { HOME, OTHER_ACCOUNT } from '../fixtures/environments';
import { warningsOf } from '../fixtures/reported';
import { identityStatements, repositoryStatements } from '../fixtures/synthesized';

const ec2 = new iam.ServicePrincipal('ec2.amazonaws.com');

let app: App;
let shop: Stack;
let away: Stack;
let repository: SecureRepository;

beforeEach(() => {
  ({ app, shop, repository } = shopWithRepository());
  away = new Stack(app, 'Away', { env: OTHER_ACCOUNT });
});

const resource = () => repository.node.defaultChild as ecr.CfnRepository;
const neededRoleIn = (scope: Stack) => new iam.Role(scope, 'Role', { assumedBy: ec2, roleName: PhysicalName.GENERATE_IF_NEEDED });

describe('the account', () => {
  test('of a function of the app is that of its stack, so that another one is asked for', () => {
    const code = lambda.Code.fromInline('exports.handler = 0');
    const named = { functionName: 'f', handler: 'index.handler', runtime: lambda.Runtime.NODEJS_22_X, code };
    const { functionArn } = new lambda.Function(away, 'Function', named);
    expect(() => repository.access.grantPullToLambda({ functionArns: [functionArn] })).toThrow(
      'functionArns[0] is in account 222222222222, but the functions must be in account 111111111111. Set account to 222222222222.',
    );
    repository.access.grantPullToLambda({ account: '222222222222', functionArns: [functionArn] });
    expect(repositoryStatements(shop)).toHaveLength(2);
  });

  test.each<[string, (scope: Stack) => iam.IGrantable]>([
    ['a role', (scope) => iam.Role.fromRoleName(scope, 'Imported', 'dev')],
    ['a user', (scope) => iam.User.fromUserName(scope, 'Imported', 'dev')],
    ['a group', (scope) => iam.Group.fromGroupName(scope, 'Imported', 'dev')],
  ])('of %s that is imported by name in a stack without one cannot be compared', (_class, granteeIn) => {
    expect(() => repository.grantRead(granteeIn(new Stack(app, 'Agnostic')))).toThrow('Set env on both stacks.');
  });

  test('of a group that is a token is not judged: its own policy allows it', () => {
    repository.grantRead(iam.Group.fromGroupArn(shop, 'Group', Fn.importValue('Group')));
    expect(identityStatements(shop)).toHaveLength(1);
  });

  test.each<[string, (arn: string) => iam.IGrantable]>([
    ['a user', (arn) => iam.User.fromUserArn(shop, 'Imported', arn)],
    ['a group', (arn) => iam.Group.fromGroupArn(shop, 'Imported', arn)],
    ['a role', (arn) => iam.Role.fromRoleArn(shop, 'Imported', arn)],
  ])('of %s that has not been looked up yet is not judged', (_class, granteeOf) => {
    const account = ssm.StringParameter.valueFromLookup(shop, '/account');
    const imported = ecr.Repository.fromRepositoryArn(shop, 'Repo', 'arn:aws:ecr:eu-west-1:111111111111:repository/myapp');
    const kind = { 'a user': 'user', 'a group': 'group' }[_class] ?? 'role';
    expect(() => RepositoryAccess.of(imported).grantRead(granteeOf(`arn:aws:iam::${account}:${kind}/dev`))).not.toThrow();
  });

  test('of the role of a permission set is in the principal to use', () => {
    const role = iam.Role.fromRoleArn(
      away,
      'Role',
      'arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Dev_0123456789abcdef',
    );
    expect(() => repository.grantPull(role)).toThrow("Grant to new PermissionSetPrincipal('Dev', { account: '222222222222' })");
  });
});

describe('the partition', () => {
  test.each<[string, () => iam.IGrantable]>([
    ['an imported role', () => iam.Role.fromRoleArn(shop, 'Imported', 'arn:aws-cn:iam::222222222222:role/dev')],
    ['an imported user', () => iam.User.fromUserArn(shop, 'Imported', 'arn:aws-us-gov:iam::222222222222:user/dev')],
    ['an ARN with a token', () => new iam.ArnPrincipal(`arn:aws-cn:iam::${Aws.ACCOUNT_ID}:role/dev`)],
  ])('is read from the ARN of %s', (_class, granteeIn) => {
    expect(() => repository.grantPull(granteeIn())).toThrow('no permission applies across partitions');
  });

  test('is read from the ARN of an imported repository', () => {
    const imported = ecr.Repository.fromRepositoryArn(shop, 'Repo', 'arn:aws-cn:ecr:cn-north-1:222222222222:repository/myapp');
    expect(() => RepositoryAccess.of(imported).grantPull(new iam.Role(shop, 'Role', { assumedBy: ec2, roleName: 'dev' }))).toThrow(
      'no permission applies across partitions',
    );
  });
});

test.each([
  'arn:aws:iam::${aws:PrincipalAccount}:role/ci-*',
  'arn:aws:iam::${aws:PrincipalAccount}:root',
  `arn:aws:iam::${'${aws:x}'}:role/x`,
])('a variable of IAM is no principal: %s', (arn) => {
  expect(() => repository.grantPull(new iam.ArnPrincipal(arn))).toThrow('IAM accepts no variable in a principal');
});

describe('a name in a nested stack that another account has to know', () => {
  test('is generated for a statement of the user', () => {
    const role = neededRoleIn(new NestedStack(away, 'Nested'));
    repository.addToResourcePolicy(
      new iam.PolicyStatement({ actions: ['ecr:BatchGetImage'], principals: [new iam.ArnPrincipal(role.roleArn)] }),
    );
    expect(JSON.stringify(repositoryStatements(shop))).toMatch(/:role\/away[a-z0-9]+"/);
  });

  test('is generated for an ecr.Repository', () => {
    const nested = new NestedStack(shop, 'Nested');
    const plain = new ecr.Repository(nested, 'Repository', { repositoryName: PhysicalName.GENERATE_IF_NEEDED });
    RepositoryAccess.of(plain).grantRead(new iam.Role(away, 'Role', { assumedBy: ec2, roleName: 'dev' }));
    expect(JSON.stringify(identityStatements(away))).toMatch(/repository\/shop[a-z0-9]+"/);
  });
});

test('a generated name that is overridden after a grant is an error', () => {
  const named = new SecureRepository(shop, 'Named', { repositoryName: PhysicalName.GENERATE_IF_NEEDED });
  RepositoryAccess.of(named).grantRead(new iam.Role(away, 'Role', { assumedBy: ec2, roleName: 'dev' }));
  (named.node.defaultChild as ecr.CfnRepository).addPropertyOverride('RepositoryName', 'company/named');
  expect(() => app.synth()).toThrow('repositoryName is "company/named", but policies have already been written for');
});

test('overrides that read the names of each other are followed', () => {
  const [first, second] = ['first', 'second'].map((name) => new SecureRepository(shop, name, { repositoryName: name }));
  for (const [one, other] of [
    [first, second],
    [second, first],
  ]) {
    (one.node.defaultChild as ecr.CfnRepository).addPropertyOverride('Tags', [{ Key: 'beside', Value: other.repositoryName }]);
    one.grantRead(new iam.Role(shop, `Of${one.node.id}`, { assumedBy: ec2 }));
  }
  expect(() => app.synth()).not.toThrow();
});

describe('the policy that is deployed', () => {
  const grant = () => repository.grantPull(new iam.AccountPrincipal('222222222222'));
  const open = { Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' };

  test('is described with what others add to its document', () => {
    grant();
    const deny = new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['ecr:PutImage'], principals: [new iam.StarPrincipal()] });
    (resource().repositoryPolicyText as iam.PolicyDocument).addStatements(deny);
    expect(repository.access.describe().map(({ grantee, effect }) => [grantee, effect])).toEqual([
      ['account 222222222222', 'Allow'],
      ['everyone', 'Deny'],
    ]);
  });

  test('is described without an end to the sharing of statements, also with overrides', () => {
    resource().addPropertyOverride('Tags', [{ Key: 'a', Value: 'b' }]);
    for (let n = 0; n < 3; n++) {
      repository.grantPull(new iam.AccountPrincipal(String(222222222222 + n)));
      repository.access.describe();
    }
    expect(repositoryStatements(shop)).toHaveLength(1);
  });

  test('of an ecr.Repository has to have the grants', () => {
    const plain = new ecr.Repository(shop, 'Plain');
    RepositoryAccess.of(plain).grantPull(new iam.AccountPrincipal('222222222222'));
    (plain.node.defaultChild as ecr.CfnRepository).addPropertyOverride('RepositoryPolicyText', { Statement: [] });
    expect(() => app.synth()).toThrow('the policy on the L1 replaces 1 of the 1 statements of grants');
  });

  test('is checked when it is text', () => {
    resource().addPropertyOverride('RepositoryPolicyText', JSON.stringify({ Statement: [open] }));
    expect(repository.access.describe()).toMatchObject([{ grantee: 'everyone' }]);
    expect(() => app.synth()).toThrow('the statement would allow everyone, which makes the repository public');
  });

  test('is not judged where a statement is known at the deployment only', () => {
    resource().addPropertyOverride('RepositoryPolicyText', { Statement: [{ 'Fn::If': ['IsOpen', open, { Ref: 'AWS::NoValue' }] }] });
    expect(() => repository.access.describe()).not.toThrow();
    expect(repository.node.validate()).toEqual([]);
    resource().addPropertyDeletionOverride('RepositoryPolicyText');
  });

  test('excludes the principals of a negated condition, and describes everyone', () => {
    repository.addToResourcePolicy(
      new iam.PolicyStatement({
        effect: iam.Effect.DENY,
        actions: ['ecr:*'],
        principals: [new iam.StarPrincipal()],
        conditions: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
      }),
    );
    expect(repository.access.describe()).toMatchObject([{ grantee: 'everyone', effect: 'Deny' }]);
  });
});

describe('warnings', () => {
  test('about an action come once, and not for a grant that is refused', () => {
    expect(() => repository.grant(new iam.AnyPrincipal(), 'ecr:MendImageLayers')).toThrow('everyone');
    expect(warningsOf(shop)).toEqual([]);
    repository.grant(new iam.AccountPrincipal('222222222222'), 'ecr:MendImageLayers');
    expect(warningsOf(shop)).toHaveLength(1);
  });

  test('about everyone under a condition come once, also where its value is a reference', () => {
    const source = new iam.Role(new Stack(app, 'Other', { env: HOME }), 'Role', { assumedBy: ec2 });
    repository.grantPull(new iam.AnyPrincipal().withConditions({ ArnEquals: { 'aws:SourceArn': source.roleArn } }));
    expect(warningsOf(shop).filter((text) => text.includes('cdk-secure-repository:'))).toHaveLength(1);
  });
});

test('a rule of cdk-nag is acknowledged for a permission set only if its statement is written', () => {
  const open = new iam.PolicyStatement({
    actions: ['ecr:BatchGetImage'],
    principals: [new iam.AnyPrincipal()],
    conditions: { Bool: { 'aws:SecureTransport': 'true' } },
  });
  repository.addToResourcePolicy(open);
  const developers = new PermissionSetPrincipal('Developers');
  RepositoryAccess.of(repository, { externalRepositoryPolicy: true }).grantPull(developers);
  expect(new AwsSolutionsChecks().validateScope(shop).violations).toMatchObject([{ ruleName: 'AwsSolutions-ECR1' }]);
});

test('the statement to add by hand is none while it has a value of the app', () => {
  const endpoint = new CfnParameter(shop, 'Endpoint').valueAsString;
  const imported = ecr.Repository.fromRepositoryArn(shop, 'Repo', 'arn:aws:ecr:eu-west-1:222222222222:repository/myapp');
  const grantee = new iam.AccountPrincipal('333333333333').withConditions({ StringEquals: { 'aws:SourceVpce': endpoint } });
  expect(() => RepositoryAccess.of(imported).grantPull(grantee)).toThrow('use literal values in conditions');
});
