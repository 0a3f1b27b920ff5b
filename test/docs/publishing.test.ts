import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from '../support/docs/markdown';

const FOLDER = join(__dirname, '../../examples/publishing');
const FILES = readdirSync(FOLDER);

test('every script and job is there', () => {
  expect(FILES.sort()).toEqual(['github.yml', 'gitlab.yml', 'go.sh', 'maven.sh', 'npm.sh', 'pip.sh', 'settings.xml']);
});

test.each(FILES)('the page leads to %s', (file) => {
  expect(textOf('docs/publishing.md')).toContain(`](../examples/publishing/${file})`);
});

test.each(['github.yml', 'gitlab.yml'])('%s takes the steps of the page, which leads to it', (file) => {
  expect(textOf('docs/publishing.md')).toContain(`](../examples/publishing/${file})`);
  const job = readFileSync(join(FOLDER, file), 'utf8');
  const [, steps] = /## Pack\n\n```sh\n([^]*?)```/.exec(textOf('docs/publishing.md')) ?? [];
  const commands = steps.split('\n').map((line) => line.replace(/ *#.*$/, ''));
  const scripts = ['npm', 'pip', 'maven', 'go'].map((name) => `bash examples/publishing/${name}.sh`);
  const places = [...commands.slice(1, -1), ...scripts].map((command) => job.indexOf(`${command}\n`));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});
