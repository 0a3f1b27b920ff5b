import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { errorsOf } from '../fixtures/docs/compiled';
import { examplesIn, proseOf, textOf } from '../fixtures/docs/markdown';

const ROOT = join(__dirname, '../..');
const FILE = 'llms.txt';
const TASKS = [...textOf(FILE).matchAll(/^### (\d+)\. .+\n\n[^]*?(?=\n##|(?![^]))/gm)];

test('it has twelve tasks, each with an example in TypeScript', () => {
  expect(TASKS.map(([, number]) => Number(number))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  expect(TASKS.filter(([task]) => !task.includes('```ts\n')).map(([, number]) => number)).toEqual([]);
});

test('its examples compile, and one with a property that does not exist would be noticed', () => {
  const wrong = { place: 'wrong', code: "new SecureRepository(this, 'Repository', { imageScanOnPush: true });", isWhole: false };
  expect(errorsOf([...examplesIn(FILE), wrong])).toEqual([expect.stringMatching(/^wrong: .*'imageScanOnPush' does not exist/)]);
});

test('each of its links leads to a file of the project', () => {
  const targets = [...proseOf(FILE).matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target);
  expect(targets.length).toBeGreaterThan(10);
  expect(targets.filter((target) => !existsSync(join(ROOT, target)))).toEqual([]);
});

test.each(['aws-cdk-lib', 'constructs'])('it names the oldest %s that the package accepts', (peer) => {
  const { peerDependencies } = JSON.parse(textOf('package.json')) as { peerDependencies: Record<string, string> };
  expect(textOf(FILE)).toContain(`\`${peer}\` ${peerDependencies[peer].replace('^', '')} or newer`);
});
