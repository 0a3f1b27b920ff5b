import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { PROJECT, run } from './run';

/** What `npm pack --json` reports about a tarball. */
interface Tarball {
  readonly size: number;
  readonly files: { readonly path: string }[];
}

let tarball: Tarball;
let packed: string[];

beforeAll(() => {
  [tarball] = JSON.parse(run(PROJECT, 'npm', 'pack', '--dry-run', '--json').stdout) as [Tarball];
  packed = tarball.files.map(({ path }) => path);
});

/** The relative links of a packed document that lead to neither a file nor a folder of the tarball. */
function deadLinksIn(document: string): string[] {
  const prose = readFileSync(join(PROJECT, document), 'utf8')
    .replaceAll(/^( *)```[^]*?^\1```/gm, '')
    .replaceAll(/`[^`\n]*`/g, '``');
  const targets = [...prose.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target]) => target).filter((target) => !/^https?:/.test(target));
  return targets
    .map((target) => normalize(join(dirname(document), target)))
    .filter((file) => !packed.some((path) => path === file || path.startsWith(`${file.replace(/\/$/, '')}/`)))
    .map((file) => `${document} -> ${file}`);
}

test('it holds the code, its types, the API for other languages and what users read and copy, and nothing else', () => {
  const tops = [...new Set(packed.map((path) => path.split('/')[0]))];
  const documents = ['API.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE', 'README.md', 'SECURITY.md', 'docs', 'llms.txt'];
  const copied = ['examples', 'templates'];
  expect(tops.sort()).toEqual(['.jsii', 'bin', 'lib', 'package.json', ...documents, ...copied].sort());
});

test('it holds of examples and templates what is committed, and nothing that a run has left there', () => {
  const committed = run(PROJECT, 'git', 'ls-files', 'examples', 'templates').stdout.trim().split('\n');
  const copied = packed.filter((path) => /^(examples|templates)\//.test(path));
  expect(copied.sort()).toEqual(committed.filter((path) => !path.startsWith('examples/quickstart/')).sort());
});

test('every module of the library comes with its types, the page with its licences, and no source or test comes along', () => {
  const page = packed.filter((path) => path.startsWith('lib/page/'));
  expect(page.sort()).toEqual(['lib/page/LICENSES.txt', 'lib/page/report.html']);
  const lib = packed.filter((path) => path.startsWith('lib/') && !page.includes(path));
  const modules = lib.filter((path) => path.endsWith('.js'));
  expect(modules).toContain('lib/secure-repository.js');
  const types = modules.map((path) => path.replace(/\.js$/, '.d.ts'));
  expect(lib.sort()).toEqual([...modules, ...types].sort());
});

test('no relative link of a packed document is dead', () => {
  const documents = packed.filter((path) => /\.(md|txt)$/.test(path));
  expect(documents).toEqual(expect.arrayContaining(['README.md', 'docs/access.md', 'examples/python/README.md', 'llms.txt']));
  expect(documents.flatMap(deadLinksIn)).toEqual([]);
});

test('the README leads to documents of the package, not to pages of the project elsewhere', () => {
  const readme = readFileSync(join(PROJECT, 'README.md'), 'utf8');
  expect(readme.match(/\]\(docs\//g)!.length).toBeGreaterThan(5);
  // the package does not contain the pictures
  expect(readme.replace(/\]\(\S+\/docs\/images\/[\w-]+\.png\)/g, '')).not.toMatch(/\]\(https:\/\/github\.com\/cdk-secure-repository\//);
});

test('it is smaller than two megabytes', () => {
  expect(tarball.size).toBeLessThan(2_000_000);
  console.info(`the tarball has ${tarball.size} bytes`);
});
