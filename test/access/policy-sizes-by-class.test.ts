import { App, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { RepositoryAccess, SecureRepository } from '../../src';
import { HOME } from '../fixtures/environments';
import { IS_QUICK } from '../fixtures/quick-tests';
import { Deployment } from '../oracle/cloudformation/deployment';
import { INLINE_POLICIES, MANAGED_POLICY, policySizes } from '../oracle/iam/policy-sizes';

type Kind = keyof typeof INLINE_POLICIES;

interface PrincipalClass {
  readonly kind: Kind;
  /** The share of the inline limit that the library may use. */
  readonly share: number;
  /** How many managed policies may be attached, when the quota is raised. */
  readonly attachments: number;
  readonly in: (scope: Construct) => iam.IGrantable;
}

const ec2 = new iam.ServicePrincipal('ec2.amazonaws.com');

const CLASSES: { readonly [name: string]: PrincipalClass } = {
  role: { kind: 'Roles', share: 1, attachments: 25, in: (scope) => new iam.Role(scope, 'P', { assumedBy: ec2 }) },
  'lazy role': { kind: 'Roles', share: 1, attachments: 25, in: lazyRole },
  user: { kind: 'Users', share: 1, attachments: 20, in: (scope) => new iam.User(scope, 'P') },
  group: { kind: 'Groups', share: 1, attachments: 10, in: (scope) => new iam.Group(scope, 'P') },
  'imported role': { kind: 'Roles', share: 0.5, attachments: 25, in: (scope) => iam.Role.fromRoleName(scope, 'P', 'dev') },
  'imported user': { kind: 'Users', share: 0.5, attachments: 20, in: (scope) => iam.User.fromUserName(scope, 'P', 'alice') },
  'imported group': { kind: 'Groups', share: 0.5, attachments: 10, in: (scope) => iam.Group.fromGroupName(scope, 'P', 'devs') },
};

function lazyRole(scope: Construct): iam.IGrantable {
  const role = new iam.LazyRole(scope, 'P', { assumedBy: ec2 });
  // the first use makes it a role
  expect(role.roleArn).toBeDefined();
  return role;
}

const LONG = 'x'.repeat(180);
const NAMES: { readonly [name: string]: (scope: Construct, n: number) => ecr.IRepository } = {
  short: (scope, n) => new SecureRepository(scope, `R${n}`, { repositoryName: `platform/team-3/service-${n}` }),
  long: (scope, n) => new SecureRepository(scope, `R${n}`, { repositoryName: `${LONG}${n}` }),
  generated: (scope, n) => new SecureRepository(scope, `R${n}`),
  imported: (scope, n) => ecr.Repository.fromRepositoryName(scope, `R${n}`, `${LONG}${n}`),
};

type Grant = (access: RepositoryAccess, grantee: iam.IGrantable) => void;
const VPC = { StringEquals: { 'aws:SourceVpc': 'vpc-0123456789abcdef0' } };
const conditioned = (grantee: iam.IGrantable) => new iam.PrincipalWithConditions(grantee.grantPrincipal, VPC);
const GRANTS: { readonly [name: string]: Grant } = {
  pull: (access, grantee) => access.grantPull(grantee),
  pullPush: (access, grantee) => access.grantPullPush(grantee),
  'pull and push': (access, grantee) => (access.grantPull(grantee), access.grantPush(grantee)),
  'pull, and push on conditions': (access, grantee) => (access.grantPull(grantee), access.grantPush(conditioned(grantee))),
};
const FLAGS: { readonly [flag: string]: boolean }[] = [
  {},
  { '@aws-cdk/aws-iam:minimizePolicies': true },
  { '@aws-cdk/aws-iam:importedRoleStackSafeDefaultPolicyName': true },
  { '@aws-cdk/aws-iam:minimizePolicies': true, '@aws-cdk/core:enablePartitionLiterals': true },
];

interface World {
  readonly of: PrincipalClass;
  readonly count: number;
  readonly repository: (scope: Construct, n: number) => ecr.IRepository;
  readonly grant: Grant;
  readonly context: { readonly [flag: string]: boolean };
  /** What the user does with the principal, before the grants and after them. */
  readonly before?: (principal: iam.IPrincipal, stack: Stack) => void;
  readonly after?: (principal: iam.IPrincipal, stack: Stack) => void;
}

/** The faults that synthesis finds, and the sizes all the same. */
function deployed({ of, count, repository, grant, context, before, after }: World) {
  const app = new App({ context: { ...context, '@aws-cdk/core:stackResourceLimit': 0 } });
  const stack = new Stack(app, 'Fleet', { env: HOME });
  const principal = of.in(stack).grantPrincipal;
  before?.(principal, stack);
  for (let n = 0; n < count; n++) grant(RepositoryAccess.of(repository(stack, n)), principal);
  after?.(principal, stack);
  let fault = '';
  try {
    app.synth();
  } catch (error) {
    fault = String(error);
    app.synth({ skipValidation: true, force: true });
  }
  const resources = Deployment.of(app).resources();
  const sizes = [...policySizes(resources)].filter(([key]) => key.includes(` ${of.kind} `)).map(([, size]) => size);
  const documents = resources.map(({ properties }) => JSON.stringify(properties.PolicyDocument ?? '')).join();
  return { fault, sizes, repositories: new Set(documents.match(/arn:[^"]*:repository\/[^"]+/g)).size };
}

function expectWithinLimits(world: World): void {
  const { fault, sizes, repositories } = deployed(world);
  const { kind, share, attachments } = world.of;
  expect(sizes).toHaveLength(1);
  const [{ inline, managed }] = sizes;
  expect(inline).toBeLessThanOrEqual(INLINE_POLICIES[kind] * share);
  expect(Math.max(0, ...managed)).toBeLessThanOrEqual(MANAGED_POLICY);
  expect(repositories).toBe(world.count);
  if (managed.length > attachments) {
    expect(fault).toContain(`has ${managed.length} managed policies, but IAM allows at most ${attachments}`);
  } else {
    expect(fault).toBe('');
  }
}

// the largest fleets take most of the time
const MANY = IS_QUICK ? [] : [400];
const SOME = [22, 62, 76, 129, 150];
const ROWS = Object.entries(CLASSES).flatMap(([name, of], i) =>
  Object.entries(NAMES).flatMap(([naming, repository], j) =>
    [1, SOME[(i + j) % 5], SOME[(i + j + 2) % 5], ...(i % 4 === j ? MANY : [])].map((count, k) => {
      const [granting, grant] = Object.entries(GRANTS)[(i + j + k) % 4];
      const title = `${name}: ${granting}, ${count} repositories with ${naming} names`;
      return [title, { of, count, repository, grant, context: FLAGS[(i + k) % 4] }] as const;
    }),
  ),
);

describe('policies of the library are within the limits of IAM', () => {
  test.each<readonly [string, World]>(ROWS)('%s', (_title, world) => expectWithinLimits(world));

  const count = IS_QUICK ? 500 : 1_600;
  test.each(['role', 'group'])(`%s: ${count} repositories`, (name) => {
    expectWithinLimits({ of: CLASSES[name], count, repository: NAMES.short, grant: GRANTS.pull, context: FLAGS[1] });
  });
});

describe('policies of the user count as well', () => {
  const statement = (characters: number) =>
    new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [`arn:aws:s3:::${'b'.repeat(characters)}`] });
  const WAYS: { readonly [way: string]: (principal: iam.IPrincipal, stack: Stack, characters: number) => void } = {
    'in the default policy': (principal, _stack, characters) => void principal.addToPrincipalPolicy(statement(characters)),
    'in a policy that is attached': (principal, stack, characters) =>
      void new iam.Policy(stack, 'Own', {
        statements: [statement(characters)],
        ...(principal instanceof iam.User && { users: [principal] }),
        ...(principal instanceof iam.Group && { groups: [principal] }),
      }),
    'in an L1': (principal, stack, characters) =>
      void new iam.CfnPolicy(stack, 'Own', {
        policyName: 'own',
        policyDocument: { Version: '2012-10-17', Statement: [statement(characters).toStatementJson()] },
        ...(principal instanceof iam.User && { users: [principal.userName] }),
        ...(principal instanceof iam.Group && { groups: [principal.groupName] }),
      }),
    'in the resource of the principal': (principal, _stack, characters) => {
      const resource = (principal as iam.User | iam.Group).node.defaultChild as iam.CfnUser | iam.CfnGroup;
      resource.policies = [{ policyName: 'own', policyDocument: new iam.PolicyDocument({ statements: [statement(characters)] }) }];
    },
  };
  const cases = Object.entries(WAYS).flatMap(([way, write]) =>
    (['before', 'after'] as const).flatMap((when) => (['user', 'group'] as const).map((name) => [way, when, name, write] as const)),
  );

  test.each(cases)('%s, %s the grants, of a %s', (_way, when, name, write) => {
    const of = CLASSES[name];
    // what the user writes fits, and little is left
    const characters = INLINE_POLICIES[of.kind] - 500;
    const world = { of, count: 20, repository: NAMES.short, grant: GRANTS.pullPush, context: {} };
    expectWithinLimits({ ...world, [when]: (principal: iam.IPrincipal, stack: Stack) => write(principal, stack, characters) });
  });

  test('in the inline policies of a role', () => {
    const inlinePolicies = { own: new iam.PolicyDocument({ statements: [statement(6_000)] }) };
    const of: PrincipalClass = { ...CLASSES.role, in: (scope) => new iam.Role(scope, 'P', { assumedBy: ec2, inlinePolicies }) };
    for (const count of [20, 60, 100]) {
      expectWithinLimits({ of, count, repository: NAMES.short, grant: GRANTS.pullPush, context: {} });
    }
  });

  test('and a policy that fits stays inline', () => {
    const of = CLASSES.user;
    const after = (principal: iam.IPrincipal) => void principal.addToPrincipalPolicy(statement(300));
    const { sizes } = deployed({ of, count: 5, repository: NAMES.short, grant: GRANTS.pullPush, context: {}, after });
    expect(sizes).toEqual([{ inline: expect.any(Number), managed: [] }]);
  });
});

describe('a role with logins and statements on many conditions', () => {
  test.each([1, 12])('%i of them', (conditions) => {
    const grant: Grant = (access, grantee) => {
      access.grantPullPush(grantee);
      for (let n = 0; n < conditions; n++) {
        access.grantPull(new iam.PrincipalWithConditions(grantee.grantPrincipal, { StringEquals: { 'aws:SourceVpc': `vpc-${n}` } }));
      }
    };
    expectWithinLimits({ of: CLASSES.role, count: 40, repository: NAMES.short, grant, context: {} });
  });
});
