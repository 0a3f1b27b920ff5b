import { existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'fs';
import { resolve } from 'path';
import { CommandError } from './command-error';
import { Reader } from './options';
import { Printer, Terminal } from './terminal';
import { isObject } from '../lifecycle/core/json-text';
import { printable } from '../private/printable';
import { messageOf } from '../private/secure-repository-error';

/** Accepts the path of a file that a command writes in addition to its standard output. */
export const outputPath: Reader<string> = (option, path) => {
  if (path !== '-' && path !== '') return path;
  throw CommandError.usage(
    `${option}: ${JSON.stringify(path)} is not the path of a file, and standard output has the result. Pass a path.`,
  );
};

/** A file that an option names. */
export interface NamedFile {
  readonly option: string;
  /** Undefined without the option. */
  readonly path: string | undefined;
}

/** Throws an error if a file would be written over a file that the command reads, or over another one that it writes. */
export function checkOutputFiles(outputs: readonly NamedFile[], inputs: readonly NamedFile[]): void {
  const others = inputs.map((input) => ({ ...input, file: regularFile(input.path) }));
  for (const output of outputs) {
    const file = regularFile(output.path);
    if (file === undefined) continue;
    const other = others.find((one) => one.file === file);
    if (other !== undefined) {
      throw CommandError.usage(
        `${output.option}: ${printable(String(output.path))} is also the file of ${other.option}, which would be overwritten. Pass another path.`,
      );
    }
    others.push({ ...output, file });
  }
}

/** The file that a path means, whatever links lead to it. Undefined for devices and pipes, which nothing overwrites. */
function regularFile(path: string | undefined): string | undefined {
  if (path === undefined || path === '-') return undefined;
  if (!existsSync(path)) return resolve(path);
  return statSync(path).isFile() ? realpathSync(path) : undefined;
}

/**
 * Writes a file that an option names, and reports it. The file is written as a whole: when that fails, what was there before is still there.
 * @param option the option that names it, for error messages
 */
export function writeOutputFile(option: string, path: string, text: string, { stderr }: Terminal<Printer>): void {
  try {
    writeWhole(path, text);
  } catch (error) {
    const isFull = isObject(error) && error.code === 'ENOSPC';
    const remedy = isFull ? 'Free space, or pass a path on another disk.' : 'Pass a path in a folder that exists and can be written.';
    // behind the comma are the system call and the path
    const reason = messageOf(error).replace(/, \w+( '.*')?$/s, '');
    throw CommandError.input(`${option} ${printable(path)}: the file cannot be written (${reason}). ${remedy}`);
  }
  stderr.writeLines(`${option}: ${printable(path)} is written`);
}

function writeWhole(path: string, text: string): void {
  // the file behind a link is replaced, not the link
  const target = existsSync(path) ? realpathSync(path) : path;
  if (existsSync(target) && !statSync(target).isFile()) {
    // a pipe or a device; a folder is an error
    writeFileSync(target, text);
    return;
  }
  const partial = `${target}.${process.pid}.partial`;
  try {
    writeFileSync(partial, text);
    renameSync(partial, target);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}
