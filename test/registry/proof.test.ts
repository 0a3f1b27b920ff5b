import { EQUIVALENT_MUTANTS } from './equivalent-mutants';
import { ALLOWED_IN_REGISTRY } from './expected-grants';
import { expectedInRegistry } from './expected-registry-matrix';
import { Reaches, REACHES, REACHES_AGNOSTIC, REACHES_WITHOUT_GRANTEE } from '../access/expected-reaches';
import { PRINCIPAL_CLASSES, PrincipalClass } from '../fixtures/access/principal-classes';
import { SceneOptions } from '../fixtures/access/scene';
import { sampledWhenQuick } from '../fixtures/quick-tests';
import { REGISTRY_GRANTS, REGISTRY_GRANTS_WITHOUT_GRANTEE } from '../fixtures/registry/registry-grants';
import { RegistryWorld, registryWorld } from '../fixtures/registry/registry-world';
import { firstDifference, matrixOf } from '../oracle/iam/matrix';
import { worldMutations } from '../oracle/iam/mutation/world-mutations';

const keysOf = <T extends object>(table: T) => Object.keys(table) as (keyof T)[];

interface Proof {
  readonly name: keyof typeof ALLOWED_IN_REGISTRY;
  readonly make: () => RegistryWorld;
  readonly reaches: Reaches;
}

/** A grant to a principal of a class, in the registry of the scene. */
function granted(name: keyof typeof REGISTRY_GRANTS, principal: keyof typeof REACHES, options?: SceneOptions): RegistryWorld {
  const made: PrincipalClass = PRINCIPAL_CLASSES[principal];
  const grant = (...[registry, scene]: Parameters<Parameters<typeof registryWorld>[0]>) => {
    const grantee = made.grantee(scene);
    REGISTRY_GRANTS[name](registry, grantee);
    made.use?.(grantee);
  };
  return registryWorld(grant, made, options);
}

const toGrantees = keysOf(REGISTRY_GRANTS).flatMap((name) =>
  keysOf(REACHES).map((principal): [string, Proof] => [
    `${name} to: ${principal}`,
    { name, make: () => granted(name, principal), reaches: REACHES[principal] },
  ]),
);
const withoutGrantee = keysOf(REGISTRY_GRANTS_WITHOUT_GRANTEE).map((name): [string, Proof] => {
  const { of, grant } = REGISTRY_GRANTS_WITHOUT_GRANTEE[name];
  return [name, { name, make: () => registryWorld(grant), reaches: REACHES_WITHOUT_GRANTEE[of] }];
});
const agnostic = keysOf(REGISTRY_GRANTS).flatMap((name) =>
  keysOf(REACHES_AGNOSTIC).map((principal): [string, Proof] => [
    `in a stack without an environment, ${name} to: ${principal}`,
    { name, make: () => granted(name, principal, { agnostic: true }), reaches: REACHES_AGNOSTIC[principal] },
  ]),
);
const elsewhere = ['cn-north-1', 'us-gov-west-1'].flatMap((region) =>
  keysOf(REGISTRY_GRANTS).flatMap((name) =>
    (['a role of the app', 'a user of the app', 'a role of the app in another account', 'another account', 'Lambda'] as const).map(
      (principal): [string, Proof] => [
        `in the partition of ${region}, ${name} to: ${principal}`,
        { name, make: () => granted(name, principal, { region }), reaches: REACHES[principal] },
      ],
    ),
  ),
);

// one synthesis for the tests about the same grant
const made = new Map<Proof, RegistryWorld>();
function worldOf(proof: Proof): RegistryWorld {
  const found = made.get(proof) ?? proof.make();
  made.set(proof, found);
  return found;
}

const proofs = [...toGrantees, ...withoutGrantee];

describe.each([...proofs, ...sampledWhenQuick([...agnostic, ...elsewhere], 5)])('%s', (_, proof) => {
  test('allows exactly its actions at exactly its repositories, before and after ECR has created them', () => {
    const { empty, filled, questions } = worldOf(proof);
    const expected = { allowed: ALLOWED_IN_REGISTRY[proof.name], reaches: proof.reaches };
    expect(matrixOf(empty, questions)).toEqual(expectedInRegistry({ ...expected, filled: false }, questions));
    expect(matrixOf(filled, questions)).toEqual(expectedInRegistry({ ...expected, filled: true }, questions));
  });
});

describe.each(sampledWhenQuick(proofs, 23))('%s', (_, proof) => {
  test('every mutation of its policies changes a decision, except the equivalent ones', () => {
    const { filled, questions, material } = worldOf(proof);
    const decided = matrixOf(filled, questions);
    const mutants = [...worldMutations(filled, material)];
    const unnoticed = mutants.filter(([, mutant]) => firstDifference(mutant, questions, decided) === undefined).map(([what]) => what);
    const isEquivalent = (what: string) => EQUIVALENT_MUTANTS.some(({ mutant, of = proof.name }) => of === proof.name && mutant.test(what));
    expect(unnoticed.filter((what) => !isEquivalent(what))).toEqual([]);
  });
});
