/** Stands for any text in a pattern; no tag holds it. */
const ANY_TEXT = '\u0000';

/** Whether a pattern matches the whole tag; each `*` is zero or more characters. */
export function matches(pattern: string, tag: string): boolean {
  const [start, ...pieces] = pattern.split('*');
  const end = pieces.pop();
  if (end === undefined) return pattern === tag;
  if (!tag.startsWith(start) || !tag.endsWith(end) || tag.length < start.length + end.length) return false;

  const last = tag.length - end.length;
  let from = start.length;
  for (const piece of pieces) {
    const at = tag.indexOf(piece, from);
    if (at < 0 || at + piece.length > last) return false;
    from = at + piece.length;
  }
  return true;
}

/** Whether every tag that the narrow pattern matches is matched by the wide one, too. */
export function covers(wide: string, narrow: string): boolean {
  return matches(wide, narrow.replaceAll('*', ANY_TEXT));
}
