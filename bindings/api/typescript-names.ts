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

/** The declarations that a file exports, with those of the files that it exports all of, and those that it exports by name. */
export function exportedDeclarations(file: string): string {
  const text = fs.readFileSync(file, 'utf8');
  const declarations = (module: string): string => path.join(path.dirname(file), `${module}.d.ts`);
  const modules = [...text.matchAll(/^export \* from '(.+)';$/gm)].map(([, module]) => exportedDeclarations(declarations(module)));
  const named = [...text.matchAll(/^export (?:type )?\{ (.+) \} from '(.+)';$/gm)].flatMap(([, names, module]) =>
    names.split(', ').map((name) => declarationOf(name, fs.readFileSync(declarations(module), 'utf8'))),
  );
  return [text, ...modules, ...named].join('\n');
}

/** One declaration of a file, to the brace that closes it. */
function declarationOf(name: string, text: string): string {
  return new RegExp(`^export .*(?:class|interface|enum) ${name}\\b[^]*?^\\}`, 'm').exec(text)?.[0] ?? '';
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
