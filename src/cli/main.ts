import { readFileSync } from 'fs';
import { join } from 'path';
import { CommandError } from './command-error';
import { fasterStart } from './faster-start';
import { preview, PREVIEW_HELP } from './preview-command';
import { Terminal } from './terminal';
import { validate, VALIDATE_HELP } from './validate-command';
import { messageOf } from '../lifecycle/core/message-of';
import { printableLines } from '../lifecycle/core/printable';

const HELP = `Lifecycle policies of Amazon ECR that are right before they are deployed.

usage: cdk-secure-repository COMMAND [options]

  preview   shows what a policy would do with the images of a repository
  validate  checks policies as ECR checks them, and says them in words

cdk-secure-repository COMMAND --help tells more about a command.
`;

const COMMANDS = new Map([
  ['preview', { run: preview, help: PREVIEW_HELP }],
  ['validate', { run: validate, help: VALIDATE_HELP }],
]);

/** Runs a command line and gives its exit code: 0 fine, 1 answered with no, 2 wrong usage or unreadable input. */
export async function run(given: Terminal): Promise<number> {
  const terminal = withPrintableErrors(given);
  const [name = '', ...args] = terminal.argv.slice(2);
  const command = COMMANDS.get(name);
  try {
    if (command === undefined) return general(name, terminal);
    if (args.includes('--help') || args.includes('-h')) {
      terminal.stdout.write(command.help + fasterStart(terminal));
    } else {
      if (terminal.stderr.isTTY) terminal.stderr.write(fasterStart(terminal));
      await command.run(args, terminal);
    }
    return 0;
  } catch (error) {
    terminal.stderr.write(`${messageOf(error)}\n`);
    const exitCode = error instanceof CommandError ? error.exitCode : 2;
    if (exitCode === 2) terminal.stderr.write(`cdk-secure-repository ${name} --help says how to use it\n`);
    return exitCode;
  }
}

/** Messages name what stands in files of other people, tags and names of repositories among it. */
function withPrintableErrors({ argv, env, stdin, stdout, stderr }: Terminal): Terminal {
  return { argv, env, stdin, stdout, stderr: { isTTY: stderr.isTTY, write: (text) => stderr.write(printableLines(text)) } };
}

function general(name: string, terminal: Terminal): number {
  const { stdout, stderr } = terminal;
  switch (name) {
    case '--version':
      stdout.write(`${String(JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')).version)}\n`);
      return 0;
    case '--help':
    case '-h':
      stdout.write(HELP + fasterStart(terminal));
      return 0;
    default:
      stderr.write(`${name === '' ? 'no command is given' : `given ${JSON.stringify(name)}`}, expected preview or validate\n\n${HELP}`);
      return 2;
  }
}
