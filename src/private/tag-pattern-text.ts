const MOST_CHARACTERS = 128;

/** What a tag, or a pattern of tags with `*` for zero or more characters, may consist of, in words, for error messages. */
export const TAG_OR_PATTERN_IN_WORDS = '1 to 128 of A-Z a-z 0-9 . _ - and * (a tag starts with none of . and -)';

/** Whether a text is a tag that ECR accepts, or a pattern that such a tag can match. */
export function isTagOrPattern(text: string): boolean {
  return whyNoTagMatches(text) === undefined;
}

/**
 * Why no tag matches a pattern, as the rest of a sentence; undefined when a tag does. The registry protocol allows 128 characters in a tag;
 * the 300 of ECR's API bound the field of the request.
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
 */
export function whyNoTagMatches(pattern: string): string | undefined {
  if (pattern === '') return 'it is empty';
  const [foreign] = /[^0-9A-Za-z._*-]/u.exec(pattern) ?? [];
  if (foreign !== undefined) {
    const isRegularExpression = /[\^$[\]\\+?(){}|]/.test(foreign);
    return `a tag has no ${JSON.stringify(foreign)}${isRegularExpression ? ', and a pattern is no regular expression' : ''}`;
  }
  if (/^[.-]/.test(pattern)) return `a tag does not begin with "${pattern[0]}"`;
  const characters = pattern.replaceAll('*', '').length;
  if (characters <= MOST_CHARACTERS) return undefined;
  return `a tag has at most ${MOST_CHARACTERS} characters, and this has ${characters} besides wildcards`;
}
