import * as fs from 'node:fs';
import * as path from 'node:path';
import { Assembly } from './assembly';

/** The names that TypeScript users see, and `require.Name` for what the package has when it runs. */
export function typescriptNames({ types }: Assembly): Set<string> {
  const names = new Set<string>();
  for (const type of Object.values(types)) {
    names.add(type.name);
    if (type.kind !== 'interface') names.add(`require.${type.name}`);
    const members = [...(type.members ?? []), ...(type.methods ?? []), ...(type.properties ?? [])];
    for (const { name } of members) names.add(`${type.name}.${name}`);
  }
  return names;
}

/** The declarations that a file exports, with those of the files that it exports all of. */
export function exportedDeclarations(file: string): string {
  const text = fs.readFileSync(file, 'utf8');
  const modules = [...text.matchAll(/^export \* from '(.+)';$/gm)].map(([, module]) => path.join(path.dirname(file), `${module}.d.ts`));
  return [text, ...modules.map(exportedDeclarations)].join('\n');
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
