import { messageOf, SecureRepositoryError } from '../../private/secure-repository-error';

/**
 * The values of one or several JSON documents that follow each other, as when the AWS CLI prints page after page.
 * @param place what the text is, for error messages
 * @param expected what it should be, for error messages
 */
export function jsonDocuments(place: string, text: string, expected: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [...separate(text)].map(({ begin, end }) => parsed(place, text.slice(0, end), begin, expected));
  }
}

/** Where each document begins and ends. */
function* separate(text: string): Generator<{ begin: number; end: number }> {
  let depth = 0;
  let begin = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '"':
        at = endOfString(text, at);
        break;
      case '{':
      case '[':
        depth++;
        break;
      case '}':
      case ']':
        depth--;
        if (depth > 0) break;
        yield { begin, end: at + 1 };
        depth = 0;
        begin = at + 1;
    }
  }
  if (text.slice(begin).trim() !== '') yield { begin, end: text.length };
}

function endOfString(text: string, begin: number): number {
  let at = begin + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

/** @param text ends with the document that begins behind `begin`, perhaps after white space */
function parsed(place: string, text: string, begin: number, expected: string): unknown {
  const document = text.slice(begin).trimStart();
  try {
    return JSON.parse(document);
  } catch (error) {
    const line = text.slice(0, text.length - document.length).split('\n').length;
    throw new SecureRepositoryError(
      'image-inventory',
      place,
      `the text from line ${line} on is not valid JSON (${messageOf(error)}), ${expected}`,
    );
  }
}

/**
 * The text of a file, without its byte order mark: UTF-8, or UTF-16 as PowerShell 5 writes what it redirects. The first character of every
 * text that is read here is an ASCII character, so a zero byte beside it tells UTF-16 even where there is no mark.
 */
export function decodedText(bytes: Buffer): string {
  return decoded(bytes).replace(/^\uFEFF/, '');
}

function decoded(bytes: Buffer): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return bytes.toString('utf16le');
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== undefined)) {
    // a copy, because the bytes belong to the caller, and whole characters alone can be swapped
    return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)))
      .swap16()
      .toString('utf16le');
  }
  return bytes.toString('utf8');
}
