import { stepped } from '../../../page/time-line/steps';

const PLACES = Int32Array.from({ length: 60 }, (_, index) => 100 - index);

test.each([
  ['ArrowRight', 100, 99],
  ['ArrowLeft', 99, 100],
  ['ArrowLeft', 100, 100],
  ['ArrowRight', 41, 41],
  ['PageDown', 100, 75],
  ['PageUp', 75, 100],
  ['Home', 60, 100],
  ['End', 60, 41],
])('%s leads from %d to %d', (key, chosen, expected) => {
  expect(stepped(key, PLACES, chosen)).toBe(expected);
});

test('the first key chooses the newest image, and Home the oldest', () => {
  expect([stepped('ArrowLeft', PLACES, -1), stepped('End', PLACES, -1), stepped('Home', PLACES, -1)]).toEqual([41, 41, 100]);
});

test('an image that the filter hides counts as none', () => {
  expect(stepped('ArrowRight', PLACES, 7)).toBe(41);
});

test.each(['Tab', 'a', 'Enter', 'toString'])('%s chooses nothing', (key) => {
  expect(stepped(key, PLACES, 60)).toBeUndefined();
});

test('without images, no key chooses anything', () => {
  expect(stepped('End', new Int32Array(), -1)).toBeUndefined();
});
