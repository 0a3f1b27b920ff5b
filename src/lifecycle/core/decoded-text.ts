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
