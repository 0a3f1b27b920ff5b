import { Allowed, ALLOWED } from './expected-actions';
import { METHODS } from '../support/access/methods';
import { CHANGES } from '../support/shapes/changes';
import { expectationOf, isLookedUp, makeSense } from '../support/shapes/expectation';
import { grantFaults } from '../support/shapes/grant-faults';
import { GranteeKind, GRANTEES, Naming } from '../support/shapes/grantees';
import { Place, PLACES } from '../support/shapes/places';
import { REPOSITORIES } from '../support/shapes/repositories';
import { sampled } from '../support/shapes/sampled';
import { builtApp, DeployedShapes, Shapes } from '../support/shapes/world-of-shapes';

const SEED = 11;
const keysOf = <T extends object>(table: T) => Object.keys(table) as (keyof T)[];

const NAMINGS: readonly Naming[] = ['named', 'without a name', 'named if needed'];

/** Worlds whose grants are known to be wrong. An entry goes with the change that corrects it. */
const OPEN: readonly ((shapes: Shapes) => boolean)[] = [
  // references of a principal or a condition that lose their stack on the way into the policy of the repository
  ({ grantee, place }) => referredTo(grantee) && place !== 'in one stack' && place !== 'in one stack without an environment',
  // names that aws-cdk-lib generates in nested stacks
  ({ naming, place }) => naming === 'named if needed' && place === 'the grantee in a nested stack of another account',
  // names of repositories that change
  ({ change }) => change !== 'the name stays',
  ({ grantee }) => grantee === 'the ARN of a role that is looked up',
  ({ repository, place }) => repository === 'an ecr.Repository without a name' && !(PLACES[place] as Place).referable,
];

function referredTo(name: Shapes['grantee']): boolean {
  const { side, type }: GranteeKind = GRANTEES[name];
  return (side !== 'identity' && type !== undefined) || name === 'a role imported by a parameter';
}

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

describe('a grant allows exactly what it says, or is a clear error', () => {
  test.each(worlds.map((shapes): [string, Shapes] => [titleOf(shapes), shapes]))('%s', (_, shapes) => {
    const { orError, ...expected } = expectationOf(shapes);
    const deployed = deployedOrError(shapes);
    if (deployed instanceof Error) {
      count.errors += 1;
      expect(clarityOf(deployed)).toBe('clear');
      // not an answer where the grant has to succeed
      expect({ orError, error: deployed.message }).toEqual({ orError: expect.any(String), error: deployed.message });
    } else if (deployed !== undefined) {
      const { world, questions } = deployed;
      count.questions += questions.probes.length * Object.keys(questions.resources).length * questions.actions.length;
      expect(grantFaults(world, questions, { ...grantedBy(shapes), ...expected })).toEqual([]);
    }
  });
});

/** What is there after the deployment; nothing where the first synthesis is all that can be asked for. */
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

/** aws-cdk-lib's own words where a reference cannot get from one stack to another: those of a user's tokens are its business. */
const REFERENCE =
  /cannot cross stage boundaries|in a cross-environment fashion|CannotGeneratePhysicalName|Cannot generate a physical name|Cross stack\/region references are only supported/;

/** Whether an error is one of the library's own, or what aws-cdk-lib says of a reference; else what it says. */
function clarityOf(error: Error): string {
  // the name of a repository is what the library asks for itself
  const unclear = /Resolution error: Resolution error|\$\{Token\[|\$\{token\[|Cannot use resource '[^']*Repository'/.test(error.message);
  const own = error.name === 'SecureRepositoryError' || /^Validation failed with the following errors:\n {2}\[/.test(error.message);
  return !unclear && (own || REFERENCE.test(error.message)) ? 'clear' : `${error.name}: ${error.message}`;
}
