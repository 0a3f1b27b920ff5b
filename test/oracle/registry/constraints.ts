import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What CloudFormation and the API of Amazon ECR require of a property, the tighter of the two. */
export interface Constraint {
  readonly type: 'boolean' | 'document' | 'list' | 'object' | 'text';
  readonly required?: true;
  readonly values?: readonly string[];
  /** Of characters, or of the elements of a list. */
  readonly min?: number;
  readonly max?: number;
  /** Whether no element of a list may be repeated. */
  readonly unique?: true;
  /** Regular expressions that all have to be found in the text. */
  readonly patterns?: readonly string[];
}

/** The constraints of a type of resource, by property, such as `Rules[].ScanFrequency`. */
export type TypeConstraints = Readonly<Record<string, Constraint>>;

const FILE = join(__dirname, '../../data/registry-constraints.json');

/** The constraints of the types of the registry, which `npx projen test:registry-schemas` compares with their sources. */
export const REGISTRY_CONSTRAINTS = (JSON.parse(readFileSync(FILE, 'utf8')) as { types: Readonly<Record<string, TypeConstraints>> }).types;

/** The properties of an object, or of the resource itself, by name. */
export function propertiesOf(constraints: TypeConstraints, parent: string): Map<string, Constraint> {
  const start = parent === '' ? '' : `${parent}.`;
  const found = Object.entries(constraints).filter(([path]) => path.startsWith(start) && /^\w+$/.test(path.slice(start.length)));
  return new Map(found.map(([path, constraint]) => [path.slice(start.length), constraint]));
}
