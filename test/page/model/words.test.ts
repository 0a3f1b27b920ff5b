import { counted, dateOfDay, dayName, range } from '../../../page/model/words';

test.each([
  [0, 'today'],
  [1, 'in 1 day'],
  [30, 'in 30 days'],
])('day %d is named', (day, name) => {
  expect(dayName(day)).toBe(name);
});

test('a number has its separators and its noun', () => {
  expect([counted(0, 'image'), counted(1, 'image'), counted(1500, 'image')]).toEqual(['0 images', '1 image', '1,500 images']);
});

test('a day of the forecast has its date in UTC', () => {
  expect(dateOfDay(Date.UTC(2026, 1, 27, 23, 59), 2)).toBe('2026-03-01');
});

test('a range of equal ends is one value', () => {
  expect([range('1 GB', '2 GB'), range('2 GB', '2 GB')]).toEqual(['1 GB to 2 GB', '2 GB']);
});
