import { MILLISECONDS_PER_DAY } from './repository-image';
import { daysInWords } from './rule-words';

const UNITS = [
  { name: 'hour', milliseconds: 60 * 60 * 1000 },
  { name: 'minute', milliseconds: 60 * 1000 },
  { name: 'second', milliseconds: 1000 },
  { name: 'millisecond', milliseconds: 1 },
];

/**
 * How long ago something was, in days and tenths of a day, rounded down.
 * @param border days that matter; on which side of it the time is, is always said
 */
export function timeAgo(milliseconds: number, border?: number): string {
  const days = Math.floor((10 * milliseconds) / MILLISECONDS_PER_DAY) / 10;
  if (days < 0) return 'after the moment of the preview';
  if (days !== border) return `${daysInWords(days)} ago`;
  const rest = milliseconds - border * MILLISECONDS_PER_DAY;
  const unit = UNITS.find((one) => rest >= one.milliseconds);
  if (unit === undefined) return `exactly ${daysInWords(border)} ago`;
  const units = Math.floor(rest / unit.milliseconds);
  return `${daysInWords(border)} and ${units} ${unit.name}${units === 1 ? '' : 's'} ago`;
}
