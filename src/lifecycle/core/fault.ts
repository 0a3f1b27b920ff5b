import { isOrIsMissing, quotedAndTruncated } from '../../private/format-value';

/** Something in a policy that ECR refuses: where, what was given, what is expected and what to change. */
export type Fault = string;

/** What to do about a key or a value that this version does not know, and that may be right. */
const NEWER = 'what is newer than this version goes into the template with node.defaultChild.lifecyclePolicy, unchecked';

/** A fault of a value: what was given, what is expected instead, and what to change. */
export function wrongValue(place: string, name: string, given: unknown, expected: string, remedy: string): Fault {
  return `${place}: ${name} ${isOrIsMissing(given)}, expected ${expected}: ${remedy}`;
}

/** The same for a value that is one of a few; ECR may learn more of them. */
export function unknownValue(place: string, name: string, given: unknown, expected: string, remedy: string): Fault {
  return wrongValue(place, name, given, expected, typeof given === 'string' ? `${remedy}; ${NEWER}` : remedy);
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Faults of the keys that an object may not have; a newer key than this version knows has one place to go. */
export function unknownKeys(place: string, name: string, value: Record<string, unknown>, known: readonly string[]): Fault[] {
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map(
      (key) => `${place}: ${name} has the unknown key ${quotedAndTruncated(key)}, expected only ${known.join(', ')}: correct it; ${NEWER}`,
    );
}

/** Whether a value is an integer from 1, as priorities and counts are, and one that JSON carries unchanged. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 1;
}

/** The fault of a value that is no count. */
export function noCount(place: string, name: string, given: unknown, remedy: string): Fault {
  const isTooLarge = typeof given === 'number' && given > Number.MAX_SAFE_INTEGER;
  return isTooLarge
    ? wrongValue(place, name, given, `at most ${Number.MAX_SAFE_INTEGER}`, 'a larger number cannot be written unchanged')
    : wrongValue(place, name, given, 'an integer from 1', remedy);
}
