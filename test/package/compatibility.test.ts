import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT, run } from './run';

const BASELINE = join('test', 'package', 'baseline');
// inside the project, where the API's dependencies are found
const CHANGED = join('build', 'changed-api');

/** An API as jsii describes it, as far as these tests change it. */
interface Assembly {
  readonly types: {
    [fqn: string]: { methods?: { readonly name: string }[]; properties?: { readonly name: string; optional?: boolean }[] };
  };
}

function compareWithBaseline(change: (types: Assembly['types']) => void): { exitCode: number | null; output: string } {
  const folder = join(PROJECT, CHANGED);
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(PROJECT, BASELINE), folder, { recursive: true });
  const file = join(folder, '.jsii');
  const assembly = JSON.parse(readFileSync(file, 'utf8')) as Assembly;
  change(assembly.types);
  writeFileSync(file, JSON.stringify(assembly));
  return run(PROJECT, process.execPath, join('node_modules', '.bin', 'jsii-diff'), BASELINE, CHANGED, '--keys', '--error-on', 'all');
}

test('an API that is as it was passes', () => {
  expect(compareWithBaseline(() => {})).toMatchObject({ exitCode: 0 });
});

test('a public method that is gone fails, and is named', () => {
  const { exitCode, output } = compareWithBaseline((types) => {
    const repository = types['cdk-secure-repository.SecureRepository'];
    repository.methods = repository.methods!.filter(({ name }) => name !== 'pushCommands');
  });
  expect(output).toContain('SecureRepository.pushCommands');
  expect(exitCode).not.toBe(0);
});

test('an optional property that must now be given fails, and is named', () => {
  const { exitCode, output } = compareWithBaseline((types) => {
    const { properties } = types['cdk-secure-repository.SecureRepositoryProps'];
    delete properties!.find(({ name }) => name === 'repositoryName')!.optional;
  });
  expect(output).toContain('SecureRepositoryProps');
  expect(exitCode).not.toBe(0);
});
