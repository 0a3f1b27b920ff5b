/** What could move the cursor, colour the terminal or change the order in which text is read; a line break is not among it. */
const UNPRINTABLE = /(?!\n)[\p{C}\p{Zl}\p{Zp}]/gu;

/** Almost every text is, and to see that is much faster than a search for unprintable characters. */
function isPlain(text: string): boolean {
  return /^[\n -~]*$/.test(text);
}

/** Text of one line from elsewhere, such as a tag, which comes from any principal that may push: each unprintable character is a question mark. */
export function printable(text: string): string {
  return printableLines(text).replaceAll('\n', '?');
}

/** The same for a text of several lines. */
export function printableLines(text: string): string {
  return isPlain(text) ? text : text.replace(UNPRINTABLE, '?');
}

/** The same for JSON, which stays the same value: unprintable characters are escaped. Line breaks inside of strings are escaped already. */
export function printableJson(json: string): string {
  if (isPlain(json)) return json;
  return json.replace(UNPRINTABLE, (character) =>
    Array.from({ length: character.length }, (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
  );
}
