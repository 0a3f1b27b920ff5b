import { AllowedInRegistry } from './expected-grants';
import { expectedInRegistry } from './expected-registry-matrix';
import { SecureRegistry } from '../../src/registry/secure-registry';
import { REACHES } from '../access/expected-reaches';
import { AWAY, ORGANIZATION, STRANGER } from '../fixtures/access/accounts';
import { SceneOptions } from '../fixtures/access/scene';
import { REPLICATION_ROLE } from '../fixtures/registry/callers';
import { BELOW, BESIDE, ORDINARY } from '../fixtures/registry/prefixes';
import { RegistryWorld, registryWorld } from '../fixtures/registry/registry-world';
import { decide } from '../oracle/iam/decide';
import { firstDifference, matrixOf } from '../oracle/iam/matrix';
import { worldMutations } from '../oracle/iam/mutation/world-mutations';
import { Policy } from '../oracle/iam/policy';
import { World } from '../oracle/iam/world';

const REPLICATE = ['ecr:CreateRepository', 'ecr:ReplicateImage'];
const ALLOWED: AllowedInRegistry = { repository: [], registry: REPLICATE };
const EVERY = [...Object.keys(BELOW), ...Object.keys(BESIDE), ORDINARY];

function accepting(prefixes: readonly string[], options?: SceneOptions): RegistryWorld {
  return registryWorld((registry) => registry.acceptReplicationFrom(AWAY.account, ...prefixes), {}, options);
}

describe.each<[string, SceneOptions]>([
  ['a stack with an environment', {}],
  ['a stack without an environment', { agnostic: true }],
  ['China', { region: 'cn-north-1' }],
  ['GovCloud', { region: 'us-gov-west-1' }],
])('in %s, a registry accepts replication from exactly the account', (_, options) => {
  test.each<[string[], string[]]>([
    [[], EVERY],
    [['docker-hub/'], ['inside', 'nested', 'deeply nested']],
    [['docker-hub/library/'], ['nested']],
    [
      ['docker-hub/', 'quay/'],
      ['inside', 'nested', 'deeply nested', 'below another prefix'],
    ],
    // a prefix of a replication rule is the beginning of a name
    [['docker-hub'], EVERY.filter((name) => !['the prefix further on', 'below another prefix', ORDINARY].includes(name))],
    [['docker-hub2'], ['a sibling with the same beginning']],
  ])('to repositories of exactly the prefixes %j', (prefixes, on) => {
    const { empty, filled, questions } = accepting(prefixes, options);
    const expected = { allowed: ALLOWED, reaches: REACHES['another account'], on };
    expect(matrixOf(empty, questions)).toEqual(expectedInRegistry({ ...expected, filled: false }, questions));
    expect(matrixOf(filled, questions)).toEqual(expectedInRegistry({ ...expected, filled: true }, questions));
  });
});

/** The permissions that AWS gives to the service-linked role of the replication. */
function withReplicationRoles({ empty }: RegistryWorld): World {
  const name = REPLICATION_ROLE.replace(/.*\//, '');
  const policy = Policy.ofIdentity(name, { Statement: { Effect: 'Allow', Action: REPLICATE, Resource: '*' } });
  const identities = [AWAY, STRANGER].map(({ account }) => ({ account, kind: 'role' as const, name }));
  return new World([...empty.policies, { policy, identities }]);
}

function mayReplicate(account: string, resource: string, registryWorldOf: RegistryWorld): boolean {
  const world = withReplicationRoles(registryWorldOf);
  const caller = { type: 'role', arn: `arn:aws:iam::${account}:${REPLICATION_ROLE}` } as const;
  const { context } = registryWorldOf.questions.probes.find((probe) => 'arn' in probe.caller && probe.caller.arn === caller.arn)!;
  return REPLICATE.every((action) => decide({ principal: caller, action, resource, context }, world.policiesFor(caller, resource)).allowed);
}

test('the replication of the account is allowed, and that of another account is not', () => {
  const accepted = accepting(['docker-hub/']);
  const { resources } = accepted.questions;
  expect(mayReplicate(AWAY.account, resources.inside, accepted)).toBe(true);
  expect(mayReplicate(AWAY.account, resources['a sibling with the same beginning'], accepted)).toBe(false);
  expect(mayReplicate(STRANGER.account, resources.inside, accepted)).toBe(false);
});

test('a guard rail denies the replication of an account outside of the organization, and not that of a member', () => {
  const acceptingBoth = (registry: SecureRegistry) => {
    for (const { account } of [AWAY, STRANGER]) registry.acceptReplicationFrom(account, 'docker-hub/');
  };
  const open = registryWorld(acceptingBoth);
  const guarded = registryWorld((registry) => {
    acceptingBoth(registry);
    registry.denyUnlessInOrganization(ORGANIZATION);
  });
  const { inside } = open.questions.resources;
  expect([AWAY, STRANGER].map(({ account }) => mayReplicate(account, inside, open))).toEqual([true, true]);
  expect([AWAY, STRANGER].map(({ account }) => mayReplicate(account, inside, guarded))).toEqual([true, false]);
});

test('every mutation of the statement changes a decision, except those that name other registries', () => {
  const { empty, questions, material } = accepting(['docker-hub/']);
  const decided = matrixOf(empty, questions);
  const mutants = [...worldMutations(empty, material)];
  const unnoticed = mutants.filter(([, mutant]) => firstDifference(mutant, questions, decided) === undefined).map(([what]) => what);
  const registries = /: arn:(\*:ecr:eu-west-1:111111111111|aws:ecr:\*:111111111111|aws:ecr:eu-west-1:\*):repository\/docker-hub\/\* for /;
  expect(mutants.length).toBeGreaterThan(60);
  expect(unnoticed.filter((what) => !registries.test(what))).toEqual([]);
});
