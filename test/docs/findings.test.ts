import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FINDING_NAMES } from '../../src/private/finding-names';
import { documents as allDocuments, textOf } from '../fixtures/docs/markdown';

const SRC = join(__dirname, '../../src');
const PREFIX = 'cdk-secure-repository:';

/** A row of a table of the page. */
interface Row {
  readonly id: string;
  readonly severity: string;
  readonly meaning: string;
  readonly action: string;
}

const ROWS: Row[] = [...textOf('docs/findings.md').matchAll(/^\| `cdk-secure-repository:(\S+)` \| (.*) \| (.*) \| (.*) \|$/gm)].map(
  ([, id, severity, meaning, action]) => ({ id, severity, meaning, action }),
);
/** The name of a finding, without the subject of a warning, which is in capitals. */
const nameOf = ({ id }: Row) => id.replace(/:[A-Z]+$/, '');

const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.ts$/.test(file) && !file.endsWith('finding-names.ts'),
);
const CODE = sources.map((file) => readFileSync(join(SRC, file), 'utf8')).join('\n');

test('the names are unique and in alphabetical order', () => {
  expect(FINDING_NAMES).toEqual([...new Set(FINDING_NAMES)].sort());
});

test('the page lists each finding', () => {
  expect([...new Set(ROWS.map(nameOf))].sort()).toEqual([...FINDING_NAMES]);
});

test('no row is listed twice, and each has a severity, a meaning and an action', () => {
  expect(new Set(ROWS.map(({ id }) => id)).size).toBe(ROWS.length);
  const incomplete = ROWS.filter(
    ({ severity, meaning, action }) =>
      !/^(error|warning|error or warning)$/.test(severity) || !meaning.endsWith('.') || !action.endsWith('.'),
  );
  expect(incomplete).toEqual([]);
});

test('the code writes each name as a literal', () => {
  expect(FINDING_NAMES.filter((name) => !CODE.includes(`'${name}'`))).toEqual([]);
});

test('an ID is not written as a whole in the code, where nothing compares it with the names', () => {
  const ids = [...CODE.matchAll(/['"`]cdk-secure-repository:([\w-]+)/g)].map(([, name]) => name);
  expect(ids.filter((name) => !(FINDING_NAMES as readonly string[]).includes(name))).toEqual([]);
});

test.each(['warning', 'error'])('the page has the names of all literals for a finding of the severity %s', (severity) => {
  const made = [...CODE.matchAll(new RegExp(`\\b${severity}Finding\\(\\s*'([\\w-]+)'`, 'g'))].map(([, name]) => name);
  const listed = new Set(ROWS.filter((row) => row.severity.includes(severity)).map(nameOf));
  expect(made.length).toBeGreaterThan(3);
  expect([...new Set(made)].filter((name) => !listed.has(name))).toEqual([]);
});

test('each ID that another document names exists', () => {
  const pages = ['README.md', 'docs/access.md', 'docs/lifecycle.md', 'docs/migration.md', 'docs/pipeline.md', 'docs/troubleshooting.md'];
  const documents = [...pages, ...allDocuments().filter((document) => document.startsWith('docs/pipelines/'))];
  const named = documents.flatMap((document) =>
    [...textOf(document).matchAll(new RegExp(`${PREFIX}([a-z][\\w-]*[a-z])`, 'g'))].map(([, id]) => id),
  );
  const isPart = (id: string) => FINDING_NAMES.some((name) => name === id || name.startsWith(`${id}-`));
  expect(named.filter((id) => !isPart(id))).toEqual([]);
});
