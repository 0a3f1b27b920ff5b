import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setReadme, Target } from './readme';

/** Packs the library for a language into dist/: `run.ts python`. */
const target = process.argv[2] as Target;
const folder = resolve('build/packages', target);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const run = (program: string, ...args: string[]): Buffer => execFileSync(program, args, { stdio: 'inherit' });
run('npm', 'pack', '--silent', '--pack-destination', folder);
const [tarball] = readdirSync(folder);
run('tar', '-xzf', join(folder, tarball), '-C', folder);

const unpacked = join(folder, 'package');
setReadme(unpacked, target);
// the examples of the API, which `npx projen rosetta` has translated
const tablet = resolve('.jsii.tabl.json');
const examples = existsSync(tablet) ? ['--rosetta-tablet', tablet] : [];
run('npx', '--no-install', 'jsii-pacmak', unpacked, '--verbose', '--targets', target, '--outdir', resolve('dist'), ...examples);
