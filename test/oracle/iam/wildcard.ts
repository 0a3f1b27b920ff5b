/** A wildcard that came in by a policy variable is a character like any other. */
const LITERAL = { '*': '\uE000', '?': '\uE001' } as const;

/** Text for a pattern in which `*` and `?` mean themselves. */
export function literalWildcards(text: string): string {
  return text.replace(/[*?]/g, (character) => LITERAL[character as keyof typeof LITERAL]);
}

const compiled = new Map<string, (text: string) => boolean>();

/** Whether the whole text matches a pattern in which `*` is zero or more characters and `?` is one. */
export function matchesWildcard(pattern: string, text: string): boolean {
  let matches = compiled.get(pattern);
  if (matches === undefined) {
    matches = matcher(pattern);
    compiled.set(pattern, matches);
  }
  return matches(text);
}

function matcher(pattern: string): (text: string) => boolean {
  if (!/[*?]/.test(pattern)) return (text) => text === pattern || literalWildcards(text) === pattern;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.')
    .replaceAll(LITERAL['*'], '\\*')
    .replaceAll(LITERAL['?'], '\\?');
  const expression = new RegExp(`^${source}$`, 's');
  return (text) => expression.test(text);
}
