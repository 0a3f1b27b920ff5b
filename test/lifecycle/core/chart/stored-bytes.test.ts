import * as fc from 'fast-check';
import { storedBytes } from '../../../../src/lifecycle/core/chart/stored-bytes';
import { MILLISECONDS_PER_DAY, RepositoryImage } from '../../../../src/lifecycle/core/images';

const NOW = 100 * MILLISECONDS_PER_DAY;
const image = (daysAgo: number, sizeInBytes: number): RepositoryImage => ({
  digest: `sha256:${daysAgo}`,
  tags: [],
  sizeInBytes,
  status: 'ACTIVE',
  pushedAt: NOW - daysAgo * MILLISECONDS_PER_DAY,
});

test('begins before the first push, and ends today', () => {
  expect(storedBytes([image(2, 5), image(0.5, 3), image(0, 1)], NOW, 90)).toEqual([0, 5, 5, 9]);
});

test('has at most so many days, of which the first has all that was pushed before', () => {
  expect(storedBytes([image(50, 5), image(3, 2), image(1, 1)], NOW, 3)).toEqual([7, 8, 8]);
});

test('leaves out images that were pushed later', () => {
  expect(storedBytes([image(-1, 5), image(-0.001, 5)], NOW, 90)).toEqual([0, 0]);
  expect(storedBytes([], NOW, 90)).toEqual([0, 0]);
});

test('is for each day the sum of what was pushed until then', () => {
  const images = fc.array(fc.record({ daysAgo: fc.double({ min: -5, max: 80, noNaN: true }), bytes: fc.integer({ min: 0, max: 99 }) }));
  fc.assert(
    fc.property(images, fc.integer({ min: 1, max: 60 }), (some, mostDays) => {
      const all = some.map(({ daysAgo, bytes }) => image(daysAgo, bytes));
      const days = storedBytes(all, NOW, mostDays);
      const sums = days.map((_, at) => {
        const end = NOW - (days.length - 1 - at) * MILLISECONDS_PER_DAY;
        return all.filter(({ pushedAt }) => pushedAt <= end).reduce((sum, { sizeInBytes }) => sum + sizeInBytes, 0);
      });
      expect(days).toEqual(sums);
    }),
  );
});
