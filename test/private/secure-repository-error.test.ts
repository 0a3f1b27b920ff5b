import { Lazy, Stack } from 'aws-cdk-lib';
import { SecureRepositoryError, shown } from '../../src/private/secure-repository-error';

test('an error names the construct by its path', () => {
  expect(new SecureRepositoryError('input-type', new Stack(undefined, 'Shop'), 'given 1').message).toBe('Shop: given 1');
});

test('an error names the factory and the argument of a value made outside the tree', () => {
  const error = new SecureRepositoryError('input-type', 'LifecycleRule.keepLatest(count)', 'given 0');
  expect(error.message).toBe('LifecycleRule.keepLatest(count): given 0');
  expect(error.name).toBe('SecureRepositoryError');
});

test('an error shows a token as a token, whose number means nothing to a reader', () => {
  const error = new SecureRepositoryError('input-type', 'x', `given ${shown(`a-${Lazy.string({ produce: () => 'b' })}`)}`);
  expect(error.message).toBe('x: given "a-<token>"');
});

test('an error that is thrown while tokens are resolved keeps its message', () => {
  const stack = new Stack(undefined, 'Shop');
  const produce = () => {
    throw new SecureRepositoryError('input-type', stack, 'given 1');
  };
  const nested = Lazy.string({ produce: () => `a ${Lazy.string({ produce })}` });
  expect(() => stack.resolve({ Name: nested }) as unknown).toThrow(/^Shop: given 1$/);
});

test.each([
  ['a', '"a"'],
  [1.5, '1.5'],
  [Number('ten'), 'NaN'],
  [undefined, 'undefined'],
  [['v*'], '["v*"]'],
])('a value is shown as the user would write it: %j', (value, text) => {
  expect(shown(value)).toBe(text);
});
