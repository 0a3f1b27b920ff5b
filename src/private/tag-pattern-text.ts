/** What a tag, or a pattern of tags with `*` for zero or more characters, may consist of: a tag starts with none of . and -. */
const TAG_OR_PATTERN = /^[0-9A-Za-z_*][0-9A-Za-z._*-]{0,127}$/;

/** The same in words, for error messages. */
export const TAG_OR_PATTERN_IN_WORDS = '1 to 128 of A-Z a-z 0-9 . _ - and * (a tag starts with none of . and -)';

/** Whether a text is a tag that ECR takes, or a pattern that such a tag can match. */
export function isTagOrPattern(text: string): boolean {
  return TAG_OR_PATTERN.test(text);
}
