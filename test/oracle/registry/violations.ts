import { Constraint, REGISTRY_CONSTRAINTS } from './constraints';
import { ResourceFault } from './resource-faults';
import { SOUND_RESOURCES } from './sound-resources';
import { Json, JsonObject } from '../cloudformation/template';

/** A sound resource in which one thing was changed, and the fault that it has because of that. */
export interface Violation {
  readonly type: string;
  readonly properties: JsonObject;
  readonly fault: ResourceFault;
}

/** A value that breaks a rule, given one that does not; undefined where the value has to be left out. */
const BREAKING: Readonly<Record<keyof Constraint, (sound: Json, constraint: Constraint) => Json>> = {
  type: (_, { type }) => (type === 'list' || type === 'object' ? 'text' : ['list']),
  required: () => undefined,
  values: () => 'no-such-value',
  min: (sound, { min = 0 }) => (Array.isArray(sound) ? sound.slice(0, min - 1) : String(sound).slice(0, min - 1)),
  max: (sound, { max = 0 }) => (Array.isArray(sound) ? Array<Json>(max + 1).fill(sound[0] as Json) : 'a'.repeat(max + 1)),
  unique: (sound) => [...(sound as Json[]), (sound as Json[])[0]],
  patterns: (sound) => `${String(sound)} `,
};

/** Breaks every rule of every property of the registry's types, each in a resource of its own. */
export function violations(): Violation[] {
  return Object.entries(REGISTRY_CONSTRAINTS).flatMap(([type, constraints]) => {
    const sound = SOUND_RESOURCES[type];
    const objects = ['', ...Object.keys(constraints).filter((path) => constraints[path].type === 'object')];
    return [
      ...Object.entries(constraints).flatMap(([path, constraint]) =>
        (Object.keys(constraint) as (keyof Constraint)[]).map((rule): Violation => {
          const property = firstElements(path);
          const properties = changed(sound, property, (value) => BREAKING[rule](value, constraint));
          return { type, properties, fault: { property, rule } };
        }),
      ),
      ...objects.map((path): Violation => {
        const property = path === '' ? 'Unknown' : `${firstElements(path)}.Unknown`;
        return { type, properties: changed(sound, property, () => 'value'), fault: { property, rule: 'exists' } };
      }),
    ];
  });
}

function firstElements(path: string): string {
  return path.replaceAll('[]', '[0]');
}

/** A copy in which the value at a place such as `Rules[0].Filter` is another one. */
function changed(object: JsonObject, place: string, to: (value: Json) => Json): JsonObject {
  const copy = structuredClone(object) as Record<string, Json>;
  const keys = place.replaceAll('[0]', '.0').split('.');
  const parent = keys.slice(0, -1).reduce((inner, key) => inner[key] as Record<string, Json>, copy);
  const last = keys[keys.length - 1];
  parent[last] = to(parent[last]);
  return copy;
}
