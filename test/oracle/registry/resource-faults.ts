import { Constraint, propertiesOf, REGISTRY_CONSTRAINTS, TypeConstraints } from './constraints';
import { Json, JsonObject } from '../cloudformation/template';

/** What CloudFormation or the API of Amazon ECR refuses in a resource of the registry. */
export interface ResourceFault {
  /** Such as `Rules[0].ScanFrequency`. */
  readonly property: string;
  /** A rule of the constraints; `exists` where there is no such property. */
  readonly rule: keyof Constraint | 'exists';
}

/** The faults of a resource without intrinsic functions; an error if the type is not one of the registry. */
export function resourceFaults(type: string, properties: JsonObject): ResourceFault[] {
  const constraints = REGISTRY_CONSTRAINTS[type];
  if (constraints === undefined) throw new Error(`${type} is not a type of the registry`);
  return new Judgement(constraints).ofObject(properties, '', '');
}

class Judgement {
  constructor(private readonly constraints: TypeConstraints) {}

  /** The faults of the properties of an object: where it is, and under which path its constraints are. */
  public ofObject(object: JsonObject, place: string, path: string): ResourceFault[] {
    const at = (parent: string, name: string) => (parent === '' ? name : `${parent}.${name}`);
    const known = propertiesOf(this.constraints, path);
    const missing = [...known].filter(([name, { required }]) => required === true && object[name] === undefined);
    const given = Object.entries(object).filter(([, value]) => value !== undefined);
    return [
      ...missing.map(([name]): ResourceFault => ({ property: at(place, name), rule: 'required' })),
      ...given.flatMap(([name, value]): ResourceFault[] =>
        known.has(name) ? this.ofValue(value, at(place, name), at(path, name)) : [{ property: at(place, name), rule: 'exists' }],
      ),
    ];
  }

  private ofValue(value: Json, place: string, path: string): ResourceFault[] {
    const constraint = this.constraints[path];
    const broken = (rules: ResourceFault['rule'][]) => rules.map((rule): ResourceFault => ({ property: place, rule }));
    switch (constraint.type) {
      case 'text':
        return broken(typeof value === 'string' ? brokenByText(value, constraint) : ['type']);
      case 'document':
        return typeof value === 'string' || isObject(value) ? broken(brokenByText(asText(value), constraint)) : broken(['type']);
      case 'object':
        return isObject(value) ? this.ofObject(value, place, path) : broken(['type']);
      case 'list': {
        if (!Array.isArray(value)) return broken(['type']);
        const elements = value as readonly Json[];
        const repeated = new Set(elements.map((element) => JSON.stringify(element))).size < elements.length;
        const unique = constraint.unique === true && repeated ? (['unique'] as const) : [];
        const inside = elements.flatMap((element, index) => this.ofValue(element, `${place}[${index}]`, `${path}[]`));
        return [...broken([...brokenByCount(elements.length, constraint), ...unique]), ...inside];
      }
      case 'boolean':
        return broken(typeof value === 'boolean' ? [] : ['type']);
    }
  }
}

function brokenByText(text: string, { values, patterns = [], ...bounds }: Constraint): ResourceFault['rule'][] {
  return [
    // a character outside the basic plane is one character
    ...brokenByCount([...text].length, bounds),
    ...(values !== undefined && !values.includes(text) ? (['values'] as const) : []),
    ...(patterns.every((pattern) => linear(pattern).test(text)) ? [] : (['patterns'] as const)),
  ];
}

function brokenByCount(count: number, { min = 0, max = Infinity }: Partial<Constraint>): ResourceFault['rule'][] {
  return [...(count < min ? (['min'] as const) : []), ...(count > max ? (['max'] as const) : [])];
}

/** The expression of a pattern, or another for the same texts: that of scanning filters takes exponential time for a long text that it does not match. */
function linear(pattern: string): RegExp {
  return new RegExp(pattern === '^[a-z0-9*](?:[._\\-/a-z0-9*]?[a-z0-9*]+)*$' ? '^[a-z0-9*]+(?:[._\\-/][a-z0-9*]+)*$' : pattern);
}

function asText(document: Json): string {
  return typeof document === 'string' ? document : JSON.stringify(document);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
