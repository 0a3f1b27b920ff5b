import * as fs from 'node:fs';
import * as path from 'node:path';
import { ROOT } from '../workspace';

/** A reference to a type, as far as names need it. */
export interface TypeReference {
  readonly fqn?: string;
}

/** A parameter of a method. */
export interface Parameter {
  readonly name: string;
  readonly type: TypeReference;
}

/** A method or a constructor. */
export interface Method {
  readonly name: string;
  readonly static?: boolean;
  readonly parameters?: Parameter[];
}

/** A property. */
export interface Property {
  readonly name: string;
  readonly static?: boolean;
  readonly const?: boolean;
}

/** A class, an interface, a struct (an interface with `datatype`) or an enum. */
export interface Type {
  readonly name: string;
  readonly kind: 'class' | 'interface' | 'enum';
  readonly datatype?: boolean;
  readonly initializer?: { readonly parameters?: Parameter[] };
  readonly methods?: Method[];
  readonly properties?: Property[];
  readonly members?: { readonly name: string }[];
}

/** The public API, as jsii has written it down. */
export interface Assembly {
  readonly types: Record<string, Type>;
}

/** The public API of what was compiled last. */
export function readAssembly(): Assembly {
  return JSON.parse(fs.readFileSync(path.join(ROOT, '.jsii'), 'utf8')) as Assembly;
}
