import { ADOPT } from './adopt-command';
import { COLLECT } from './collect/collect-command';
import { Command } from './command';
import { CommandError } from './command-error';
import { orList } from './options';
import { PREVIEW } from './preview-command';
import { REPORT } from './report-command';
import { RULES } from './rules-command';
import { Printer, Terminal } from './terminal';
import { VALIDATE } from './validate-command';
import { packageVersion } from './version';
import { messageOf } from '../private/secure-repository-error';

/** All commands, by name. */
const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['preview', PREVIEW],
  ['validate', VALIDATE],
  ['rules', RULES],
  ['collect', COLLECT],
  ['report', REPORT],
  ['adopt', ADOPT],
]);

const HELP = `Checks repositories and lifecycle policies of Amazon ECR before they are deployed.

usage: cdk-secure-repository COMMAND [options]

${[...COMMANDS].map(([name, { summary }]) => `  ${name.padEnd(8)}  ${summary}\n`).join('')}
cdk-secure-repository COMMAND --help describes a command.
`;

/** The same for every command. */
const EXIT_CODES = `
exit codes:
  0  success
  1  a check failed: ECR rejects a policy, a gate found an image, or a rule reported an error
  2  usage or input error, or a gate that cannot be decided
  3  there are warnings, and --strict is present
`;

/** Runs a command line and returns its exit code. */
export async function run({ argv, env, stdin, stdout, stderr }: Terminal): Promise<number> {
  const terminal = { argv, env, stdin, stdout: new Printer(stdout, env), stderr: new Printer(stderr, env) };
  const [name = '', ...args] = argv.slice(2);
  const command = COMMANDS.get(name);
  try {
    if (command === undefined) return general(name, terminal);
    if (args.includes('--help') || args.includes('-h')) {
      terminal.stdout.write(command.help + EXIT_CODES + startupHint(terminal));
      return 0;
    }
    if (terminal.stderr.isTTY) terminal.stderr.write(startupHint(terminal));
    return await command.run(args, terminal);
  } catch (error) {
    terminal.stderr.writeLines(error instanceof CommandError ? error.message : messageOf(error));
    const { exitCode, isOfUsage } = error instanceof CommandError ? error : { exitCode: 2, isOfUsage: true };
    if (isOfUsage) terminal.stderr.write(`cdk-secure-repository ${name} --help describes the options\n`);
    return exitCode;
  }
}

/** Answers what is not about one command. */
function general(name: string, terminal: Terminal<Printer>): number {
  const { stdout, stderr } = terminal;
  switch (name) {
    case '--version':
      stdout.write(`${packageVersion()}\n`);
      return 0;
    case '--help':
    case '-h':
      stdout.write(HELP + EXIT_CODES + startupHint(terminal));
      return 0;
    default: {
      const problem = name === '' ? 'the command is missing' : `${JSON.stringify(name)} is not a command`;
      const { message, exitCode } = CommandError.usage(`${problem}. Use ${orList([...COMMANDS.keys()])}.`);
      stderr.writeLines(message);
      stderr.write(`\n${HELP}`);
      return exitCode;
    }
  }
}

const STARTUP_HINT = `
The Python package unpacks aws-cdk-lib each time that it starts this command. To start in a fraction
of the time, set JSII_RUNTIME_PACKAGE_CACHE=enabled in the environment.
`;

/** How the command starts faster; empty where it cannot. */
function startupHint({ env }: Pick<Terminal, 'env'>): string {
  // the script of the wheel sets this for the jsii runtime when the user has not set it
  return env.JSII_RUNTIME_PACKAGE_CACHE === 'disabled' ? STARTUP_HINT : '';
}
