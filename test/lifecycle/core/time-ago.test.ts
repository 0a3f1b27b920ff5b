import { timeAgo } from '../../../src/lifecycle/core/time-ago';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

test.each([
  [-1, 'after the moment of the preview'],
  [0, '0 days ago'],
  [DAY - 1, '0.9 days ago'],
  [DAY, '1 day ago'],
  [1.1 * DAY, '1.1 days ago'],
  [14 * DAY, '14 days ago'],
])('%d ms are %s', (milliseconds, words) => {
  expect(timeAgo(milliseconds)).toBe(words);
});

test.each([
  [14 * DAY - 1, '13.9 days ago'],
  [14 * DAY, 'exactly 14 days ago'],
  [14 * DAY + 1, '14 days and 1 millisecond ago'],
  [14 * DAY + 2_999, '14 days and 2 seconds ago'],
  [14 * DAY + 60_000, '14 days and 1 minute ago'],
  [14 * DAY + 2 * HOUR, '14 days and 2 hours ago'],
  [14.1 * DAY, '14.1 days ago'],
])('the side of a border of 14 days is always said: %d ms are %s', (milliseconds, words) => {
  expect(timeAgo(milliseconds, 14)).toBe(words);
});

test('a border of one day is one day', () => {
  expect(timeAgo(DAY, 1)).toBe('exactly 1 day ago');
});
