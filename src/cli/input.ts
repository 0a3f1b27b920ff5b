import { readFileSync } from 'fs';
import { CommandError } from './command-error';
import { Terminal } from './terminal';
import { decodedText } from '../private/decoded-text';
import { printable } from '../private/printable';
import { messageOf } from '../private/secure-repository-error';

/** The text of a file. */
export interface InputText {
  /** Its name in messages. */
  readonly place: string;
  readonly text: string;
}

/** After so many bytes, and again after as many more, the command reports its progress. */
const MANY_BYTES = 50_000_000;

/** Reads the files that options name. `-` is standard input, which only one option can read. */
export class Input {
  private readAs?: string;

  constructor(private readonly terminal: Terminal) {}

  /**
   * Returns the text of a file.
   * @param option the option that names it, for error messages
   */
  public async text(option: string, path: string): Promise<InputText> {
    if (path === '-') return { place: 'standard input', text: await this.standardInput(option) };
    try {
      return { place: printable(path), text: decodedText(readFileSync(path)) };
    } catch (error) {
      // behind the comma is the system call and, not always, the path
      const reason = messageOf(error).replace(/, \w+( '.*')?$/s, '');
      throw CommandError.input(`${option} ${printable(path)}: the file cannot be read (${reason}). Pass another file.`);
    }
  }

  private async standardInput(option: string): Promise<string> {
    if (this.readAs !== undefined) {
      throw CommandError.usage(`${option}: standard input is already the value of ${this.readAs}. Pass one of the two as a file.`);
    }
    this.readAs = option;
    const { stdin, stderr } = this.terminal;
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of stdin) {
      const before = bytes;
      chunks.push(Buffer.from(chunk));
      bytes += chunk.length;
      if (Math.floor(bytes / MANY_BYTES) > Math.floor(before / MANY_BYTES)) {
        stderr.write(`standard input: ${Math.floor(bytes / 1e6)} MB read\n`);
      }
    }
    try {
      return decodedText(Buffer.concat(chunks));
    } catch (error) {
      // longer than any string of JavaScript
      throw CommandError.input(`standard input: the text cannot be read (${messageOf(error)}). Pass a smaller input.`);
    }
  }
}
