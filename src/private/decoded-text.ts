/**
 * Decodes a file in UTF-8, or in UTF-16, which PowerShell 5 writes when output is redirected. Removes the byte order mark. The first character
 * of every text here is an ASCII character, so a zero byte next to it shows that the encoding is UTF-16 even without a mark.
 */
export function decodedText(bytes: Buffer): string {
  return decoded(bytes).replace(/^\uFEFF/, '');
}

function decoded(bytes: Buffer): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return bytes.toString('utf16le');
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== undefined)) {
    // a copy, because the bytes belong to the caller; only whole characters can be swapped
    return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)))
      .swap16()
      .toString('utf16le');
  }
  return bytes.toString('utf8');
}
