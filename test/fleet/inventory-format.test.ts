import { fileStem } from '../../src/fleet/inventory-format';

test('a slash in a name does not make a folder', () => {
  expect(fileStem('team-a/api')).toBe('team-a%2Fapi');
});

test('long names are cut, and differ by a hash', () => {
  const long = 'a'.repeat(255);
  expect(fileStem(long)).toHaveLength(200);
  expect(fileStem(`${long}b`)).not.toBe(fileStem(`${long}c`));
});
