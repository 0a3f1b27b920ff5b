import * as path from 'node:path';
import { releaseFolder } from './release';
import { built, emptied, ROOT } from './workspace';
import { Target } from '../projenrc/packing/readme';
import { ProcessOptions, run } from '../tools/process';

/** Packs the library for a language, with the examples of its texts in that language. */
export async function pacmak(target: Target, args: string[] = [], options: ProcessOptions = {}): Promise<void> {
  emptied('dist', target);
  const what = [
    '--targets',
    target,
    '--outdir',
    built('dist'),
    '--rosetta-tablet',
    tabletFile(),
    '--rosetta-unknown-snippets',
    'fail',
    ...args,
  ];
  await run('npx', ['--no-install', 'jsii-pacmak', releaseFolder(target), ...what], { cwd: ROOT, ...options });
}

/** Translates the examples of the README and the docstrings, once for all languages. */
export async function translateExamples(): Promise<void> {
  const strict = ['--strict', '--compile', '--directory', '.', '--cache-to', tabletFile()];
  await run('npx', ['--no-install', 'jsii-rosetta', 'extract', ...strict], { cwd: ROOT });
}

function tabletFile(): string {
  return path.join(built(), 'examples.tabl.json');
}
