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
      return name === undefined ? [] : [outcome(name, expected, saidOf(path.basename(source), index + 1, line, output))];
    });
}

function outcome(name: string, expected: string, said: string): Outcome {
  return { name, ok: said.includes(expected), comment: `told: ${said || 'nothing'}\nexpected: ${expected}\n` };
}

/**
 * What stands in the output about a line, with what explains it below. javac also prints the line itself, whose comment has what is expected:
 * that is left out.
 */
function saidOf(file: string, number: number, line: string, output: string): string {
  const lines = output.split('\n').filter((text) => text !== line);
  const place = `${file.replace('.', '\\.')}[:([]+`;
  const isAbout = new RegExp(`${place}${number}[:,]`);
  const first = lines.findIndex((text) => isAbout.test(text));
  if (first < 0) return '';
  const isNext = new RegExp(`${place}\\d+[:,]`);
  const length = lines.slice(first + 1).findIndex((text) => isNext.test(text));
  return lines.slice(first, length < 0 ? undefined : first + 1 + length).join('\n');
}
