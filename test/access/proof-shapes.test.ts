import { Allowed, ALLOWED } from './expected-actions';
import { METHODS } from '../fixtures/access/methods';
import { CHANGES } from '../fixtures/shapes/changes';
import { clarityOf } from '../fixtures/shapes/clarity';
import { expectationOf, isLookedUp, makeSense, NAME_CHANGES } from '../fixtures/shapes/expectation';
import { grantFaults } from '../fixtures/shapes/grant-faults';
import { GranteeKind, Naming } from '../fixtures/shapes/grantee-kind';
import { GRANTEES } from '../fixtures/shapes/grantees';
import { Place, PLACES } from '../fixtures/shapes/places';
import { REPOSITORIES } from '../fixtures/shapes/repositories';
import { sampled } from '../fixtures/shapes/sampled';
import { builtApp, DeployedShapes, RENAMED, Shapes } from '../fixtures/shapes/world-of-shapes';

const SEED = 11;
const keysOf = <T extends object>(table: T) => Object.keys(table) as (keyof T)[];

const NAMINGS: readonly Naming[] = ['named', 'without a name', 'named if needed'];

/** Worlds whose grants are known to be wrong. The change that corrects one removes its entry. */
const OPEN: readonly ((shapes: Shapes) => boolean)[] = [
  // another environment has the name that was generated before the change
  ({ repository, place, change }) =>
    repository === 'a SecureRepository that is named if needed' && !(PLACES[place] as Place).referable && change !== 'the name stays',
  // nested stacks that refer to each other
  ({ grantee, place }) => grantee === 'a role imported by a parameter' && place === 'in two nested stacks of one stack',
];

const worlds = sampled<Shapes>(
  {
    grantee: keysOf(GRANTEES),
    place: keysOf(PLACES),
    repository: keysOf(REPOSITORIES),
    naming: NAMINGS,
    method: keysOf(METHODS),
    // more often than each change
    change: [...Array<'the name stays'>(5).fill('the name stays'), ...keysOf(CHANGES)],
  },
  SEED,
  300,
  makeSense,
).filter((shapes) => !OPEN.some((isOpen) => isOpen(shapes)));

const count = { errors: 0, questions: 0 };
afterAll(() => {
  process.stdout.write(
    `proof over shapes: ${worlds.length} worlds (seed ${SEED}), ${count.errors} of them errors, ${count.questions} questions\n`,
  );
});

describe('a grant allows exactly its actions, or is a clear error', () => {
  test.each(worlds.map((shapes): [string, Shapes] => [titleOf(shapes), shapes]))('%s', (_, shapes) => {
    const { orError, ...expected } = expectationOf(shapes);
    const deployed = deployedOrError(shapes);
    if (deployed instanceof Error) {
      count.errors += 1;
      expect(clarityOf(deployed)).toBe('clear');
      // an error is not accepted where the grant must succeed
      expect({ orError, error: deployed.message }).toEqual({ orError: expect.any(String), error: deployed.message });
      if (orError === NAME_CHANGES) expect(deployed.message).toContain(RENAMED);
    } else if (deployed !== undefined) {
      const { world, questions } = deployed;
      count.questions += questions.probes.length * Object.keys(questions.resources).length * questions.actions.length;
      expect(grantFaults(world, questions, { ...grantedBy(shapes), ...expected })).toEqual([]);
    }
  });
});

/** Returns the deployed world; undefined before a look-up, when only the first synthesis is possible. */
function deployedOrError(shapes: Shapes): DeployedShapes | Error | undefined {
  try {
    const { app, deployed } = builtApp(shapes);
    if (!isLookedUp(shapes)) return deployed();
    app.synth();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

function grantedBy({ grantee, method }: Shapes): Allowed {
  const { caller }: GranteeKind = GRANTEES[grantee];
  return caller === 'lambda' || caller === 'codebuild' ? ALLOWED.grantPullToService : ALLOWED[method];
}

function titleOf({ grantee, place, repository, naming, method, change }: Shapes): string {
  return `${method} to ${grantee} (${naming}) on ${repository}, ${place}; ${change}`;
}
