import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { PROJECT } from './run';

const page = readFileSync(join(PROJECT, 'lib/page/report.html'), 'utf8');
const licences = readFileSync(join(PROJECT, 'lib/page/LICENSES.txt'), 'utf8');
const textOf = (element: RegExp) => [...page.matchAll(element)].map(([, text]) => text);
const scripts = textOf(/<script>(.*?)<\/script>/gs);
const styles = textOf(/<style>(.*?)<\/style>/gs);
const [policy] = textOf(/<meta http-equiv="Content-Security-Policy" content="(.*?)">/g);

test('it names the version and the licence of every package in its script', () => {
  const { metafile } = buildSync({
    absWorkingDir: PROJECT,
    entryPoints: ['page/main.tsx'],
    bundle: true,
    write: false,
    tsconfig: 'page/tsconfig.json',
    metafile: true,
  });
  const folders = Object.keys(metafile.inputs).flatMap((file) => /^node_modules\/((@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []);
  const packages = [...new Set(folders)];
  expect(packages).toEqual(expect.arrayContaining(['preact', 'd3-scale']));
  for (const name of packages) {
    const { version, license } = JSON.parse(readFileSync(join(PROJECT, 'node_modules', name, 'package.json'), 'utf8')) as Record<
      string,
      string
    >;
    expect(['MIT', 'ISC', 'Apache-2.0', 'BSD-3-Clause']).toContain(license);
    expect(licences).toMatch(new RegExp(`^This file contains (.*, )?${name} ${version}(, .*)?, under this licence:$`, 'm'));
    expect(page).toContain(`${name} ${version}`);
  }
});

test('it allows its own script and style, and nothing else', () => {
  const hashOf = ([text]: string[]) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  expect([scripts.length, styles.length]).toEqual([1, 1]);
  expect(policy).toBe(
    `default-src 'none'; script-src ${hashOf(scripts)}; style-src ${hashOf(styles)}; base-uri 'none'; form-action 'none'`,
  );
});

test('the policy stands before everything that it is about', () => {
  expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.search(/<(script|style|link|title)/));
});

test('nothing in its script or style ends an element, and there is one place for the data', () => {
  expect(`${scripts.join('')}${styles.join('')}`).not.toMatch(/<\/(script|style)|<!--/i);
  expect(page.split('{{data}}')).toHaveLength(2);
  expect(page.match(/\{\{\w+\}\}/g)).toEqual(['{{data}}']);
});

test('it refers to nothing outside of the file', () => {
  expect(page).not.toMatch(/<(link|img|iframe|object|embed|base)\b|<script[^>]* src|@import|url\(/i);
});
