import { App, Aspects, Aws, CfnOutput, Fn, PhysicalName, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { RepositoryAccess, SecureRepository } from '../../src';
import { shopWithRepository } from '../fixtures/access/shop';
import { HOME, OTHER_ACCOUNT, OTHER_REGION } from '../fixtures/environments';
import { warningsOf } from '../fixtures/reported';
import { identityStatements, repositoryStatements, templateOf } from '../fixtures/synthesized';

const ec2 = new iam.ServicePrincipal('ec2.amazonaws.com');

let app: App;
let shop: Stack;
let repository: SecureRepository;

beforeEach(() => {
  ({ app, shop, repository } = shopWithRepository());
});

describe('a pattern of ARNs, which IAM refuses as a principal', () => {
  const named = (arn: unknown, account: unknown) => ({
    Principal: { AWS: '*' },
    Condition: { ArnLike: { 'aws:PrincipalArn': [arn] }, StringEquals: { 'aws:PrincipalAccount': account } },
  });

  test('of the own account is everyone with that ARN and that account', () => {
    const arn = 'arn:aws:iam::111111111111:role/ci-*';
    repository.grantPull(new iam.ArnPrincipal(arn));
    expect(repositoryStatements(shop)).toMatchObject([named(arn, '111111111111')]);
    expect(warningsOf(shop)).toEqual([]);
    expect(new AwsSolutionsChecks().validateScope(shop).violations).toEqual([]);
  });

  test('of an account, where the stack has none', () => {
    const agnostic = new Stack(app, 'Agnostic');
    const arn = 'arn:aws:iam::111111111111:user/?i';
    new SecureRepository(agnostic, 'Repository').grantPull(new iam.ArnPrincipal(arn));
    expect(repositoryStatements(agnostic)).toMatchObject([named(arn, '111111111111')]);
  });

  test('of the account of the deployment', () => {
    const agnostic = new Stack(app, 'Agnostic');
    const arn = agnostic.formatArn({ service: 'iam', region: '', resource: 'role', resourceName: 'ci-*' });
    new SecureRepository(agnostic, 'Repository').grantPull(new iam.ArnPrincipal(arn));
    expect(repositoryStatements(agnostic)).toMatchObject([named(agnostic.resolve(arn), expect.anything())]);
  });

  test('of another account is its root with ArnLike', () => {
    const arn = 'arn:aws:iam::222222222222:role/ci-*';
    repository.grantPull(new iam.ArnPrincipal(arn));
    expect(repositoryStatements(shop)).toMatchObject([{ Condition: { ArnLike: { 'aws:PrincipalArn': [arn] } } }]);
    expect(JSON.stringify(repositoryStatements(shop))).toContain(':iam::222222222222:root');
  });
});

describe('another partition, in which no permission is evaluated', () => {
  const china = () => new Stack(app, 'China', { env: { account: '222222222222', region: 'cn-north-1' } });

  test.each<[string, () => iam.IGrantable]>([
    ['a role by its ARN', () => new iam.ArnPrincipal('arn:aws-cn:iam::222222222222:role/dev')],
    ['an account by its ARN', () => new iam.ArnPrincipal('arn:aws-us-gov:iam::222222222222:root')],
    ['a role of the app', () => new iam.Role(china(), 'Role', { assumedBy: ec2, roleName: 'dev' })],
    ['an imported role', () => iam.Role.fromRoleArn(china(), 'Role', 'arn:aws-cn:iam::222222222222:role/dev')],
  ])('is refused: %s', (_class, granteeIn) => {
    expect(() => repository.grantPull(granteeIn())).toThrow('no permission applies across partitions');
  });

  test.each<[string, () => iam.IGrantable]>([
    ['the same partition', () => new iam.ArnPrincipal('arn:aws:iam::222222222222:role/dev')],
    ['a partition that is not known', () => new iam.ArnPrincipal(`arn:${Aws.PARTITION}:iam::222222222222:role/dev`)],
  ])('is not %s', (_what, granteeIn) => {
    expect(() => repository.grantPull(granteeIn())).not.toThrow();
  });
});

describe('an imported role', () => {
  test('by a literal ARN in a stack of another kind than that of the repository is refused: the account of the repository is not known there', () => {
    const agnostic = new SecureRepository(new Stack(app, 'Agnostic'), 'Repository', { repositoryName: 'myapp' });
    const role = iam.Role.fromRoleArn(new Stack(app, 'Roles', { env: OTHER_ACCOUNT }), 'Role', 'arn:aws:iam::222222222222:role/dev');
    expect(() => agnostic.grantRead(role)).toThrow('Set env on both stacks.');
  });

  test('by a literal ARN in the stack of the repository, whose account is not known, is allowed on both sides', () => {
    const agnostic = new Stack(app, 'Agnostic');
    const role = iam.Role.fromRoleArn(agnostic, 'Role', 'arn:aws:iam::222222222222:role/dev');
    new SecureRepository(agnostic, 'Repository', { repositoryName: 'myapp' }).grantRead(role);
    expect(identityStatements(agnostic)).toHaveLength(1);
    expect(repositoryStatements(agnostic)).toMatchObject([{ Condition: { ArnEquals: expect.anything() } }]);
  });

  test('by a literal ARN is compared with the known account', () => {
    const agnostic = new Stack(app, 'Agnostic');
    repository.grantRead(iam.Role.fromRoleArn(agnostic, 'Mine', 'arn:aws:iam::111111111111:role/dev'));
    expect(identityStatements(agnostic)).toHaveLength(1);
    expect(repositoryStatements(shop)).toEqual([]);
    repository.grantRead(iam.Role.fromRoleArn(agnostic, 'Theirs', 'arn:aws:iam::222222222222:role/dev'));
    expect(repositoryStatements(shop)).toHaveLength(1);
  });

  test('by a token is allowed on both sides', () => {
    repository.grantRead(iam.Role.fromRoleArn(new Stack(app, 'Agnostic'), 'Role', Fn.importValue('Role')));
    expect(repositoryStatements(shop)).toHaveLength(1);
  });

  test('that has not been looked up yet is not judged', () => {
    const imported = ecr.Repository.fromRepositoryArn(shop, 'Imported', 'arn:aws:ecr:eu-west-1:111111111111:repository/myapp');
    const role = iam.Role.fromLookup(shop, 'Role', { roleName: 'dev' });
    for (const granted of [imported, repository]) expect(() => RepositoryAccess.of(granted).grantPull(role)).not.toThrow();
  });
});

describe('Lambda pulls images only from its own Region', () => {
  test('so functions of another Region are refused', () => {
    const functionArns = ['arn:aws:lambda:us-west-2:111111111111:function:f'];
    expect(() => repository.access.grantPullToLambda({ functionArns })).toThrow(
      new Error(
        'Shop/Repository: functionArns[0] is in us-west-2, but Lambda pulls images only from its own Region, and the repository is in eu-west-1. ' +
          'Replicate the repository to us-west-2 and grant access there. [cdk-secure-repository:lambda-region]',
      ),
    );
  });

  test.each([
    'arn:aws:lambda:*:111111111111:function:f',
    `arn:aws:lambda:${Aws.REGION}:111111111111:function:f`,
    Fn.importValue('Function'),
  ])('%s may be there', (arn) => {
    expect(() => repository.access.grantPullToLambda({ functionArns: [arn] })).not.toThrow();
  });

  test('so the ARN of a function in a stack of another Region is refused', () => {
    const there = new Stack(app, 'There', { env: OTHER_REGION });
    const role = iam.Role.fromRoleName(there, 'Role', 'function');
    const named = new lambda.Function(there, 'Function', {
      code: lambda.Code.fromInline('exports.handler = 0'),
      functionName: 'f',
      handler: 'index.handler',
      role,
      runtime: lambda.Runtime.NODEJS_22_X,
    });
    expect(() => repository.access.grantPullToLambda({ functionArns: [named.functionArn] })).toThrow(
      'functionArns[0] is in us-east-1, but Lambda pulls images only from its own Region',
    );
  });

  const functionIn = (stack: Stack) =>
    new lambda.DockerImageFunction(stack, 'Function', { code: lambda.DockerImageCode.fromEcr(repository, { tagOrDigest: 'v1' }) });

  test('so a function there is a warning', () => {
    functionIn(new Stack(app, 'There', { env: OTHER_REGION }));
    expect(warningsOf(shop)).toEqual([expect.stringContaining('Lambda pulls images only from its own Region')]);
  });

  test('and a function in another account is a warning until it is granted', () => {
    functionIn(new Stack(app, 'There', { env: OTHER_ACCOUNT }));
    expect(warningsOf(shop)).toEqual([expect.stringContaining("Add repository.access.grantPullToLambda({ account: '222222222222' })")]);
  });

  test('which is silent when it is granted', () => {
    functionIn(new Stack(app, 'There', { env: OTHER_ACCOUNT }));
    repository.access.grantPullToLambda({ account: '222222222222' });
    expect(warningsOf(shop)).toEqual([]);
  });
});

describe('describe', () => {
  test('distinguishes Lambda in two accounts', () => {
    repository.access.grantPullToLambda();
    repository.access.grantPullToLambda({ account: '222222222222' });
    expect(repository.access.describe().map(({ grantee }) => grantee)).toEqual([
      'account 222222222222',
      'lambda.amazonaws.com for account 111111111111',
      'lambda.amazonaws.com for account 222222222222',
    ]);
  });

  test('reports that a policy is not attached, until it is', () => {
    const policy = new iam.Policy(shop, 'Policy');
    repository.grantRead(policy);
    expect(repository.access.describe()).toMatchObject([{ policyType: 'unattached policy' }]);
    policy.attachToRole(new iam.Role(shop, 'Role', { assumedBy: ec2 }));
    expect(repository.access.describe()).toMatchObject([{ policyType: 'identity policy' }]);
  });

  test('reports that a lazy role is unused, until it is used', () => {
    const role = new iam.LazyRole(shop, 'Role', { assumedBy: ec2 });
    repository.grantRead(role);
    expect(repository.access.describe()).toMatchObject([{ policyType: 'policy of an unused role' }]);
    role.roleArn;
    expect(repository.access.describe()).toMatchObject([{ policyType: 'identity policy' }]);
  });
});

describe('conditions around conditions', () => {
  const role = () => new iam.Role(shop, 'Role', { assumedBy: ec2 });

  test('under one operator and key both hold', () => {
    const arn = (name: string) => ({ ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::*:role/${name}` } });
    repository.grantRead(new iam.AccountPrincipal('222222222222').withConditions(arn('a*')).withConditions(arn('*b')));
    expect(repositoryStatements(shop)).toMatchObject([
      {
        Condition: {
          ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/a*' },
          ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*b' },
        },
      },
    ]);
  });

  test('that no statement can express are refused', () => {
    const from = (vpc: string) => ({ StringLike: { 'aws:SourceVpc': vpc } });
    const inner = new iam.PrincipalWithConditions(role(), from('a*'));
    expect(() => repository.grantRead(new iam.PrincipalWithConditions(inner, from('*b')))).toThrow(
      'two conditions require StringLike on aws:SourceVpc, with "a*" and with "*b"',
    );
  });
});

describe('a name that changes', () => {
  const resource = () => repository.node.defaultChild as ecr.CfnRepository;
  const grant = () => repository.grantRead(new iam.Role(shop, 'Role', { assumedBy: ec2 }));
  const NEW = 'company/myapp';
  const CHANGES: [string, () => void][] = [
    ['an assignment to the L1', () => (resource().repositoryName = NEW)],
    ['a property override', () => resource().addPropertyOverride('RepositoryName', NEW)],
    ['an override', () => resource().addOverride('Properties.RepositoryName', NEW)],
  ];

  test.each([
    ...CHANGES,
    [
      'an Aspect',
      () => Aspects.of(app).add({ visit: (node) => void (node === resource() && resource().addPropertyOverride('RepositoryName', NEW)) }),
    ],
  ] as typeof CHANGES)('after a grant by %s is an error that names both', (_how, change) => {
    grant();
    change();
    expect(() => app.synth()).toThrow(
      'repositoryName is "company/myapp", but policies have already been written for "myapp". Set repositoryName to the name that is ' +
        'deployed, or change it before the grants. [cdk-secure-repository:renamed-after-grant]',
    );
  });

  test.each(CHANGES)('before a grant by %s is the name', (_how, change) => {
    change();
    grant();
    expect(identityStatements(shop)).toMatchObject([{ Resource: `arn:aws:ecr:eu-west-1:111111111111:repository/${NEW}` }]);
  });

  test('to a token after a grant is an error', () => {
    grant();
    resource().addPropertyOverride('RepositoryName', { Ref: 'AWS::StackName' });
    expect(() => app.synth()).toThrow('repositoryName is not known before deployment, but policies have already been written for "myapp"');
  });

  test.each([
    ['of the same environment', HOME],
    ['of another account', OTHER_ACCOUNT],
    ['of another Region', OTHER_REGION],
  ])('is followed by values in other stacks %s', (_where, env) => {
    const other = new Stack(app, 'Other', { env });
    new CfnOutput(other, 'Arn', { value: repository.repositoryArn });
    new CfnOutput(other, 'Uri', { value: repository.repositoryUri });
    resource().addPropertyOverride('RepositoryName', NEW);
    expect(JSON.stringify(templateOf(other)).match(/\/company\/myapp/g)).toHaveLength(2);
  });
});

describe('a policy that an override changes', () => {
  const resource = () => repository.node.defaultChild as ecr.CfnRepository;
  const open = { Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' };

  test.each<[string, () => void]>([
    ['as a whole', () => resource().addPropertyOverride('RepositoryPolicyText', { Version: '2012-10-17', Statement: [open] })],
    ['through the resource', () => resource().addOverride('Properties.RepositoryPolicyText.Statement', open)],
    [
      'through a Mixin or an Aspect',
      () => Aspects.of(app).add({ visit: (node) => void (node === resource() && (resource().repositoryPolicyText = { Statement: open })) }),
    ],
  ])('to a public one %s is refused like any other', (_how, change) => {
    change();
    expect(() => app.synth()).toThrow('the statement would allow everyone, which makes the repository public');
  });

  test('is described as it is rendered, and what was granted before it is lost is an error', () => {
    repository.grantPull(new iam.AccountPrincipal('222222222222'));
    resource().addPropertyOverride('RepositoryPolicyText.Statement', [open]);
    expect(repository.access.describe().map(({ grantee }) => grantee)).toContain('everyone');
    expect(() => app.synth()).toThrow('the policy on the L1 replaces 1 of the 1 statements');
  });

  test.each<[string, () => void]>([
    ['a deletion override', () => resource().addPropertyDeletionOverride('RepositoryPolicyText')],
    ['an override that is null', () => resource().addPropertyOverride('RepositoryPolicyText', null)],
    ['an assignment', () => (resource().repositoryPolicyText = undefined)],
    [
      'an Aspect',
      () => Aspects.of(app).add({ visit: (node) => void (node === resource() && (resource().repositoryPolicyText = undefined)) }),
    ],
  ])('away by %s loses the grants, which is an error', (_how, change) => {
    repository.grantPull(new iam.AccountPrincipal('222222222222'));
    change();
    expect(() => app.synth()).toThrow('the policy on the L1 replaces 1 of the 1 statements of grants');
  });

  test('with a size beyond the limit is refused', () => {
    const principals = Array.from({ length: 350 }, (_, n) => `arn:aws:iam::${300000000000 + n}:root`);
    resource().addPropertyOverride('RepositoryPolicyText', { Statement: [{ ...open, Principal: { AWS: principals } }] });
    expect(() => app.synth()).toThrow('but Amazon ECR allows at most 10240');
  });
});

test('describe in the middle changes nothing for the grants that follow', () => {
  for (let n = 0; n < 3; n++) {
    repository.grantPull(new iam.AccountPrincipal(String(222222222222 + n)));
    repository.access.describe();
  }
  expect(repositoryStatements(shop)).toHaveLength(1);
});

describe('a role or a user of another account that is renamed on its L1', () => {
  const away = () => new Stack(app, 'Away', { env: OTHER_ACCOUNT });

  test.each<[string, (stack: Stack) => iam.IGrantable, (grantee: iam.CfnRole | iam.CfnUser) => void, string]>([
    [
      'a name',
      (stack) => new iam.Role(stack, 'R', { assumedBy: ec2, roleName: 'x' }),
      (role) => ((role as iam.CfnRole).roleName = 'y'),
      '"/y"',
    ],
    ['a path', (stack) => new iam.Role(stack, 'R', { assumedBy: ec2, roleName: 'x' }), (role) => (role.path = '/acme/'), '"/acme/x"'],
    ['an override', (stack) => new iam.User(stack, 'R', { userName: 'x' }), (user) => user.addPropertyOverride('UserName', 'y'), '"/y"'],
  ])('by %s is an error that names both, before and after the grant', (_how, granteeIn, change, deployed) => {
    for (const order of ['before', 'after']) {
      app = new App();
      repository = new SecureRepository(new Stack(app, 'Shop', { env: HOME }), 'Repository', { repositoryName: 'myapp' });
      const grantee = granteeIn(away());
      const l1 = (grantee as iam.Role).node.defaultChild as iam.CfnRole;
      if (order === 'before') change(l1);
      repository.grantPull(grantee);
      if (order === 'after') change(l1);
      expect(() => app.synth()).toThrow(`Away/R is deployed as ${deployed}, but the repository policy names it as "/x"`);
    }
  });

  test('is silent when nothing changes, with a path and a generated name', () => {
    const stack = away();
    repository.grantPull(new iam.Role(stack, 'One', { assumedBy: ec2, roleName: 'x', path: '/team/' }));
    repository.grantPull(new iam.Role(stack, 'Two', { assumedBy: ec2, roleName: PhysicalName.GENERATE_IF_NEEDED }));
    expect(() => app.synth()).not.toThrow();
  });
});

test('a service-linked role is refused: only its service can change its policies', () => {
  const role = iam.Role.fromRoleName(shop, 'Role', 'AWSServiceRoleForECS');
  expect(() => repository.grantPull(role)).toThrow('is a service-linked role');
});
