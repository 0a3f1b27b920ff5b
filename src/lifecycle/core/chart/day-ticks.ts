const STEPS = [1, 2, 5, 10, 15, 30, 60, 90, 180, 365];

/**
 * Returns the ticks of an axis of days, today among them, in equal steps of days, half months, months or years.
 * @param first the first day, at most 0
 * @param last the last day, at least 0
 * @param intervals the maximum number of intervals, at least 2
 */
export function dayTicks(first: number, last: number, intervals: number): number[] {
  const isFew = (step: number) => Math.floor(-first / step) + Math.floor(last / step) <= intervals;
  const year = 365;
  const step = STEPS.find(isFew) ?? year * Math.ceil((last - first) / year / intervals);
  const earlier = Math.floor(-first / step);
  return Array.from({ length: earlier + Math.floor(last / step) + 1 }, (_, at) => (at - earlier) * step);
}
