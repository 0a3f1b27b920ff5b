/** Text from elsewhere, such as a tag, which comes from whoever may push: what could move the cursor or colour the terminal is a question mark. */
export function printable(text: string): string {
  return text.replace(/\p{C}/gu, '?');
}

/** The same for a text of several lines. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}
