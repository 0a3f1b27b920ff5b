import { parseArgs, ParseArgsConfig } from 'util';
import { CommandError } from './command-error';
import { messageOf } from '../private/secure-repository-error';

type Options = NonNullable<ParseArgsConfig['options']>;
/** The values of options, as `util.parseArgs` gives them. */
type Values<T extends Options> = ReturnType<typeof parseArgs<{ options: T; strict: true }>>['values'];

/** Reads the options of a command; anything else on the line is an error. */
export function readOptions<T extends Options>(args: readonly string[], options: T): Values<T> {
  try {
    const { values, tokens } = parseArgs({ args: [...args], options, allowPositionals: false, strict: true, tokens: true });
    const names = tokens.flatMap((token) => (token.kind === 'option' ? token.name : []));
    const repeated = names.find((name, index) => names.indexOf(name) !== index && !options[name].multiple);
    if (repeated !== undefined) throw new Error(`--${repeated} is given several times, expected once`);
    return values;
  } catch (error) {
    throw CommandError.unusable(messageOf(error));
  }
}
