import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from '../fixtures/docs/markdown';
import { Ended, StubbedPrograms } from '../fixtures/stubbed-programs';

const PAGE = textOf('docs/publishing.md');
const [, LINES] = /\*\*CodeArtifact\*\*[^`]*(?:`[^`\n]+`[^`]*)*```sh\n([^]*?)```/.exec(PAGE) ?? [];
const [, STEP] = /- run: \|\n((?: {4}.*\n)+)```/.exec(PAGE) ?? [];

/** What aws answers: an address for each format, or the token. */
const AWS = 'case "$*" in *authorization-token*) echo secret ;; *) echo "https://codeartifact.example/${8}/" ;; esac';

/** The step of GitHub as its shell runs it, what it wrote for the steps after it, and how it ended. */
function ended(aws: string): Ended & { readonly handedOn: string[] } {
  const programs = new StubbedPrograms({ aws });
  const step = join(programs.folder, 'step.sh');
  const GITHUB_ENV = join(programs.folder, 'env.txt');
  writeFileSync(step, `${LINES}${STEP}`);
  writeFileSync(GITHUB_ENV, '');
  const end = programs.bash(['-e', step], { GITHUB_ENV });
  return { ...end, handedOn: readFileSync(GITHUB_ENV, 'utf8').trimEnd().split('\n').sort() };
}

test('the lines hand every address and the token to the steps after them, and mask the token', () => {
  const { status, output, handedOn } = ended(AWS);
  expect(status).toBe(0);
  expect(output).toBe('::add-mask::secret\n');
  expect(handedOn).toEqual([
    'MAVEN_PASSWORD=secret',
    'MAVEN_REPOSITORY_URL=https://codeartifact.example/maven/',
    'MAVEN_USERNAME=aws',
    'NPM_REGISTRY=https://codeartifact.example/npm/',
    'NPM_TOKEN=secret',
    'TWINE_PASSWORD=secret',
    'TWINE_REPOSITORY_URL=https://codeartifact.example/pypi/',
    'TWINE_USERNAME=aws',
  ]);
});

test.each(['authorization-token', 'format npm', 'format pypi', 'format maven'])('a failing aws ends the step: %s', (asked) => {
  const { status, handedOn } = ended(`case "$*" in *"${asked}"*) exit 254 ;; esac; ${AWS}`);
  expect(status).toBe(254);
  expect(handedOn).toEqual(['']);
});
