import { readFileSync } from 'fs';
import { run } from '../../src/cli/main';
import { FakeTerminal } from '../fixtures/fake-terminal';

async function ran(...args: string[]): Promise<[number, FakeTerminal]> {
  const terminal = new FakeTerminal(args);
  return [await run(terminal), terminal];
}

test.each([['--help'], ['-h']])('%s names the commands', async (option) => {
  const [exitCode, { written }] = await ran(option);
  expect(exitCode).toBe(0);
  expect(written).toContain('cdk-secure-repository COMMAND --help describes a command');
});

test.each([['preview'], ['validate']])('%s --help shows its options, an example and the exit codes', async (command) => {
  const [exitCode, { written }] = await ran(command, '--help');
  expect(exitCode).toBe(0);
  expect(written).toContain(`usage: cdk-secure-repository ${command} (--policy FILE | --template FILE [--resource ID])`);
  expect(written).toContain(`npx cdk-secure-repository ${command} --template cdk.out/App.template.json\n`);
  expect(written).toContain('\nexit codes:\n  0  success\n  1  a check failed: ');
  expect(written).toContain(
    '\n  2  usage or input error, or a gate that cannot be decided\n  3  there are warnings, and --strict is present\n',
  );
  expect(written.split('\n').every((line) => line.length <= 100)).toBe(true);
});

test('adopt --help shows its options and an example', async () => {
  const [exitCode, { written }] = await ran('adopt', '--help');
  expect(exitCode).toBe(0);
  expect(written).toContain('usage: cdk-secure-repository adopt FOLDER (--out FOLDER [--terraform-state FILE] | --compare DIR)');
  expect(written).toContain('  npx cdk-secure-repository adopt inventory --compare app/cdk.out\n');
  expect(written.split('\n').filter((line) => line.length > 100)).toEqual([]);
});

test('report --help has its operand and its options', async () => {
  const [exitCode, { written }] = await ran('report', '--help');
  expect(exitCode).toBe(0);
  expect(written).toContain('usage: cdk-secure-repository report FOLDER [--policy FILE | --template FILE] [options]\n');
  expect(written).toMatch(/\n {2}FOLDER +the folder that collect wrote\n/);
  expect(written).toMatch(/--extra RULE +an additional rule, as for the command rules, but not retained;/);
  expect(written.split('\n').filter((line) => line.length > 100)).toEqual([]);
});

test('-h is short for --help', async () => {
  const [exitCode, { written }] = await ran('validate', '-h');
  expect([exitCode, written]).toEqual([0, expect.stringContaining('usage: ')]);
});

describe('started by the Python package', () => {
  const advice = expect.stringContaining('set JSII_RUNTIME_PACKAGE_CACHE=enabled in the environment.');
  const validate = ['validate', '--policy', 'examples/images/policy-that-is-not-there.json'];

  async function started(args: string[], env: Record<string, string>): Promise<FakeTerminal> {
    const terminal = new FakeTerminal(args, undefined, env);
    await run(terminal);
    return terminal;
  }

  test.each([[['--help']], [['preview', '--help']], [['validate', '-h']]])('%j explains how it starts faster', async (args) => {
    expect((await started(args, { JSII_RUNTIME_PACKAGE_CACHE: 'disabled' })).written).toEqual(advice);
    expect((await started(args, { JSII_RUNTIME_PACKAGE_CACHE: 'enabled' })).written).not.toEqual(advice);
  });

  test('a person at a terminal reads it, and a program that reads the output does not', async () => {
    expect((await started(validate, { JSII_RUNTIME_PACKAGE_CACHE: 'disabled', TTY: '1' })).complained).toEqual(advice);
    expect((await started(validate, { JSII_RUNTIME_PACKAGE_CACHE: 'disabled' })).complained).not.toEqual(advice);
    expect((await started(validate, { TTY: '1' })).complained).not.toEqual(advice);
  });
});

test('--version is that of the package', async () => {
  const [exitCode, { written }] = await ran('--version');
  expect([exitCode, written]).toEqual([0, `${JSON.parse(readFileSync('package.json', 'utf8')).version}\n`]);
});

test.each([
  [[], 'the command is missing. Use preview, validate, rules, collect, report or adopt. [cdk-secure-repository:command-usage]'],
  [['prune'], '"prune" is not a command. Use preview, validate, rules, collect, report or adopt. [cdk-secure-repository:command-usage]'],
])('%j is a usage error that lists the commands', async (args, problem) => {
  const [exitCode, { complained, written }] = await ran(...args);
  expect([exitCode, written]).toEqual([2, '']);
  expect(complained.startsWith(`${problem}\n\nChecks repositories and lifecycle policies of Amazon ECR before they are deployed.`)).toBe(
    true,
  );
  expect(complained).toMatch(/\n {2}preview +previews .+\n {2}validate +checks .+\n {2}rules +checks .+\n/);
});

test.each([
  [['validate', '--polcy', 'x'], '--polcy: the command does not have this option. Use an option that the help lists.'],
  [['validate', '-p'], '-p: the command does not have this option. Use an option that the help lists.'],
  [['validate', '--no-strict'], '--no-strict: the command does not have this option. Use an option that the help lists.'],
  [['validate', '--constructor'], '--constructor: the command does not have this option. Use an option that the help lists.'],
  [['validate', 'policy.json'], '"policy.json": the argument does not belong to an option. Put an option before it.'],
  [['validate', '--', '--strict'], '"--strict": the argument does not belong to an option. Put an option before it.'],
  [['validate', '--policy'], '--policy: the value is missing. Use --policy FILE, or --policy=FILE if it begins with a dash.'],
  [['validate', '--policy', '--strict'], '--policy: the value is missing. Use --policy FILE, or --policy=FILE if it begins with a dash.'],
  [['validate', '--strict=yes'], '--strict: the option accepts no value, but is "yes". Remove the value.'],
])('%j is a usage error that names the help', async (args, problem) => {
  const [exitCode, { complained }] = await ran(...args);
  expect(exitCode).toBe(2);
  expect(complained).toBe(
    `${problem} [cdk-secure-repository:command-usage]\ncdk-secure-repository validate --help describes the options\n`,
  );
});

test('an unexpected error is a message, not a stack', async () => {
  const terminal = new FakeTerminal(['preview', '--help']);
  Object.assign(terminal.stdout, {
    write: () => {
      throw new RangeError('no space left on device');
    },
  });
  expect(await run(terminal)).toBe(2);
  expect(terminal.complained).toMatch(/^no space left on device\n/);
});
