import { parseArgs } from 'util';
import { CommandError } from './command-error';
import { printable } from '../private/printable';
import { wrappedText } from '../private/wrapped-text';

/** An option of a command: its line in the help, and how its value is read. */
export interface Option<T> {
  readonly help: string;
  /** The value in the help, such as FILE; none for an option without a value. */
  readonly placeholder?: string;
  readonly isRepeatable?: boolean;
  /** Whether it is an argument without the name of an option. A command has at most one. */
  readonly isOperand?: boolean;
  /**
   * Reads the value, or throws a usage error.
   * @param name the option with its dashes, for error messages
   * @param texts the values on the command line, empty when the option is not there
   */
  readonly read: (name: string, texts: readonly string[]) => T;
}

/** The options of a command, by name without dashes. This table is the only list of them. */
export interface Options {
  readonly [name: string]: Option<unknown>;
}

/** The values of a table of options. */
export type Values<T extends Options> = { readonly [K in keyof T]: ReturnType<T[K]['read']> };

/** An option without a value. */
export function flag(help: string): Option<boolean> {
  return { help, read: (_, texts) => texts.length > 0 };
}

/**
 * An argument without the name of an option.
 * @param read reads the value, or throws a usage error
 */
export function operand<T = string>(placeholder: string, help: string, read: Reader<T>): Option<T | undefined> {
  return { ...optional(placeholder, help, read), isOperand: true };
}

/**
 * An option with one value.
 * @param read reads the value, or throws a usage error
 */
export function optional<T = string>(placeholder: string, help: string, read: Reader<T>): Option<T | undefined> {
  return { placeholder, help, read: (name, [text]) => (text === undefined ? undefined : read(name, text)) };
}

/** An option that is accepted several times. */
export function repeatable<T>(placeholder: string, help: string, read: Reader<T>): Option<T[]> {
  return {
    placeholder,
    help: `${help}; can be repeated`,
    isRepeatable: true,
    read: (name, texts) => texts.map((text) => read(name, text)),
  };
}

/** Reads the value of an option, or throws a usage error. */
export type Reader<T> = (name: string, text: string) => T;

/** Accepts any text. An empty one is the value of a variable that is not set: it would select the default, or the working directory. */
export const anyText: Reader<string> = (name, text) => {
  if (text === '') throw CommandError.usage(`${name}: the value is empty. Pass a value, or omit it.`);
  return text;
};

/** Accepts the names of a table, and returns its value. */
export function oneOf<T>(choices: ReadonlyMap<string, T>): Reader<T> {
  return (name, text) => {
    const choice = choices.get(text);
    if (choice === undefined) {
      throw CommandError.usage(`${name}: ${JSON.stringify(text)} is not accepted. Use ${orList([...choices.keys()])}.`);
    }
    return choice;
  };
}

/** Words as an alternative: "a, b or c". */
export function orList(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`;
}

/** Reads the options of a command line. Anything else on it is an error. */
export function readOptions<T extends Options>(args: readonly string[], options: T): Values<T> {
  const found = textsOf(args, options);
  const values = Object.entries(options).map(
    ([name, { read }]) => [name, read(options[name].isOperand ? name : `--${name}`, found.get(name) ?? [])] as const,
  );
  return Object.fromEntries(values) as Values<T>;
}

function textsOf(args: readonly string[], options: Options): ReadonlyMap<string, string[]> {
  const [operandName] = Object.entries(options).find(([, { isOperand }]) => isOperand) ?? [];
  const named = Object.entries(options).filter(([, { isOperand }]) => !isOperand);
  const config = Object.fromEntries(
    named.map(([name, { placeholder }]) => [name, { type: placeholder === undefined ? 'boolean' : 'string' } as const]),
  );
  // not strict: the messages of Node.js differ from version to version, and name no action
  const { tokens } = parseArgs({ args: [...args], options: config, strict: false, tokens: true });
  const found = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional' && operandName !== undefined && !found.has(operandName)) {
      found.set(operandName, [token.value]);
      continue;
    }
    if (token.kind === 'positional') {
      throw CommandError.usage(`${JSON.stringify(token.value)}: the argument does not belong to an option. Put an option before it.`);
    }
    const { name, rawName, value, inlineValue } = token;
    if (!Object.hasOwn(config, name)) {
      throw CommandError.usage(`${printable(rawName)}: the command does not have this option. Use an option that the help lists.`);
    }
    const { placeholder, isRepeatable } = options[name];
    if (placeholder === undefined && value !== undefined) {
      throw CommandError.usage(`${rawName}: the option accepts no value, but is ${JSON.stringify(value)}. Remove the value.`);
    }
    const isMissing = value === undefined || (!inlineValue && /^-./.test(value));
    if (placeholder !== undefined && isMissing) {
      throw CommandError.usage(
        `${rawName}: the value is missing. Use ${rawName} ${placeholder}, or ${rawName}=${placeholder} if it begins with a dash.`,
      );
    }
    const texts = found.get(name) ?? [];
    if (texts.length > 0 && !isRepeatable) {
      throw CommandError.usage(`${rawName}: the option is accepted once, but is present several times. Remove all but one.`);
    }
    found.set(name, [...texts, value ?? '']);
  }
  return found;
}

const HELP_WIDTH = 100;

/** The lines of the help about the options. */
export function optionsHelp(options: Options): string {
  const rows = Object.entries(options).map(([name, { placeholder, help, isOperand }]) => ({
    title: isOperand ? `  ${placeholder}` : `  --${name}${placeholder === undefined ? '' : ` ${placeholder}`}`,
    help,
  }));
  const indent = Math.max(...rows.map(({ title }) => title.length)) + 2;
  const lines = rows.flatMap(({ title, help }) => wrappedText(help, HELP_WIDTH, title.padEnd(indent), ' '.repeat(indent)));
  return lines.map((line) => `${line}\n`).join('');
}
