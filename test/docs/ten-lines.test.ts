import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from '../fixtures/docs/markdown';

const EXAMPLES = join(__dirname, '../../examples');
const README = textOf('README.md');

/** The first block of a language in the README. */
function blockIn(language: string): string | undefined {
  return new RegExp(`^\`\`\`${language}\\b[^\n]*\n([^]*?)^\`\`\``, 'm').exec(README)?.[1];
}

test.each([
  ['ts', 'typescript/ten-lines.ts'],
  ['python', 'python/ten_lines.py'],
  ['java', 'java/src/main/java/com/example/TenLines.java'],
  ['go', 'go/tenlines/main.go'],
])("the README's ten lines in %s are those of examples/%s", (language, file) => {
  expect(blockIn(language)).toBe(readFileSync(join(EXAMPLES, file), 'utf8'));
});

test.each([['Python'], ['Java'], ['Go']])('those in %s are folded', (language) => {
  const [, folded] = new RegExp(`<details><summary>${language}</summary>\n\n([^]*?)</details>`).exec(README) ?? [];
  expect(folded).toContain(`\`\`\`${language.toLowerCase()}\n`);
});

test.each([
  ['Python', 'Save it as `ten_lines.py`, run `python3 -m venv .venv && .venv/bin/pip install cdk-secure-repository`, then'],
  ['Go', 'Save it as `main.go`, run `go mod init myapp && go mod tidy`, then'],
])('those in %s begin with an empty folder', (language, steps) => {
  const [, folded] = new RegExp(`<summary>${language}</summary>([^]*?)</details>`).exec(README) ?? [];
  expect(folded).toContain(steps);
});

test('it is short enough to be read', () => {
  expect(README.split('\n').length - 1).toBeLessThanOrEqual(300);
});
