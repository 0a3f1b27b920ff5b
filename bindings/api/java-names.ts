import { Assembly, Type } from './assembly';

/** The names that Java users see: `Class.member`, and `Class.Builder.member` for what a builder sets. */
export function javaNames({ types }: Assembly): Set<string> {
  const names = new Set<string>();
  for (const type of Object.values(types)) {
    names.add(type.name);
    for (const { name } of type.members ?? []) names.add(`${type.name}.${name}`);
    for (const { name } of type.methods ?? []) names.add(`${type.name}.${name}`);
    for (const { name, const: isConstant } of type.properties ?? []) names.add(`${type.name}.${isConstant ? name : getter(name)}`);
    for (const name of setters(type, types)) names.add(`${type.name}.Builder.${name}`);
  }
  return names;
}

/** A struct has a builder, and so has a class whose constructor takes one in the last place. */
function setters(type: Type, types: Record<string, Type>): string[] {
  const struct = type.datatype ? type : types[type.initializer?.parameters?.at(-1)?.type.fqn ?? ''];
  if (!struct?.datatype) return [];
  return [type.datatype ? 'build' : 'create', ...(struct.properties ?? []).map(({ name }) => name)];
}

function getter(property: string): string {
  return `get${property[0].toUpperCase()}${property.slice(1)}`;
}

/** The names that `javap -public` lists for classes of one package. */
export function namesFromJavap(listing: string, javaPackage: string): Set<string> {
  const names = new Set<string>();
  let type = '';
  for (const line of listing.split('\n')) {
    const header = /^public .*?(?:class|interface) ([\w.$]+)/.exec(line);
    if (header) {
      type = header[1].replace(`${javaPackage}.`, '').replace('$', '.');
      names.add(type);
      continue;
    }
    const member = /([\w$]+)(?:\(.*\).*)?;$/.exec(line);
    if (member) names.add(`${type}.${member[1]}`);
  }
  return names;
}
