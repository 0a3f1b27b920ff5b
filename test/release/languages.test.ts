import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BINDINGS } from '../../bindings/languages';
import { VERSION } from '../../bindings/versions';
import { LANGUAGES, setReadme } from '../../projenrc/packing/readme';

const ROOT = join(__dirname, '../..');
const readmeIn = (language: string) => readFileSync(join(ROOT, 'docs/languages', `${language}.md`), 'utf8');
const firstProgramIn = (language: string) => new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, 'm').exec(readmeIn(language))?.[1];

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'package-'));
  writeFileSync(join(folder, '.jsii'), JSON.stringify({ name: 'a', readme: { markdown: 'for TypeScript' } }));
  writeFileSync(join(folder, 'README.md'), 'for TypeScript');
});

afterEach(() => rmSync(folder, { recursive: true }));

test.each(LANGUAGES)('the package for %s has the README of that language, also where jsii reads it', (language) => {
  setReadme(folder, language);
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe(readmeIn(language));
  expect(JSON.parse(readFileSync(join(folder, '.jsii'), 'utf8'))).toEqual({ name: 'a', readme: { markdown: readmeIn(language) } });
});

test('the npm package keeps its own', () => {
  setReadme(folder, 'js');
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe('for TypeScript');
});

test.each([
  ['python', 'python/ten_lines.py'],
  ['java', 'java/src/main/java/com/example/TenLines.java'],
  ['go', 'go/tenlines/main.go'],
])('the first program of the README in %s is examples/%s', (language, file) => {
  expect(firstProgramIn(language)).toBe(readFileSync(join(ROOT, 'examples', file), 'utf8'));
});

test.each(LANGUAGES)(
  'the README in %s has no link into a folder that its package does not show, and no example in TypeScript',
  (language) => {
    expect(readmeIn(language)).not.toMatch(/\]\((?!https:)/);
    expect(readmeIn(language)).not.toMatch(/```ts\n/);
  },
);

test('the versions in the README in Java are the one that is released next', () => {
  const versions = readmeIn('java').match(/(?<=<version>|cdk-secure-repository[-/])\d+\.\d+\.\d+/g);
  expect(versions).toEqual([VERSION, VERSION, VERSION]);
});

/** Every place that names the languages; TypeScript is that of the npm package. */
const PLACES: Record<string, string[]> = {
  '.projenrc.ts': Object.keys((JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { jsii: { targets: object } }).jsii.targets),
  'bindings/languages': BINDINGS.map(({ name }) => name),
  'docs/languages': readdirSync(join(ROOT, 'docs/languages')).map((file) => file.replace('.md', '')),
  templates: readdirSync(join(ROOT, 'templates')),
};

test.each(Object.entries(PLACES))('%s has the languages of a release', (_, names) => {
  expect(names.filter((name) => name !== 'typescript').sort()).toEqual([...LANGUAGES].sort());
});
