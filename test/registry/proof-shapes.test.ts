import { ALLOWED_IN_REGISTRY } from './expected-grants';
import { Allowed, ALLOWED } from '../access/expected-actions';
import { REGISTRY_GRANTS } from '../fixtures/registry/registry-grants';
import { appWithRegistry, RegistryShapes } from '../fixtures/registry/registry-shapes';
import { clarityOf } from '../fixtures/shapes/clarity';
import { expectationOf, isLookedUp } from '../fixtures/shapes/expectation';
import { grantFaults } from '../fixtures/shapes/grant-faults';
import { GranteeKind } from '../fixtures/shapes/grantee-kind';
import { GRANTEES } from '../fixtures/shapes/grantees';
import { PLACES } from '../fixtures/shapes/places';
import { sampled } from '../fixtures/shapes/sampled';
import { DeployedShapes } from '../fixtures/shapes/world-of-shapes';

const keysOf = <T extends object>(table: T) => Object.keys(table) as (keyof T)[];

const worlds = sampled<RegistryShapes>(
  {
    grantee: keysOf(GRANTEES),
    place: keysOf(PLACES),
    naming: ['named', 'without a name', 'named if needed'],
    grant: keysOf(REGISTRY_GRANTS),
  },
  11,
  100,
  makesSense,
);

/** As for the grants on a repository; a template has no grant to CodeBuild, and a cache none to a service. */
function makesSense({ grantee, place, naming, grant }: RegistryShapes): boolean {
  const { type, caller }: GranteeKind = GRANTEES[grantee];
  if (caller === 'codebuild' || (caller === 'lambda' && grant !== 'template.grantPull')) return false;
  if (isLookedUp({ grantee, repository: 'a SecureRepository' }) && /without an environment/.test(place)) return false;
  return type !== undefined || naming === 'named';
}

const count = { errors: 0, questions: 0 };
afterAll(() => {
  process.stdout.write(
    `proof of registries over shapes: ${worlds.length} worlds, ${count.errors} of them errors, ${count.questions} questions\n`,
  );
});

describe('a grant of a registry allows exactly its actions, or is a clear error', () => {
  test.each(worlds.map((shapes): [string, RegistryShapes] => [titleOf(shapes), shapes]))('%s', (_, shapes) => {
    const { grantee, place, naming } = shapes;
    const { orError, ...expected } = expectationOf({
      grantee,
      place,
      naming,
      repository: 'a SecureRepository',
      method: 'grantPull',
      change: 'the name stays',
    });
    const deployed = deployedOrError(shapes);
    if (deployed instanceof Error) {
      count.errors += 1;
      expect(clarityOf(deployed)).toBe('clear');
      // an error is not accepted where the grant must succeed
      expect({ orError, error: deployed.message }).toEqual({ orError: expect.any(String), error: deployed.message });
    } else if (deployed !== undefined) {
      const { world, questions } = deployed;
      count.questions += questions.probes.length * Object.keys(questions.resources).length * questions.actions.length;
      expect(grantFaults(world, questions, { ...allowedBy(shapes), ...expected })).toEqual([]);
    }
  });
});

/** Returns the deployed world; undefined before a look-up, when only the first synthesis is possible. */
function deployedOrError(shapes: RegistryShapes): DeployedShapes | Error | undefined {
  try {
    const { app, deployed } = appWithRegistry(shapes);
    if (!isLookedUp({ grantee: shapes.grantee, repository: 'a SecureRepository' })) return deployed();
    app.synth();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

function allowedBy({ grantee, grant }: RegistryShapes): Allowed {
  const { caller }: GranteeKind = GRANTEES[grantee];
  if (caller === 'lambda') return ALLOWED.grantPullToService;
  const { repository, registry, ...login } = ALLOWED_IN_REGISTRY[grant];
  return { actions: [...repository, ...registry].sort(), ...login };
}

function titleOf({ grantee, place, naming, grant }: RegistryShapes): string {
  return `${grant} to ${grantee} (${naming}), ${place}`;
}
