import { readFileSync } from 'fs';
import { CommandError } from './command-error';
import { Terminal } from './terminal';
import { messageOf } from '../lifecycle/core/message-of';

/** The text of a file that an option names. */
export function fileText(option: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    // behind the comma it names the call and, not always, the path
    throw CommandError.unusable(`${option} ${path}: ${messageOf(error).replace(/, \w+( '.*')?$/, '')}`);
  }
}

/**
 * The JSON in a file that an option names, without a byte order mark.
 * @param expected what it should be, for error messages
 */
export function fileJson(option: string, path: string, expected: string): { text: string; value: unknown } {
  const text = fileText(option, path).replace(/^\uFEFF/, '');
  try {
    return { text, value: JSON.parse(text) };
  } catch (error) {
    throw CommandError.unusable(`${path}: the text is no JSON: ${messageOf(error)}, expected ${expected}`);
  }
}

/** From so many bytes on, a person waits long enough to be told why; then again each time. */
const MANY_BYTES = 50_000_000;

/** All of standard input. */
export async function inputText({ stdin, stderr }: Terminal): Promise<string> {
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
    return Buffer.concat(chunks).toString('utf8');
  } catch (error) {
    // longer than any string of JavaScript
    throw CommandError.unusable(`standard input: ${messageOf(error)}`);
  }
}
