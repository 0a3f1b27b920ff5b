import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The names and licences of the packages that the files belong to, which esbuild has read for a bundle. */
export function licencesOf(files: readonly string[]): string {
  const folders = new Set(
    files.flatMap((file) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(file) ?? []).filter((name) => name?.includes('node_modules')),
  );
  return notice([...folders].sort().map(bundled));
}

interface Bundled {
  readonly nameAndVersion: string;
  readonly licence: string;
}

function bundled(folder: string): Bundled {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>;
  const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license'].map((each) => join(folder, each)).find(existsSync);
  return { nameAndVersion: `${name} ${version}`, licence: file === undefined ? `${license}\n` : readFileSync(file, 'utf8').trim() };
}

/** The packages by their licences: most have the same text. */
function notice(packages: readonly Bundled[]): string {
  const licences = new Set(packages.map(({ licence }) => licence));
  return [...licences]
    .map((licence) => {
      const names = packages.filter((one) => one.licence === licence).map(({ nameAndVersion }) => nameAndVersion);
      return `This file contains ${names.join(', ')}, under this licence:\n\n${licence}`;
    })
    .join('\n\n');
}
