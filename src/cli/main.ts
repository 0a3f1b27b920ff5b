import { readFileSync } from 'fs';
import { join } from 'path';
import { CommandError } from './command-error';
import { fasterStart } from './faster-start';
import { preview, PREVIEW_HELP } from './preview-command';
import { Printer } from './printer';
import { Terminal } from './terminal';
import { validate, VALIDATE_HELP } from './validate-command';
import { messageOf } from '../private/secure-repository-error';

const HELP = `Lifecycle policies of Amazon ECR that are right before they are deployed.

usage: cdk-secure-repository COMMAND [options]

  preview   shows what a policy would do with the images of a repository
  validate  checks policies as ECR does, and describes them in words

cdk-secure-repository COMMAND --help describes a command.
`;

/** The same for every command. */
const EXIT_CODES = `
exit codes:
  0  success
  1  a check failed: ECR refuses a policy, or a gate found an image
  2  usage or input error, or a gate that cannot be decided
  3  there are warnings, with --strict
`;

const COMMANDS = new Map([
  ['preview', { run: preview, help: PREVIEW_HELP }],
  ['validate', { run: validate, help: VALIDATE_HELP }],
]);

/** Runs a command line and returns its exit code. */
export async function run({ argv, env, stdin, stdout, stderr }: Terminal): Promise<number> {
  const terminal = { argv, env, stdin, stdout: new Printer(stdout, env), stderr: new Printer(stderr, env) };
  const [name = '', ...args] = argv.slice(2);
  const command = COMMANDS.get(name);
  try {
    if (command === undefined) return general(name, terminal);
    if (args.includes('--help') || args.includes('-h')) {
      terminal.stdout.write(command.help + EXIT_CODES + fasterStart(terminal));
      return 0;
    }
    if (terminal.stderr.isTTY) terminal.stderr.write(fasterStart(terminal));
    return await command.run(args, terminal);
  } catch (error) {
    terminal.stderr.write(`${error instanceof CommandError ? error.message : messageOf(error)}\n`);
    const { exitCode, isOfUsage } = error instanceof CommandError ? error : { exitCode: 2, isOfUsage: true };
    if (isOfUsage) terminal.stderr.write(`cdk-secure-repository ${name} --help describes the options\n`);
    return exitCode;
  }
}

function general(name: string, terminal: Terminal<Printer>): number {
  const { stdout, stderr } = terminal;
  switch (name) {
    case '--version':
      stdout.write(`${String(JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')).version)}\n`);
      return 0;
    case '--help':
    case '-h':
      stdout.write(HELP + EXIT_CODES + fasterStart(terminal));
      return 0;
    default:
      stderr.write(`${name === '' ? 'no command is given' : `given ${JSON.stringify(name)}`}, expected preview or validate\n\n${HELP}`);
      return 2;
  }
}
