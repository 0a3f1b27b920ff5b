/**
 * A text as lines of at most so many characters, broken between words where possible.
 * @param first what the first line begins with
 * @param rest what the others begin with
 */
export function wrappedText(text: string, width: number, first = '', rest = first): string[] {
  const lines: string[] = [];
  let line = '';
  const room = () => width - (lines.length === 0 ? first : rest).length;
  for (const word of text.split(' ')) {
    let longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && longer.length > room()) {
      lines.push(line);
      longer = word;
    }
    // a word that no line holds is cut
    while (longer.length > room()) {
      const cut = room();
      lines.push(longer.slice(0, cut));
      longer = longer.slice(cut);
    }
    line = longer;
  }
  return [...lines, line].map((one, index) => (index === 0 ? first : rest) + one);
}
