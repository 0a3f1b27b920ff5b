import { EQUIVALENT_MUTANTS } from './equivalent-mutants';
import { Allowed, ALLOWED } from './expected-actions';
import { expectedMatrix } from './expected-matrix';
import { Reaches, REACHES, REACHES_WITHOUT_GRANTEE } from './expected-reaches';
import { Granted, granted, grantedWithoutGrantee } from '../fixtures/access/granted';
import { Method, METHODS, METHODS_WITHOUT_GRANTEE } from '../fixtures/access/methods';
import { PRINCIPAL_CLASSES } from '../fixtures/access/principal-classes';
import { sampledWhenQuick } from '../fixtures/quick-tests';
import { firstDifference, matrixOf } from '../oracle/iam/matrix';
import { worldMutations } from '../oracle/iam/mutation/world-mutations';

interface Proof {
  readonly make: () => Granted;
  readonly allowed: Allowed;
  readonly reaches: Reaches;
}

const keysOf = <T extends object>(table: T) => Object.keys(table) as (keyof T)[];

const toGrantees = keysOf(METHODS).flatMap((method: Method) =>
  keysOf(REACHES).map((name): [string, Proof] => [
    `${method} to: ${name}`,
    { make: () => granted(method, PRINCIPAL_CLASSES[name]), allowed: ALLOWED[method], reaches: REACHES[name] },
  ]),
);
const withoutGrantee = keysOf(METHODS_WITHOUT_GRANTEE).map((name): [string, Proof] => [
  name,
  {
    make: () => grantedWithoutGrantee(name),
    allowed: name.startsWith('grantPullToOrganization') ? { actions: ALLOWED.grantPull.actions } : ALLOWED.grantPullToService,
    reaches: REACHES_WITHOUT_GRANTEE[name],
  },
]);

// one synthesis for the tests about the same grant
const made = new Map<Proof, Granted>();
function worldOf(proof: Proof): Granted {
  const found = made.get(proof) ?? proof.make();
  made.set(proof, found);
  return found;
}

const proofs = [...toGrantees, ...withoutGrantee];

describe.each(proofs)('%s', (_, proof) => {
  test('allows exactly its actions to exactly its principals, in each policy', () => {
    const { world, questions } = worldOf(proof);
    expect(matrixOf(world, questions)).toEqual(expectedMatrix(proof.allowed, proof.reaches, questions));
  });
});

describe.each(sampledWhenQuick(proofs, 8))('%s', (_, proof) => {
  test('every mutation of its policies changes a decision, except the equivalent ones', () => {
    const { world, questions, material } = worldOf(proof);
    const expected = expectedMatrix(proof.allowed, proof.reaches, questions);
    const mutants = [...worldMutations(world, material)];
    const unnoticed = mutants.filter(([, mutant]) => firstDifference(mutant, questions, expected) === undefined).map(([what]) => what);
    expect(unnoticed.filter((name) => !EQUIVALENT_MUTANTS.some(({ what }) => what.test(name)))).toEqual([]);
    expect(unnoticed.length).toBeLessThanOrEqual(mutants.length / 100);
  });
});
