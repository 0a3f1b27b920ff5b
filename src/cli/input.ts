import { readFileSync } from 'fs';
import { CommandError } from './command-error';
import { Terminal } from './terminal';
import { messageOf } from '../lifecycle/core/message-of';

/** The text of a file that an option names. */
export function fileText(option: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw CommandError.unusable(`${option}: ${messageOf(error)}`);
  }
}

/** The JSON value in a file that an option names. */
export function fileJson(option: string, path: string): unknown {
  const text = fileText(option, path);
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw CommandError.unusable(`${path}: the text is no JSON: ${messageOf(error)}`);
  }
}

/** All of standard input. */
export async function inputText({ stdin }: Terminal): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
