import { App, Environment, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import fc from 'fast-check';
import { RepositoryAccess, SecureRepository } from '../../src';
import { HOME } from '../fixtures/environments';
import { Deployment } from '../oracle/cloudformation/deployment';

/** The limits of IAM, for a policy without white space. */
const MANAGED_POLICY = 6_144;
const INLINE_POLICIES = 10_240;

const GOVERNMENT = { account: '111111111111', region: 'us-gov-west-1' };
const LITERAL_PARTITIONS = { '@aws-cdk/core:enablePartitionLiterals': true };

interface Fleet {
  readonly env?: Environment;
  readonly context?: { readonly [flag: string]: boolean };
  readonly names: (string | undefined)[];
  readonly grants: ((access: RepositoryAccess, role: iam.Role) => void)[];
}

/** What one role has after the deployment: the sizes of its policies, and the repositories that they name. */
function deployed({ env, context, names, grants }: Fleet, where: Required<Environment> = HOME) {
  const app = new App({ context });
  const stack = new Stack(app, 'Fleet', { env });
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
  names.forEach((repositoryName, n) => {
    const { access } = new SecureRepository(stack, `R${n}`, { repositoryName });
    grants.forEach((grant) => grant(access, role));
  });
  const resources = Deployment.of(app, { environment: where }).resources();
  const documents = (type: string) =>
    resources.filter((resource) => resource.type === type).map(({ properties }) => JSON.stringify(properties.PolicyDocument));
  const [managed, inline] = [documents('AWS::IAM::ManagedPolicy'), documents('AWS::IAM::Policy')];
  const named = new Set([...managed, ...inline].join().match(/arn:[^"]*:repository\/[^"]+/g));
  return {
    managed: managed.map((document) => document.length),
    inline: inline.reduce((sum, document) => sum + document.length, 0),
    repositories: named.size,
  };
}

function expectWithinLimits(fleet: Fleet, where?: Required<Environment>): number {
  const { managed, inline, repositories } = deployed(fleet, where);
  expect(Math.max(0, ...managed)).toBeLessThanOrEqual(MANAGED_POLICY);
  expect(inline).toBeLessThanOrEqual(INLINE_POLICIES);
  expect(repositories).toBe(fleet.names.length);
  return managed.length;
}

const pullPush = [(access: RepositoryAccess, role: iam.Role) => access.grantPullPush(role)];
const many = (count: number, name: (n: number) => string | undefined) => Array.from({ length: count }, (_, n) => name(n));
const long = (n: number) => `${'x'.repeat(196)}-${String(n).padStart(3, '0')}`;

describe('one role that pulls from and pushes to 400 repositories', () => {
  test('with names, needs at most 4 managed policies', () => {
    const names = many(400, (n) => `team/service-${n}`);
    expect(expectWithinLimits({ env: HOME, names, grants: pullPush })).toBeLessThanOrEqual(4);
  });

  test('with names in an app of today, needs at most 4', () => {
    const names = many(400, (n) => `team/service-${n}`);
    expect(expectWithinLimits({ env: HOME, context: LITERAL_PARTITIONS, names, grants: pullPush })).toBeLessThanOrEqual(4);
  });

  test('with generated names, needs at most 6', () => {
    expect(expectWithinLimits({ env: HOME, names: many(400, () => undefined), grants: pullPush })).toBeLessThanOrEqual(6);
  });
});

describe('policies stay within the limits', () => {
  test.each<[string, Partial<Fleet>, Required<Environment>]>([
    ['with names of 200 characters', { env: HOME }, HOME],
    ['with names of 200 characters and literal partitions', { env: HOME, context: LITERAL_PARTITIONS }, HOME],
    ['with names of 200 characters and no environment', {}, HOME],
    ['with names of 200 characters and no environment, deployed where partition and Region are longest', {}, GOVERNMENT],
    ['with an account and no Region', { env: { account: '111111111111' } }, GOVERNMENT],
  ])('%s', (_what, fleet, where) => {
    expectWithinLimits({ names: many(120, long), grants: pullPush, ...fleet }, where);
  });

  const GRANTS: Fleet['grants'] = [
    (access, role) => access.grantPull(role),
    (access, role) => access.grantPush(role),
    (access, role) => access.grantPullPush(role),
    (access, role) => access.grantRead(role),
    (access, role) => access.grantStartScan(role),
  ];

  test('whatever the names, the grants and the environment', () => {
    const length = fc.integer({ min: 8, max: 250 });
    fc.assert(
      fc.property(
        fc.array(fc.option(length), { minLength: 30, maxLength: 90 }),
        fc.subarray(GRANTS, { minLength: 1 }),
        fc.constantFrom(HOME, undefined),
        fc.boolean(),
        (lengths, grants, env, literal) => {
          const names = lengths.map((characters, n) => (characters === null ? undefined : `n${n}-`.padEnd(characters, 'x')));
          expectWithinLimits({ env, context: literal ? LITERAL_PARTITIONS : {}, names, grants }, env ?? GOVERNMENT);
        },
      ),
      { numRuns: 12 },
    );
  });
});
