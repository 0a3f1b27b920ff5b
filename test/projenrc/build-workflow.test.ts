import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const WORKFLOW = readFileSync(join(__dirname, '../../.github/workflows/build.yml'), 'utf8');

test('the build runs for each pull request, and for what reaches main', () => {
  expect(WORKFLOW).toMatch(/^on:\n {2}push:\n {4}branches:\n {6}- main\n {2}pull_request: \{\}\n/m);
});

test('every job may read the repository, and nothing else', () => {
  const jobs = WORKFLOW.match(/^ {4}runs-on:/gm);
  const permissions = WORKFLOW.match(/^ {4}permissions:\n(?: {6}.*\n)+/gm);
  expect(permissions).toHaveLength(jobs?.length ?? 0);
  expect(new Set(permissions)).toEqual(new Set(['    permissions:\n      contents: read\n']));
});
