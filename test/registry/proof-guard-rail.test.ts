import { SecureRegistry } from '../../src/registry/secure-registry';
import { HOME, ORGANIZATION } from '../fixtures/access/accounts';
import { SceneOptions } from '../fixtures/access/scene';
import { permissive } from '../fixtures/registry/permissive-world';
import { registryWorld } from '../fixtures/registry/registry-world';
import { callersAccount } from '../oracle/iam/caller';
import { RequestContext } from '../oracle/iam/context';
import { firstDifference, Matrix, matrixOf, Probe, Questions } from '../oracle/iam/matrix';
import { Material } from '../oracle/iam/mutation/material';
import { worldMutations } from '../oracle/iam/mutation/world-mutations';
import { registryOf } from '../oracle/iam/registry';
import { World } from '../oracle/iam/world';

const WRONG = 'o-0000000000';
/** The organization of the strangers. */
const STRANGERS = `${ORGANIZATION}6`;

/** Keys that are in every request of such a caller. */
const ALWAYS_THERE = / without aws:Principal(Account|IsAWSService)$/;

function guarded(organizations: readonly string[], options: SceneOptions = {}): { world: World; questions: Questions; material: Material } {
  const { empty, questions, material } = registryWorld(
    (registry: SecureRegistry) => registry.denyUnlessInOrganization(...organizations),
    {},
    options,
  );
  const probes = questions.probes.filter(({ name }) => !ALWAYS_THERE.test(name));
  return { world: permissive(empty, questions), questions: { ...questions, probes }, material };
}

/** The caller is of the account, is a service, or is of one of the organizations. */
function mayPass({ caller, context }: Probe, organizations: readonly string[]): boolean {
  const organization = new RequestContext(caller, context).get('aws:PrincipalOrgID')?.[0];
  const isMember = organization !== undefined && organizations.includes(organization);
  return callersAccount(caller) === HOME.account || caller.type === 'service' || isMember;
}

/** What is allowed without the guard rail, except what it denies: everything in the registry to callers that may not pass. */
function expectedBehind(organizations: readonly string[], world: World, questions: Questions): Matrix {
  const { probes, resources } = questions;
  const home = registryOf(resources.inside);
  const denied = probes
    .filter((probe) => !mayPass(probe, organizations))
    .flatMap(({ name }) => Object.keys(resources).flatMap((on) => (registryOf(resources[on]) === home ? [`${name} on ${on}`] : [])));
  const unguarded = matrixOf(new World(world.policies.filter(({ registry }) => registry === undefined)), questions);
  return Object.fromEntries(
    Object.entries(unguarded).map(([cell, found]) => [cell, denied.includes(cell) ? { ...found, allowed: [] } : found]),
  );
}

test.each([[[STRANGERS]], [[ORGANIZATION, STRANGERS]]])('a guard rail lets each of its organizations pass: %j', (organizations) => {
  const { world, questions } = guarded(organizations);
  expect(matrixOf(world, questions)).toEqual(expectedBehind(organizations, world, questions));
});

describe.each<[string, SceneOptions]>([
  ['a stack with an environment', {}],
  ['a stack without an environment', { agnostic: true }],
  ['China', { region: 'cn-north-1' }],
  ['GovCloud', { region: 'us-gov-west-1' }],
  ['an app with minimized policies', { context: { '@aws-cdk/aws-iam:minimizePolicies': true } }],
])('in %s', (_, options) => {
  test.each([[[ORGANIZATION]], [[WRONG]]])(
    'the guard rail of %j denies everyone else everything in the registry, and nothing elsewhere',
    (organizations) => {
      const { world, questions } = guarded(organizations, options);
      expect(matrixOf(world, questions)).toEqual(expectedBehind(organizations, world, questions));
    },
  );
});

const at = (questions: Questions, name: string) => questions.probes.find((probe) => probe.name === name)!;

test('a wrong organization does not lock out the account: root user, roles, users, permission sets and service-linked roles', () => {
  const { world, questions } = guarded([WRONG]);
  const matrix = matrixOf(world, questions);
  for (const name of [
    'the root user at home',
    'the grantee',
    'a neighbour at home',
    'a user at home',
    'a permission set at home',
    'a service-linked role at home',
  ]) {
    expect(callersAccount(at(questions, name).caller)).toBe(HOME.account);
    for (const resource of Object.keys(questions.resources)) {
      if (registryOf(questions.resources[resource]) !== registryOf(questions.resources.inside)) continue;
      expect([name, resource, matrix[`${name} on ${resource}`].allowed]).toEqual([name, resource, questions.actions]);
    }
  }
});

test('services are not denied, other accounts outside of the organization are', () => {
  const { world, questions } = guarded([ORGANIZATION]);
  const matrix = matrixOf(world, questions);
  const mayDo = (name: string) => matrix[`${name} on inside`].allowed;
  for (const name of ['ecr', 'pullthroughcache.ecr', 'replication.ecr']) {
    expect(mayDo(`${name} for 111111111111`)).toEqual(questions.actions);
    expect(mayDo(`${name} for 333333333333`)).toEqual(questions.actions);
  }
  for (const name of ['a neighbour in the other account', 'the root user of the other account', 'a permission set in the other account']) {
    expect([name, mayDo(name)]).toEqual([name, questions.actions]);
  }
  for (const name of [
    'a stranger',
    "a stranger's root user",
    "a stranger's permission set",
    "a stranger's service-linked role",
    'a role of an account in no organization',
    'the root user of an account in no organization',
    'an anonymous caller',
  ]) {
    expect([name, mayDo(name)]).toEqual([name, []]);
  }
});

/** The mutations of the guard rail that change no decision, each with the reason. */
const EQUIVALENT: readonly (readonly [mutant: RegExp, because: string])[] = [
  [/: (ecr:)?\* for the actions$/, 'the policy applies to requests of ECR only'],
  [/: condition only if the key exists: StringNotEquals /, 'a negated operator matches a request without the key anyway'],
];

test('every mutation of the guard rail changes a decision, except the equivalent ones', () => {
  const { world, questions, material } = guarded([ORGANIZATION]);
  const decided = matrixOf(world, questions);
  const mutants = [...worldMutations(world, material)].filter(([what]) => what.startsWith('Home/RegistryPolicy'));
  const unnoticed = mutants.filter(([, mutant]) => firstDifference(mutant, questions, decided) === undefined).map(([what]) => what);
  expect(unnoticed.filter((what) => !EQUIVALENT.some(([mutant]) => mutant.test(what)))).toEqual([]);
});
