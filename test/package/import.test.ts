import { execFileSync } from 'node:child_process';
import { join, relative, sep } from 'node:path';
import * as source from '../../src';

const PROJECT = join(__dirname, '..', '..');

/** What a script that runs in a process of its own prints, as JSON. */
function printed(script: string, ...options: string[]): unknown {
  return JSON.parse(execFileSync(process.execPath, [...options, '--eval', script], { cwd: PROJECT, encoding: 'utf8' }));
}

/** The modules that are loaded after a script, by their paths in the project. */
function modulesAfter(script: string): string[] {
  const paths = printed(`${script}; console.log(JSON.stringify(Object.keys(require.cache)))`) as string[];
  return paths.map((path) => relative(PROJECT, path).split(sep).join('/'));
}

test('importing the package loads nothing but its index', () => {
  expect(modulesAfter("require('cdk-secure-repository')")).toEqual(['lib/index.js']);
});

test('asking for the construct loads neither what it does not need yet nor what others need', () => {
  const modules = modulesAfter("require('cdk-secure-repository').SecureRepository").filter((path) => path.startsWith('lib/'));
  expect(modules).toEqual(['lib/index.js', 'lib/secure-repository.js']);
});

test('making a repository loads no preview, no page, no events and no GitHub', () => {
  const script = `
    const { App, Stack } = require('aws-cdk-lib');
    const { SecureRepository } = require('cdk-secure-repository');
    new SecureRepository(new Stack(new App(), 'Stack'), 'Repository');`;
  expect(
    modulesAfter(script).filter((path) =>
      /^lib\/(events|github|cli|page|lifecycle\/(lifecycle-preview|core\/(page-data|image-columns|forecast|chart)))/.test(path),
    ),
  ).toEqual([]);
});

test('every name of the package can be imported by either kind of module', () => {
  const names = Object.keys(source).sort();
  expect(names).toContain('SecureRepository');
  expect(printed("console.log(JSON.stringify(Object.keys(require('cdk-secure-repository')).sort()))")).toEqual(names);
  const esm = `import * as all from 'cdk-secure-repository'; console.log(JSON.stringify(Object.keys(all)))`;
  expect(printed(esm, '--input-type=module')).toEqual(expect.arrayContaining(names));
});
