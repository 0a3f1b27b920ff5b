/** boto3 prints a date as Python does, with a space. */
const ISO = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/;
/** Later than any date in seconds, earlier than any in milliseconds. */
const MOST_SECONDS = 100_000_000_000;

/**
 * A time in milliseconds since 1970, from what the AWS CLI prints: seconds since 1970 (version 1) or an ISO date with its
 * offset (version 2); none when it is neither.
 */
export function timestamp(value: unknown): number | undefined {
  if (typeof value === 'number') return value >= 0 && value < MOST_SECONDS ? value * 1000 : undefined;
  if (typeof value !== 'string' || !ISO.test(value)) return undefined;
  const time = Date.parse(value.replace(' ', 'T'));
  // Date.parse takes the 30th of February for a day in March
  const isDayOfMonth = new Date(`${value.slice(0, 10)}T00:00:00Z`).getUTCDate() === Number(value.slice(8, 10));
  return isDayOfMonth && !Number.isNaN(time) ? time : undefined;
}
