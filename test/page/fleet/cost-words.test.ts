import { CostWords } from '../../../page/fleet/cost-words';
import { PageRepository } from '../../../src/lifecycle/core/page-data';

const repository = (imageCount: number | undefined, isCostExact?: boolean): PageRepository => ({
  why: {},
  missing: [],
  row: { imageCount, dollarsPerMonth: 1 },
  isCostExact,
});
const [exact, most, empty, unread] = [repository(3, true), repository(3), repository(0, true), repository(undefined)];

test.each([
  ['no repository', [], 'Cost a month at most', []],
  ['only maximums', [most, empty, unread], 'Cost a month at most', ['$1', '$1', '$1']],
  ['only exact costs', [exact, empty], 'Cost a month', ['$1', '$1']],
  ['both', [exact, most, empty], 'Cost a month', ['$1', 'at most $1', '$1']],
])('of %s, "at most" is said where it is so', (_, repositories, heading, amounts) => {
  const words = new CostWords(repositories);
  expect(words.heading('Cost a month')).toBe(heading);
  expect(repositories.map((one) => words.amount(one, '$1'))).toEqual(amounts);
});
