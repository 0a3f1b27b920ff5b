import { sampled } from './sampled';

const dimensions = { a: ['1', '2', '3'], b: ['x', 'y', 'z', 'w'], c: ['+', '-'] };
const key = ({ a, b, c }: { a: string; b: string; c: string }) => `${a}${b}${c}`;

test('every two values of two dimensions occur together', () => {
  const some = sampled(dimensions, 1, 0, () => true);
  expect(new Set(some.map(({ a, b }) => a + b)).size).toBe(12);
  expect(new Set(some.map(({ a, c }) => a + c)).size).toBe(6);
  expect(new Set(some.map(({ b, c }) => b + c)).size).toBe(8);
  expect(some.length).toBeLessThan(24);
});

test('a seed gives the same combinations at every call, and others than another seed', () => {
  const keys = (seed: number) => sampled(dimensions, seed, 2, () => true).map(key);
  expect(keys(1)).toEqual(keys(1));
  expect(keys(1)).not.toEqual(keys(2));
});

test('no combination occurs twice, and none that makes no sense', () => {
  const keys = sampled(dimensions, 1, 5, ({ a, b }) => a !== '1' || b !== 'x').map(key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.filter((one) => one.startsWith('1x'))).toEqual([]);
});
