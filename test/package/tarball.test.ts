import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT, run } from './run';

/** What `npm pack --json` says of a tarball. */
interface Tarball {
  readonly size: number;
  readonly files: { readonly path: string }[];
}

let tarball: Tarball;

beforeAll(() => {
  [tarball] = JSON.parse(run(PROJECT, 'npm', 'pack', '--dry-run', '--json').stdout) as [Tarball];
});

test('it holds the code, its types, the API for other languages and the documents, and nothing else', () => {
  const rooms = [...new Set(tarball.files.map(({ path }) => path.split('/')[0]))];
  expect(rooms.sort()).toEqual(['.jsii', 'API.md', 'CHANGELOG.md', 'LICENSE', 'README.md', 'bin', 'lib', 'package.json']);
});

test('every module of the library comes with its types, and no source or test comes along', () => {
  const lib = tarball.files.map(({ path }) => path).filter((path) => path.startsWith('lib/'));
  const modules = lib.filter((path) => path.endsWith('.js'));
  expect(modules).toContain('lib/secure-repository.js');
  const types = modules.map((path) => path.replace(/\.js$/, '.d.ts'));
  expect(lib.sort()).toEqual([...modules, ...types].sort());
});

test('every relative link of the packed README leads to a file of the package, and every other one is absolute', () => {
  const readme = readFileSync(join(PROJECT, 'README.md'), 'utf8').replaceAll(/^```[^]*?^```/gm, '');
  const targets = [...readme.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, target]) => target);
  const relative = targets.filter((target) => !target.startsWith('https://'));
  const packed = tarball.files.map(({ path }) => path);
  expect(relative.length).toBeGreaterThan(0);
  expect(relative.filter((target) => !packed.includes(target))).toEqual([]);
});

test('it is smaller than a megabyte', () => {
  expect(tarball.size).toBeLessThan(1_000_000);
  console.info(`the tarball has ${tarball.size} bytes`);
});
