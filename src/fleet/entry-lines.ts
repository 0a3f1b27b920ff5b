import { closeSync, openSync, readSync } from 'fs';
import { StringDecoder } from 'string_decoder';
import { messageOf } from '../private/secure-repository-error';

const BYTES_AT_A_TIME = 1024 * 1024;

/** A file does not have the form in which `collect` writes lists. It may have the same content in another one. */
export class OtherForm extends Error {}

/**
 * The entries of a list in a file of `collect`, which has one on each line. The file is read in pieces, so that it may be larger than a string, and
 * that memory does not grow with it.
 *
 * Throws `OtherForm` where a line is not as `collect` writes it, or if the file cannot be read.
 * @param member the only member of the object in the file, which is the list
 */
export function* entriesByLine(path: string, member: string): Generator<unknown> {
  let number = 0;
  let [mayEnd, mayContinue, isEnded] = [true, true, false];
  try {
    for (const line of linesOf(path)) {
      number++;
      if (number === 1 && line === `{"${member}": [`) continue;
      if (number === 1 || isEnded) throw new Error('the line is not one that collect writes');
      if (mayEnd && line === ']}') {
        isEnded = true;
        continue;
      }
      const hasComma = line.endsWith(',');
      const entry: unknown = JSON.parse(hasComma ? line.slice(0, -1) : line);
      if (!mayContinue) throw new Error('the line before has no comma');
      [mayEnd, mayContinue] = [!hasComma, hasComma];
      yield entry;
    }
    if (!isEnded) throw new Error('the list does not end');
  } catch (error) {
    // what the reader of an entry throws does not come here
    throw new OtherForm(`line ${number}: ${messageOf(error)}`);
  }
}

/** The lines of a text in UTF-8. A line break at its end does not begin another one. */
function* linesOf(path: string): Generator<string> {
  const descriptor = openSync(path, 'r');
  try {
    const bytes = Buffer.allocUnsafe(BYTES_AT_A_TIME);
    const decoder = new StringDecoder('utf8');
    let unfinished = '';
    for (let count = -1; count !== 0;) {
      count = readSync(descriptor, bytes, 0, BYTES_AT_A_TIME, null);
      const lines = (count === 0 ? decoder.end() : decoder.write(bytes.subarray(0, count))).split('\n');
      const last = lines.pop() ?? '';
      for (const line of lines) {
        yield unfinished + line;
        unfinished = '';
      }
      unfinished += last;
    }
    if (unfinished !== '') yield unfinished;
  } finally {
    closeSync(descriptor);
  }
}
