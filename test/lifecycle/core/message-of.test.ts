import { messageOf } from '../../../src/lifecycle/core/message-of';
import { SecureRepositoryError } from '../../../src/private/secure-repository-error';

test.each<[unknown, string]>([
  [new Error('given 0'), 'given 0'],
  [new SyntaxError('Unexpected end of JSON input'), 'Unexpected end of JSON input'],
  [Object.assign(new TypeError('Unknown option'), { name: 'TypeError [ERR_PARSE_ARGS_UNKNOWN_OPTION]' }), 'Unknown option'],
  [new Error('an inner Error: given 0'), 'an inner Error: given 0'],
  ['given 0', 'given 0'],
  [new SyntaxError('Unexpected token ":", "[\n::error::" is not valid JSON'), 'Unexpected token ":", "[?::error::" is not valid JSON'],
  [new SecureRepositoryError('input-type', 'here', '2 faults\n  one\n  two'), 'here: 2 faults\n  one\n  two'],
  ['the shell says Error: given 0', 'the shell says Error: given 0'],
])('what is thrown is said without the name of its class: %#', (error, message) => {
  expect(messageOf(error)).toBe(message);
});
