import * as fs from 'node:fs';
import * as path from 'node:path';
import { VERSION } from './versions';
import { built, emptied, onlyFile, ROOT } from './workspace';
import { LANGUAGES, setReadme, Target } from '../projenrc/packing/readme';
import { run } from '../tools/process';

/** The library as a release has it: what npm packs of this checkout, with the version of a release and the README of a language. */
export function releaseFolder(target: Target): string {
  return built('release', target);
}

/** Makes these folders. */
export async function makeRelease(): Promise<void> {
  const folder = emptied('release');
  await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: ROOT });
  await run('tar', ['-xzf', onlyFile(folder, '.tgz'), '-C', folder]);
  for (const name of ['package.json', '.jsii']) {
    const file = path.join(folder, 'package', name);
    const manifest = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>;
    fs.writeFileSync(file, JSON.stringify({ ...manifest, version: VERSION }));
  }
  for (const target of ['js', ...LANGUAGES] as const) {
    fs.cpSync(path.join(folder, 'package'), releaseFolder(target), { recursive: true });
    setReadme(releaseFolder(target), target);
  }
}
