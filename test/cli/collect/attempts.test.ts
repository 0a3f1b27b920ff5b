import { Attempts } from '../../../src/cli/collect/attempts';

const failing = (name: string) => () => Promise.reject(Object.assign(new Error('no'), { name }));

test('a value that can be read is returned', async () => {
  const attempts = new Attempts(() => true);
  expect(await attempts.read('tags', () => Promise.resolve(['a']))).toEqual(['a']);
  expect(attempts.missing).toEqual({});
});

test('a value that does not exist is null, and not missing', async () => {
  const attempts = new Attempts(() => true);
  expect(await attempts.read('policy', failing('PolicyNotFoundException'), 'PolicyNotFoundException')).toBeNull();
  expect(attempts.missing).toEqual({});
});

test('a value that cannot be read is missing, with the reason', async () => {
  const attempts = new Attempts(() => false);
  expect(await attempts.read('policy', failing('AccessDeniedException'), 'PolicyNotFoundException')).toBeUndefined();
  expect(attempts.missing).toEqual({ policy: 'AccessDeniedException: no' });
});

test('an error that ends everything is thrown again', async () => {
  const attempts = new Attempts(() => true);
  await expect(attempts.read('policy', failing('ExpiredTokenException'))).rejects.toThrow('no');
  expect(attempts.missing).toEqual({});
});
