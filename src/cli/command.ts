import { Options, optionsHelp, readOptions, Values } from './options';
import { Printer, Terminal } from './terminal';

/** A command: its help, and what it does. */
export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  readonly help: string;
  /** Runs the command with the arguments behind its name, and returns its exit code. */
  readonly run: (args: readonly string[], terminal: Terminal<Printer>) => Promise<number>;
}

/** The parts of a command. */
export interface CommandParts<T extends Options> {
  readonly summary: string;
  /** What the command is for, as the first line of its help. */
  readonly title: string;
  /** The command line behind `cdk-secure-repository`. */
  readonly usage: string;
  readonly options: T;
  /** Paragraphs below the options. */
  readonly notes: readonly string[];
  readonly example: string;
  readonly run: (values: Values<T>, terminal: Terminal<Printer>) => Promise<number>;
}

/** Makes a command of its parts: one table of options is the help, the parser and the checks. */
export function command<T extends Options>({ summary, title, usage, options, notes, example, run }: CommandParts<T>): Command {
  const paragraphs = [
    title,
    `usage: cdk-secure-repository ${usage}`,
    optionsHelp(options).trimEnd(),
    ...notes,
    `example:\n${example.replace(/^/gm, '  ')}`,
  ];
  return { summary, help: `${paragraphs.join('\n\n')}\n`, run: (args, terminal) => run(readOptions(args, options), terminal) };
}
