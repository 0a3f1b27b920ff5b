import * as fs from 'node:fs';
import * as path from 'node:path';

/** How the templates of two assemblies differ, byte for byte; undefined when they do not. */
export function templateDifference(expected: string, actual: string): string | undefined {
  const names = templatesIn(expected);
  const others = templatesIn(actual);
  if (names.length === 0) return `${expected} holds no template`;
  if (names.join() !== others.join()) return `the templates are ${others.join(', ') || 'none'}, expected ${names.join(', ')}`;
  for (const name of names) {
    const difference = firstDifference(read(expected, name), read(actual, name));
    if (difference) return `${name}, ${difference}`;
  }
  return undefined;
}

/** The first line in which two texts differ, in words. */
export function firstDifference(expected: string, actual: string): string | undefined {
  if (expected === actual) return undefined;
  const wanted = expected.split('\n');
  const got = actual.split('\n');
  const line = wanted.findIndex((text, index) => text !== got[index]);
  return line < 0
    ? 'it has more lines than expected'
    : `line ${line + 1}: ${got[line]?.trim() ?? 'nothing'}, expected ${wanted[line].trim()}`;
}

function templatesIn(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.template.json'))
    .sort();
}

function read(folder: string, name: string): string {
  return fs.readFileSync(path.join(folder, name), 'utf8');
}
