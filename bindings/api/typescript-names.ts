import { Assembly } from './assembly';

/** The names that TypeScript users see. */
export function typescriptNames({ types }: Assembly): Set<string> {
  const names = new Set<string>();
  for (const type of Object.values(types)) {
    names.add(type.name);
    const members = [...(type.members ?? []), ...(type.methods ?? []), ...(type.properties ?? [])];
    for (const { name } of members) names.add(`${type.name}.${name}`);
  }
  return names;
}

/** The names that declaration files declare. */
export function namesFromDeclarations(declarations: string): Set<string> {
  const names = new Set<string>();
  let type = '';
  for (const line of declarations.split('\n')) {
    const declared = /^export (?:declare )?(?:abstract )?(?:class|interface|enum) (\w+)/.exec(line);
    if (declared) names.add((type = declared[1]));
    const member = /^ {4}(?:(?:static|readonly|get|abstract|protected) )*(\w+)\??(?:[:(;]| =)/.exec(line);
    if (member) names.add(`${type}.${member[1]}`);
  }
  return names;
}
