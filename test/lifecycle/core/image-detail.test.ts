import { timestamp } from '../../../src/lifecycle/core/image-detail';

test.each<[unknown, string]>([
  ['2026-01-31T12:00:00+00:00', '2026-01-31T12:00:00.000Z'],
  ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.000Z'],
  ['2026-01-31T12:00:00.123456+01:00', '2026-01-31T11:00:00.123Z'],
  ['2026-01-31T23:30:00-0200', '2026-02-01T01:30:00.000Z'],
  ['2026-05-12 12:00:00+00:00', '2026-05-12T12:00:00.000Z'],
  ['2026-05-12 12:00:00.123000+02:00', '2026-05-12T10:00:00.123Z'],
  [1769860800, '2026-01-31T12:00:00.000Z'],
  [99_999_999_999, '5138-11-16T09:46:39.000Z'],
  [1769860800.5, '2026-01-31T12:00:00.500Z'],
  [0, '1970-01-01T00:00:00.000Z'],
])('%j is %s', (value, iso) => {
  expect(new Date(timestamp(value) ?? NaN).toISOString()).toBe(iso);
});

test.each<[string, unknown]>([
  ['words', 'yesterday'],
  ['nothing', ''],
  ['a date without a time', '2026-01-31'],
  ['a time without an offset, which could be anywhere', '2026-01-31T12:00:00'],
  ['two spaces', '2026-01-31  12:00:00Z'],
  ['a line break', '2026-01-31\n12:00:00Z'],
  ['a month that is none', '2026-13-01T12:00:00Z'],
  ['a day that is none', '2026-02-30T12:00:00Z'],
  ['an hour that is none', '2026-01-31T25:00:00Z'],
  ['text around a date', 'on 2026-01-31T12:00:00Z'],
  ['text behind a date', '2026-01-31T12:00:00Z?'],
  ['milliseconds', 1769860800000],
  ['the first number that is no date in seconds', 100_000_000_000],
  ['a time before 1970', -1],
  ['a list', [1769860800]],
  ['true', true],
])('%s is no time', (_, value) => {
  expect(timestamp(value)).toBeUndefined();
});
