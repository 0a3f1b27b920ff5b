const STEPS = [1, 2, 5, 10];

/**
 * Returns ticks of an axis from 0 to at least `most`, in equal steps of 1, 2 or 5 times a power of ten.
 * @param most at least 0
 * @param intervals the maximum number of intervals, at least 1
 */
export function niceTicks(most: number, intervals: number): number[] {
  const exponent = most > 0 ? Math.floor(Math.log10(most / intervals)) : 0;
  // a negative power would be inexact: 3 * 10 ** -1 is not 0.3
  const [power, divisor] = exponent < 0 ? [1, 10 ** -exponent] : [10 ** exponent, 1];
  const step = STEPS.find((one) => (one * power * intervals) / divisor >= most) ?? 10;
  const count = Math.max(1, Math.ceil((most * divisor) / (step * power)));
  return Array.from({ length: count + 1 }, (_, tick) => (tick * step * power) / divisor);
}
