import * as fs from 'node:fs';
import * as path from 'node:path';
import { Outcome } from './tap';
import { ROOT } from './workspace';

/** A file whose lines are mistakes that a compiler finds. */
export function refusedSource(name: string): string {
  return path.join(ROOT, 'test', 'bindings', 'refused', name);
}

/** What a compiler has said of such a file, in which each mistake has a comment with its name and what is to be said of it. */
export function refusals(source: string, output: string): Outcome[] {
  return fs
    .readFileSync(source, 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      const [, name, expected] = /\/\/ ([^:]+): (.+)$/.exec(line) ?? [];
      return name === undefined ? [] : [outcome(name, expected, saidOf(`${path.basename(source)}`, index + 1, output))];
    });
}

function outcome(name: string, expected: string, said: string): Outcome {
  return { name, ok: said.includes(expected), comment: `told: ${said || 'nothing'}\nexpected: ${expected}\n` };
}

/** What stands in the output about a line, with what explains it below. */
function saidOf(file: string, line: number, output: string): string {
  const lines = output.split('\n');
  const isAbout = new RegExp(`${file.replace('.', '\\.')}[:([]+${line}[:,]`);
  const first = lines.findIndex((text) => isAbout.test(text));
  return first < 0 ? '' : lines.slice(first, first + 2).join('\n');
}
