import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from '../fixtures/docs/markdown';

const ROOT = join(__dirname, '../..');
const WITHOUT_A_TEST = /Not fixed|Not supported|Not tested here|Out of scope|A fault of aws-cdk-lib/;

interface Row {
  readonly report: string;
  readonly now: string;
  readonly tests: readonly { readonly file: string; readonly title: string }[];
}

const ROWS: Row[] = [...textOf('docs/field.md').matchAll(/^\| (?!report |---)(.*) \| (.*) \| (.*) \|(.*)\|$/gm)].map(
  ([, report, , now, tests]) => ({
    report,
    now,
    tests: [...tests.matchAll(/`(test\/[\w/.-]+)` `([^`]+)`/g)].map(([, file, title]) => ({ file, title })),
  }),
);

const NAMED = ROWS.flatMap(({ report, tests }) => tests.map((named) => ({ report, ...named })));

const escaped = (text: string) => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');

test('the table is read', () => {
  expect(ROWS.length).toBeGreaterThan(60);
});

test.each(NAMED)('$report: $file has the test "$title"', ({ file, title }) => {
  const source = existsSync(join(ROOT, file)) ? readFileSync(join(ROOT, file), 'utf8') : '';
  expect(source).toMatch(new RegExp(`(?:test|describe)(?:\\.each)?[^]*\\(\\s*(['"\`])${escaped(title)}\\1`));
});

test.each(ROWS.filter(({ tests }) => tests.length === 0))('$report, which no test holds, says why: $now', ({ now }) => {
  expect(now).toMatch(WITHOUT_A_TEST);
});

test.each(ROWS.filter(({ tests }) => tests.length > 0))('$report, which a test holds, is not called open', ({ now }) => {
  expect(now).not.toMatch(/^Not fixed/);
});

test('the commands that fetch manifests are beside the sentence that they count as pulls', () => {
  const [, sentence] = /aws ecr batch-get-image [^]*?```\n\n([^]*?)\n\n/.exec(textOf('docs/lifecycle.md')) ?? [];
  expect(sentence).toContain('The call counts as a pull');
  expect(sentence).toContain('containers-roadmap #2390');
});
