import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

interface Task {
  readonly steps: { readonly exec: string }[];
}

const { tasks } = JSON.parse(read('.projen/tasks.json')) as { tasks: Record<string, Task> };
const COMMANDS = tasks['test:workflow'].steps.map(({ exec }) => exec);

/** The pipelines of the examples. Each system has a folder; no other example has such a file. */
const PIPELINES = readdirSync(join(ROOT, 'examples'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.ya?ml$/.test(file) && !/node_modules|target|cdk\.out|\.venv/.test(file))
  .map((file) => join('examples', file));

test.each(PIPELINES)('%s is checked against the schema of its vendor', (file) => {
  const checks = COMMANDS.filter((command) => command.includes('--builtin-schema') && command.split(' ').includes(file));
  expect(checks).toHaveLength(1);
});

test('of each schema, the fault of a broken pipeline must be found', () => {
  const schemasOf = (commands: string[]) => new Set(commands.map((command) => /vendor\.[\w-]+/.exec(command)?.[0]));
  const checks = COMMANDS.filter((command) => command.includes('--builtin-schema'));
  const broken = checks.filter((command) => command.startsWith('! '));
  expect(broken).not.toHaveLength(0);
  expect(schemasOf(broken)).toEqual(schemasOf(checks));
  for (const command of broken) expect(command).toMatch(/ > (\S+) && grep -F '"path": "\$[^']+' \1$/);
});

/** The pipelines that push an image of the user with Docker alone; those of examples/publishing/ publish packages. */
const OF_IMAGES = PIPELINES.filter((file) => !/^examples\/(publishing|github)\//.test(file));

test.each(OF_IMAGES)('%s logs in to the host of the image that it pushes, IPv4 or dual-stack', (file) => {
  // Buildkite writes $$ for the dollar sign of a shell
  const text = read(file).replaceAll('$$', '$');
  expect([...text.matchAll(/docker login .*--password-stdin (.*)/g)].map(([, host]) => host)).toEqual(['"${ECR_REPOSITORY_URI%%/*}"']);
  expect(text).toMatch(/"\$\{?ECR_REPOSITORY_URI\}?:/);
  const code = text.replaceAll(/^ *(#|ECR_REPOSITORY_URI:).*$/gm, '');
  expect(code).not.toMatch(/dkr[.-]ecr/);
});
