import { Fault, wrongValue } from './fault';

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
