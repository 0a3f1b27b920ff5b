/** Characters that can move the cursor, color the terminal, or change the order in which text is read. A line break is not among them. */
const UNPRINTABLE = /(?!\n)[\p{C}\p{Zl}\p{Zp}]/gu;

/** Whether a text is ASCII only, as almost every text is: this test is much faster than a search for unprintable characters. */
function isPlain(text: string): boolean {
  return /^[\n -~]*$/.test(text);
}

/**
 * Replaces each unprintable character of a single-line text by a question mark. For text from elsewhere, such as a tag, which any principal
 * with push permission can choose.
 */
export function printable(text: string): string {
  return printableLines(text).replaceAll('\n', '?');
}

/** Replaces each unprintable character of a text of several lines by a question mark. */
export function printableLines(text: string): string {
  return isPlain(text) ? text : text.replace(UNPRINTABLE, '?');
}

/** Escapes each unprintable character of JSON, which keeps its value. Line breaks inside strings are already escaped. */
export function printableJson(json: string): string {
  if (isPlain(json)) return json;
  return json.replace(UNPRINTABLE, (character) =>
    Array.from({ length: character.length }, (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
  );
}
