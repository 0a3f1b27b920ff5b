import { Caller } from './caller';
import { Context, RequestContext } from './context';
import { Concerned, concerned, decideAction } from './decide';
import { World } from './world';

/** Who asks: a caller in a context, under the name that the tests give. */
export interface Probe {
  readonly name: string;
  readonly caller: Caller;
  readonly context?: Context;
}

/** All the questions that a matrix answers. */
export interface Questions {
  readonly probes: readonly Probe[];
  /** The ARNs by name; `*` is one of them. */
  readonly resources: Readonly<Record<string, string>>;
  readonly actions: readonly string[];
}

/** What one probe may do with one resource, and what each side says by itself. */
export interface Cell {
  readonly allowed: readonly string[];
  readonly identitySide: readonly string[];
  readonly resourceSide: readonly string[];
  readonly registrySide: readonly string[];
}

/** The cells in which there is anything, by `<probe> on <resource>`. */
export type Matrix = Readonly<Record<string, Cell>>;

export function matrixOf(world: World, questions: Questions): Matrix {
  return Object.fromEntries(cells(world, questions));
}

/** The first cell in which the world differs from what is expected of it; undefined when there is none. */
export function firstDifference(world: World, questions: Questions, expected: Matrix): string | undefined {
  let found = 0;
  for (const [name, cell] of cells(world, questions)) {
    if (!same(cell, expected[name])) return name;
    found += 1;
  }
  return found === Object.keys(expected).length ? undefined : 'a cell that is empty now';
}

/** The same probe once more for each key of its request, with that key absent. */
export function withEachKeyAbsent(probe: Probe): Probe[] {
  const keys = new RequestContext(probe.caller, probe.context).keys;
  return [
    probe,
    ...keys.map((key) => ({ ...probe, name: `${probe.name} without ${key}`, context: { ...probe.context, [key]: undefined } })),
  ];
}

function* cells(world: World, { probes, resources, actions }: Questions): Generator<[string, Cell]> {
  for (const probe of probes) {
    const context = contextOf(probe);
    const identityPolicies = world.policiesOf(probe.caller);
    for (const [resourceName, resource] of Object.entries(resources)) {
      const statements = concerned(
        { principal: probe.caller, resource, context },
        {
          identityPolicies,
          resourcePolicy: world.policyOn(resource),
          registryPolicy: world.registryPolicyFor(probe.caller, resource, context),
        },
      );
      if (statements.identity.length + statements.resource.length + statements.registry.length === 0) continue;
      const cell = cellOf(actions, statements);
      if (cell.identitySide.length + cell.resourceSide.length + cell.registrySide.length > 0) {
        yield [`${probe.name} on ${resourceName}`, cell];
      }
    }
  }
}

function cellOf(actions: readonly string[], statements: Concerned): Cell {
  const cell = { allowed: [] as string[], identitySide: [] as string[], resourceSide: [] as string[], registrySide: [] as string[] };
  for (const action of actions) {
    const { allowed, identitySide, resourceSide, registrySide } = decideAction(action, statements);
    if (allowed) cell.allowed.push(action);
    if (identitySide === 'allowed') cell.identitySide.push(action);
    if (resourceSide === 'allowed') cell.resourceSide.push(action);
    if (registrySide === 'allowed') cell.registrySide.push(action);
  }
  return cell;
}

const contexts = new WeakMap<Probe, RequestContext>();

/** The same probe is asked in every mutant of a world. */
function contextOf(probe: Probe): RequestContext {
  const context = contexts.get(probe) ?? new RequestContext(probe.caller, probe.context);
  contexts.set(probe, context);
  return context;
}

function same(cell: Cell, expected: Cell | undefined): boolean {
  return expected !== undefined && (Object.keys(cell) as (keyof Cell)[]).every((side) => String(cell[side]) === String(expected[side]));
}
