import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import * as ts from 'typescript';
import { putOffExports } from './put-off-exports';
import { putOffRequires } from './put-off-requires';

/** Rewrites the compiled modules in lib/, so that an app loads those it uses when it uses them. */
const lib = resolve('lib');
const files = readdirSync(lib, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.js'))
  .map((file) => join(lib, file));

// only names inside of each module are asked for, so nothing that a module imports is read
const program = ts.createProgram(files, { allowJs: true, noLib: true, noResolve: true, types: [], target: ts.ScriptTarget.ES2022 });
const checker = program.getTypeChecker();
for (const file of files) writeFileSync(file, putOffRequires(program.getSourceFile(file)!, checker));

const index = join(lib, 'index.js');
const load = createRequire(index);
const namesOf = (module: string) => Object.keys(load(module) as object);
writeFileSync(index, putOffExports(readFileSync(index, 'utf8'), namesOf));
