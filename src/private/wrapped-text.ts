/**
 * Breaks text into lines of at most `width` characters, between words where possible.
 * @param first the beginning of the first line
 * @param rest the beginning of the other lines
 */
export function wrappedText(text: string, width: number, first = '', rest = first): string[] {
  const lines: string[] = [];
  let line = '';
  const space = () => width - (lines.length === 0 ? first : rest).length;
  for (const word of text.split(' ')) {
    let longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && longer.length > space()) {
      lines.push(line);
      longer = word;
    }
    // a word that is longer than a line is cut
    while (longer.length > space()) {
      const cut = space();
      lines.push(longer.slice(0, cut));
      longer = longer.slice(cut);
    }
    line = longer;
  }
  return [...lines, line].map((one, index) => (index === 0 ? first : rest) + one);
}
