import { App, Aws, CfnParameter, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { SecureRegistry, Upstream } from '../../src';
import { warningsOf } from '../fixtures/reported';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const ORGANIZATION = 'o-a1b2c3d4e5';

function registryIn(env?: { readonly account: string; readonly region: string }) {
  const stack = new Stack(new App(), 'Platform', { env });
  return { stack, registry: new SecureRegistry(stack, 'Registry') };
}

interface Statement {
  readonly [element: string]: unknown;
}

function statements(stack: Stack): Statement[] {
  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::ECR::RegistryPolicy'));
  return (policy as { Properties: { PolicyText: { Statement: Statement[] } } }).Properties.PolicyText.Statement;
}

test('a registry without a statement has no policy', () => {
  const { stack } = registryIn(ENV);
  Template.fromStack(stack).resourceCountIs('AWS::ECR::RegistryPolicy', 0);
});

test('the policy is retained unless the removal policy says otherwise', () => {
  const { stack, registry } = registryIn(ENV);
  registry.acceptReplicationFrom('444455556666');
  // the rollback of a first deployment that fails deletes what it has created
  Template.fromStack(stack).hasResource('AWS::ECR::RegistryPolicy', {
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
  });

  const other = new Stack(new App(), 'Platform', { env: ENV });
  new SecureRegistry(other, 'Registry', { removalPolicy: RemovalPolicy.RETAIN }).acceptReplicationFrom('444455556666');
  Template.fromStack(other).hasResource('AWS::ECR::RegistryPolicy', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
});

describe('acceptReplicationFrom', () => {
  test('allows the account to replicate and to create the repositories, below the prefixes only', () => {
    const { stack, registry } = registryIn(ENV);
    registry.acceptReplicationFrom('444455556666', 'prod/', 'base');
    expect(statements(stack)).toEqual([
      {
        Effect: 'Allow',
        Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::444455556666:root']] } },
        Action: ['ecr:CreateRepository', 'ecr:ReplicateImage'],
        Resource: ['arn:aws:ecr:eu-west-1:111122223333:repository/prod/*', 'arn:aws:ecr:eu-west-1:111122223333:repository/base*'],
      },
    ]);
  });

  test.each([
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
  ])('uses the partition of %s', (region, partition) => {
    const { stack, registry } = registryIn({ account: ENV.account, region });
    registry.acceptReplicationFrom('444455556666');
    expect(statements(stack)[0].Resource).toBe(`arn:${partition}:ecr:${region}:111122223333:repository/*`);
  });

  test('an environment that is known only at deployment is a reference', () => {
    const { stack, registry } = registryIn();
    registry.acceptReplicationFrom(new CfnParameter(stack, 'Source').valueAsString, 'prod/');
    const [{ Resource: resource, Principal: principal }] = statements(stack);
    expect(JSON.stringify(principal)).toContain('{"Ref":"Source"}');
    expect(resource).toEqual({
      'Fn::Join': [
        '',
        ['arn:', { Ref: 'AWS::Partition' }, ':ecr:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':repository/prod/*'],
      ],
    });
  });

  test.each([
    [
      '12345',
      [],
      'account is "12345", but must be a 12-digit account ID. Pass all 12 digits as text. [cdk-secure-repository:principal-id]',
    ],
    [
      '111122223333',
      [],
      /account is "111122223333", which is the account of the registry, .* Remove this call\. \[cdk-secure-repository:replication\]$/,
    ],
    ['444455556666', ['prod/*'], /prefixes has "prod\/\*", but a prefix is .* without a wildcard\. Pass a prefix such as "prod\/"\. /],
    ['444455556666', ['Prod'], /prefixes has "Prod"/],
    ['444455556666', [''], /prefixes has ""/],
  ])('refuses account %s with the prefixes %j, and adds nothing', (account, prefixes, message) => {
    const { stack, registry } = registryIn(ENV);
    expect(() => registry.acceptReplicationFrom(account, ...prefixes)).toThrow(message);
    Template.fromStack(stack).resourceCountIs('AWS::ECR::RegistryPolicy', 0);
  });
});

describe('denyUnlessInOrganization', () => {
  test('denies everything to everyone but the organization, the own account and AWS services', () => {
    const { stack, registry } = registryIn(ENV);
    registry.denyUnlessInOrganization(ORGANIZATION);
    expect(statements(stack)).toEqual([
      {
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 'ecr:*',
        Resource: '*',
        Condition: {
          StringNotEquals: { 'aws:PrincipalOrgID': ORGANIZATION, 'aws:PrincipalAccount': '111122223333' },
          BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
        },
      },
    ]);
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test('accepts several organizations in one call, and refuses a second call', () => {
    const { stack, registry } = registryIn(ENV);
    registry.denyUnlessInOrganization(ORGANIZATION, 'o-b1b2c3d4e5');
    expect(() => registry.denyUnlessInOrganization('o-c1b2c3d4e5')).toThrow(
      'Platform/Registry: denyUnlessInOrganization was called twice, and two statements would deny everyone who is not in the organizations of both. ' +
        'Pass all IDs in one call. [cdk-secure-repository:registry-policy]',
    );
    expect(statements(stack)).toHaveLength(1);
    expect(JSON.stringify(statements(stack))).toContain('["o-a1b2c3d4e5","o-b1b2c3d4e5"]');
  });

  test('names an organization once', () => {
    const { stack, registry } = registryIn(ENV);
    registry.denyUnlessInOrganization(ORGANIZATION, ORGANIZATION);
    expect(JSON.stringify(statements(stack))).toContain('"aws:PrincipalOrgID":"o-a1b2c3d4e5"');
  });

  test.each([[['a1b2c3d4e5']], [[]], [['o-A1B2C3D4E5']], [['']]])('refuses the organizations %j, and adds nothing', (ids) => {
    const { stack, registry } = registryIn(ENV);
    expect(() => registry.denyUnlessInOrganization(...ids)).toThrow('[cdk-secure-repository:principal-id]');
    registry.denyUnlessInOrganization(ORGANIZATION);
    expect(statements(stack)).toHaveLength(1);
  });
});

describe('addToRegistryPolicy', () => {
  const complete = {
    actions: ['ecr:BatchGetImage'],
    principals: [new iam.AccountPrincipal('444455556666')],
    resources: ['*'],
  };

  test.each([
    ['an action', { ...complete, actions: [] }, 'has no action. Add an action such as "ecr:ReplicateImage".'],
    ['a principal', { ...complete, principals: [] }, 'has no principal. Add a principal.'],
    ['a resource', { ...complete, resources: [] }, 'has no resource. Add the ARNs of repositories, or "*".'],
    [
      'an action of ECR',
      { ...complete, actions: ['ecr:BatchGetImage', 's3:GetObject'] },
      'has the action "s3:GetObject", but the policy applies to requests to Amazon ECR.',
    ],
    ['a limit for everyone', { ...complete, principals: [new iam.AnyPrincipal()] }, 'would allow every principal of every account.'],
  ])('refuses a statement without %s', (_name, statement, message) => {
    const { stack, registry } = registryIn(ENV);
    expect(() => registry.addToRegistryPolicy(new iam.PolicyStatement(statement))).toThrow(message);
    Template.fromStack(stack).resourceCountIs('AWS::ECR::RegistryPolicy', 0);
  });

  test('a statement can be extended after it was added, and is checked again at synthesis', () => {
    const { stack, registry } = registryIn(ENV);
    const statement = new iam.PolicyStatement(complete);
    registry.addToRegistryPolicy(statement);
    statement.addActions('ecr:DescribeImages');
    expect(statements(stack)[0].Action).toEqual(['ecr:BatchGetImage', 'ecr:DescribeImages']);

    const open = registryIn(ENV);
    const later = new iam.PolicyStatement(complete);
    open.registry.addToRegistryPolicy(later);
    later.addAnyPrincipal();
    expect(() => Template.fromStack(open.stack)).toThrow('would allow every principal of every account');
  });

  test.each<[string, string | string[] | undefined, number]>([
    ['without an excepted account', undefined, 1],
    ['that excepts another account', '444455556666', 1],
    ['that excepts the own account', ENV.account, 0],
    ['that excepts the own account and another one', ['444455556666', ENV.account], 0],
    ['that excepts the account of a reference', Aws.ACCOUNT_ID, 0],
  ])('of a Deny %s: a lock-out of the own account is a warning', (_case, account, warnings) => {
    const { stack, registry } = registryIn(ENV);
    const excepted = account === undefined ? {} : { 'aws:PrincipalAccount': account };
    registry.addToRegistryPolicy(
      new iam.PolicyStatement({
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['ecr:*'],
        resources: ['*'],
        conditions: { StringNotEquals: { 'aws:PrincipalOrgID': ORGANIZATION, ...excepted } },
      }),
    );
    const found = Annotations.fromStack(stack).findWarning('/Platform/Registry', Match.stringLikeRegexp('registry-lock-out'));
    expect(found).toHaveLength(warnings);
  });
});

describe('the deployed policy', () => {
  test.each([
    [10_240, false],
    [10_241, true],
  ])('of %i characters is an error: %s', (size, isError) => {
    const { stack, registry } = registryIn(ENV);
    const principals = [new iam.ArnPrincipal('arn:aws:iam::444455556666:root')];
    const statement = { Action: 'ecr:', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:root' }, Resource: '*' };
    const rest = size - JSON.stringify({ Statement: [statement], Version: '2012-10-17' }).length;
    registry.addToRegistryPolicy(new iam.PolicyStatement({ principals, actions: [`ecr:${'x'.repeat(rest)}`], resources: ['*'] }));
    const synth = () => Template.fromStack(stack);
    if (isError) expect(synth).toThrow(/the registry policy has at least 10241 characters, but Amazon ECR allows at most 10240/);
    else expect(synth).not.toThrow();
  });

  test('is an error if an override replaces the statements of a cache', () => {
    const { stack, registry } = registryIn(ENV);
    registry.addPullThroughCache('Public', { upstream: Upstream.ecrPublic(), prefix: 'ecr-public' }).grantPullToOrganization(ORGANIZATION);
    const policy = registry.node.findChild('Policy') as ecr.CfnRegistryPolicy;
    policy.addPropertyOverride('PolicyText', {
      Statement: [{ Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 'ecr:ReplicateImage', Resource: '*' }],
    });
    expect(() => Template.fromStack(stack)).toThrow(
      /replaces 1 of the 1 statements of grants, .*\[cdk-secure-repository:replaced-repository-policy\]/,
    );
  });

  test('an override that keeps the statements of a cache is accepted', () => {
    const { stack, registry } = registryIn(ENV);
    registry.addPullThroughCache('Public', { upstream: Upstream.ecrPublic(), prefix: 'ecr-public' }).grantPullToOrganization(ORGANIZATION);
    (registry.node.findChild('Policy') as ecr.CfnRegistryPolicy).addPropertyOverride('PolicyText.Version', '2012-10-17');
    expect(statements(stack)[0].Resource).toBe('arn:aws:ecr:eu-west-1:111122223333:repository/ecr-public/*');
  });
});

test.each<[string, (stack: Stack, registry: SecureRegistry) => unknown]>([
  ['a description', (_stack, registry) => registry.describe()],
  ['a rendered policy', (stack, registry) => stack.resolve((registry.node.findChild('Policy') as ecr.CfnRegistryPolicy).policyText)],
])('statements that are added after %s are in the policy', (_what, read) => {
  const { stack, registry } = registryIn(ENV);
  const cache = registry.addPullThroughCache('Hub', { upstream: Upstream.ecrPublic(), prefix: 'hub' });
  registry.acceptReplicationFrom('444455556666');
  read(stack, registry);
  registry.denyUnlessInOrganization(ORGANIZATION);
  cache.grantPullToOrganization(ORGANIZATION);
  expect(registry.describe().filter((line) => /^(allow|deny)/.test(line))).toHaveLength(3);
  expect(statements(stack)).toHaveLength(3);
});

describe('a policy that was removed from the tree', () => {
  test('is an error, because its statements are not deployed', () => {
    const { stack, registry } = registryIn(ENV);
    registry.acceptReplicationFrom('444455556666');
    registry.addPullThroughCache('Hub', { upstream: Upstream.ecrPublic(), prefix: 'hub' }).grantPullToOrganization(ORGANIZATION);
    registry.node.tryRemoveChild('Policy');
    expect(registry.describe().filter((line) => /^(allow|deny)/.test(line))).toEqual([]);
    expect(() => Template.fromStack(stack)).toThrow(
      '[Platform/Registry] the registry policy was removed from the tree, so none of its 2 statements is deployed. Do not remove it, or do not add statements.',
    );
  });

  test('is created again with all statements by a later one', () => {
    const { stack, registry } = registryIn(ENV);
    registry.acceptReplicationFrom('444455556666');
    registry.node.tryRemoveChild('Policy');
    registry.denyUnlessInOrganization(ORGANIZATION);
    expect(statements(stack)).toHaveLength(2);
  });
});

describe('an Allow to everyone with a condition', () => {
  const warnings = (conditions: { [operator: string]: { [key: string]: string } }) => {
    const { stack, registry } = registryIn(ENV);
    const principals = [new iam.AnyPrincipal()];
    registry.addToRegistryPolicy(new iam.PolicyStatement({ principals, actions: ['ecr:BatchGetImage'], resources: ['*'], conditions }));
    return warningsOf(stack);
  };

  test.each([
    [{ Bool: { 'aws:SecureTransport': 'true' } }, 'aws:SecureTransport'],
    [{ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }, 'aws:SourceIp'],
    [{ StringLike: { 'aws:PrincipalOrgID': '*' } }, 'aws:PrincipalOrgID'],
  ])('that does not restrict it to an organization is a warning: %j', (conditions, key) => {
    expect(warnings(conditions)).toEqual([
      `/Platform/Registry the registry policy allows every principal that meets the conditions on ${key}, in any account. Restrict it to an organization with ` +
        'aws:PrincipalOrgID, or name the principals. [ack: cdk-secure-repository:everyone-with-condition]',
    ]);
  });

  test('on the organization is accepted', () => {
    expect(warnings({ StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } })).toEqual([]);
  });
});
