import { Fn, Lazy, Stack } from 'aws-cdk-lib';
import { quoted } from '../../src/private/format-value';
import { messageOf, problemOf, SecureRepositoryError } from '../../src/private/secure-repository-error';

test('an error names the construct by its path', () => {
  expect(new SecureRepositoryError('input-type', new Stack(undefined, 'Shop'), 'given 1').message).toBe(
    'Shop: given 1 [cdk-secure-repository:input-type]',
  );
});

test('an error names the factory and the argument of a value made outside the tree', () => {
  const error = new SecureRepositoryError('input-type', 'LifecycleRule.keepLatest(count)', 'given 0');
  expect(error.message).toBe('LifecycleRule.keepLatest(count): given 0 [cdk-secure-repository:input-type]');
  expect(error.name).toBe('SecureRepositoryError');
});

test('an error shows a token as a token, whose number means nothing to a reader', () => {
  const error = new SecureRepositoryError('input-type', 'x', `given ${quoted(`a-${Lazy.string({ produce: () => 'b' })}`)}`);
  expect(error.message).toBe('x: given "a-<token>" [cdk-secure-repository:input-type]');
});

test('an error that is thrown while tokens are resolved keeps its message', () => {
  const stack = new Stack(undefined, 'Shop');
  const produce = () => {
    throw new SecureRepositoryError('input-type', stack, 'given 1');
  };
  const nested = Lazy.string({ produce: () => `a ${Lazy.string({ produce })}` });
  expect(() => stack.resolve({ Name: nested }) as unknown).toThrow(/^Shop: given 1 \[cdk-secure-repository:input-type\]$/);
});

test.each<[unknown, string]>([
  [new Error('given 0'), 'given 0'],
  [new SyntaxError('Unexpected end of JSON input'), 'Unexpected end of JSON input'],
  [Object.assign(new TypeError('Unknown option'), { name: 'TypeError [ERR_PARSE_ARGS_UNKNOWN_OPTION]' }), 'Unknown option'],
  [new Error('an inner Error: given 0'), 'an inner Error: given 0'],
  ['given 0', 'given 0'],
  [new SyntaxError('Unexpected token ":", "[\n::error::" is not valid JSON'), 'Unexpected token ":", "[?::error::" is not valid JSON'],
  [
    new SecureRepositoryError('input-type', 'here', '2 faults\n  one\n  two'),
    'here: 2 faults\n  one\n  two [cdk-secure-repository:input-type]',
  ],
  ['the shell prints Error: given 0', 'the shell prints Error: given 0'],
])('the message of a caught error is without the name of its class: %#', (error, message) => {
  expect(messageOf(error)).toBe(message);
});

test('an error shows a list that is a token as a token', () => {
  const [element] = Fn.split(',', Fn.importValue('Tags'));
  expect(new SecureRepositoryError('input-type', 'x', `given ${element}`).message).toBe(
    'x: given <token> [cdk-secure-repository:input-type]',
  );
});

test.each([
  ['given 0, but must be 1. Use 1.', 'here: given 0, but must be 1'],
  ['given "a. B.", but must be 1. Use "1.5".', 'here: given "a. B.", but must be 1'],
  ['given 0', 'here: given 0 [cdk-secure-repository:input-type]'],
])('the problem of an error is its message without the action: %s', (text, problem) => {
  expect(problemOf(new SecureRepositoryError('input-type', 'here', text))).toBe(problem);
});
