import * as fc from 'fast-check';
import { niceTicks } from '../../../../src/lifecycle/core/chart/nice-ticks';

test.each([
  [0, 5, [0, 1]],
  [1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
  [0.3, 3, [0, 0.1, 0.2, 0.3]],
  [275, 4, [0, 100, 200, 300]],
  [999.9, 5, [0, 200, 400, 600, 800, 1000]],
  [7, 1, [0, 10]],
])('up to %d in at most %d intervals: %j', (most, intervals, ticks) => {
  expect(niceTicks(most, intervals)).toEqual(ticks);
});

test('ticks ascend from 0 in equal steps, reach the largest value, and are not more than allowed', () => {
  const values = fc.oneof(fc.double({ min: 1e-9, max: 1e15, noNaN: true }), fc.integer({ min: 0, max: 1e9 }));
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 12 }), (most, intervals) => {
      const ticks = niceTicks(most, intervals);
      expect(ticks[0]).toBe(0);
      expect(ticks[ticks.length - 1]).toBeGreaterThanOrEqual(most);
      expect(ticks.length).toBeGreaterThan(1);
      expect(ticks.length - 1).toBeLessThanOrEqual(intervals);
      // the largest value is in the last interval
      if (most > 0) expect(ticks[ticks.length - 2]).toBeLessThan(most);
      const steps = ticks.slice(1).map((tick, at) => (tick - ticks[at]) / ticks[1]);
      for (const step of steps) expect(step).toBeCloseTo(1, 9);
      expect(String(ticks[1])).toMatch(/^(0\.0*)?[125]0*$|^[125]e[+-]\d+$/);
    }),
  );
});
