import { shown } from '../../private/secure-repository-error';

const MOST_CHARACTERS = 200;

/** A value as the user would write it, cut where it would fill the screen: inventories and policies may be large. */
export function brief(value: unknown): string {
  const text = shown(value);
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`;
}

/** What is wrong with a member of JSON: that it has a value, or that it has none. */
export function isOrIsMissing(value: unknown): string {
  return value === undefined ? 'is missing' : `is ${brief(value)}`;
}
