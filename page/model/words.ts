import { MILLISECONDS_PER_DAY } from '../../src/lifecycle/core/images';

/** Formats a number with separators of thousands. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** Formats a number with its noun: `1 image`, `2 images`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** Formats a day of the calendar, in UTC. */
export function date(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** The date of a day of the forecast. */
export function dateOfDay(now: number, day: number): string {
  return date(now + day * MILLISECONDS_PER_DAY);
}

/** Names a day of the forecast. */
export function dayName(day: number): string {
  if (day === 0) return 'today';
  return `in ${day} day${day === 1 ? '' : 's'}`;
}

/** Formats a range, or one value if both ends read the same. */
export function range(least: string, most: string): string {
  return least === most ? most : `${least} to ${most}`;
}

/** Writes the first letter as a capital. */
export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
