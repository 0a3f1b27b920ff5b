import { readFileSync } from 'fs';
import { CommandError } from './command-error';
import { Terminal } from './terminal';
import { decodedText } from '../lifecycle/core/json-text';
import { printable } from '../private/printable';
import { messageOf } from '../private/secure-repository-error';

/** A text that was read. */
export interface InputText {
  /** What it is called in messages. */
  readonly place: string;
  readonly text: string;
}

/** From so many bytes on, a person waits long enough to be told why; then again each time. */
const MANY_BYTES = 50_000_000;

/** Reads the files that options name. `-` is standard input, which can be only one of them. */
export class Input {
  private readAs?: string;

  constructor(private readonly terminal: Terminal) {}

  /**
   * The text of a file.
   * @param option the option that names it, for error messages
   */
  public async text(option: string, path: string): Promise<InputText> {
    if (path === '-') return { place: 'standard input', text: await this.standardInput(option) };
    try {
      return { place: printable(path), text: decodedText(readFileSync(path)) };
    } catch (error) {
      // behind the comma it names the call and, not always, the path
      throw CommandError.unusable(`${option} ${printable(path)}: ${messageOf(error).replace(/, \w+( '.*')?$/s, '')}`);
    }
  }

  private async standardInput(option: string): Promise<string> {
    if (this.readAs !== undefined) {
      throw CommandError.unusable(
        `standard input is given as ${this.readAs} and as ${option}, expected one of them. Give the other as a file`,
      );
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
      throw CommandError.unusable(`standard input: ${messageOf(error)}`);
    }
  }
}
