const MOST_CHARACTERS = 128;

/** The form of a tag, or of a pattern in which `*` matches zero or more characters, for error messages. */
export const TAG_OR_PATTERN_FORM = '1 to 128 of A-Z a-z 0-9 . _ - and *, not beginning with . or -';

/** Returns whether a text is a tag that ECR accepts, or a pattern that matches such a tag. */
export function isTagOrPattern(text: string): boolean {
  return whyNoTagMatches(text) === undefined;
}

/**
 * Returns the reason why no tag matches a pattern, as a clause, or undefined if a tag can match it. The registry protocol allows 128
 * characters in a tag; the limit of 300 in ECR's API applies to the field of the request.
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
 */
export function whyNoTagMatches(pattern: string): string | undefined {
  if (pattern === '') return 'it is empty';
  const [foreign] = /[^0-9A-Za-z._*-]/u.exec(pattern) ?? [];
  if (foreign !== undefined) {
    const isRegularExpression = /[\^$[\]\\+?(){}|]/.test(foreign);
    return `a tag cannot contain ${JSON.stringify(foreign)}${isRegularExpression ? ', and a pattern is not a regular expression' : ''}`;
  }
  if (/^[.-]/.test(pattern)) return `a tag cannot begin with "${pattern[0]}"`;
  const characters = pattern.replaceAll('*', '').length;
  if (characters <= MOST_CHARACTERS) return undefined;
  return `a tag has at most ${MOST_CHARACTERS} characters, but this pattern has ${characters} in addition to wildcards`;
}
