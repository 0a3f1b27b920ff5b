import { matchesWildcard } from './wildcard';

test.each<[string, string, boolean]>([
  ['abc', 'abc', true],
  ['abc', 'abcd', false],
  ['abc', 'Abc', false],
  ['*', '', true],
  ['*', 'a/b:c\nd', true],
  ['a*', 'a', true],
  ['a*c', 'abbc', true],
  ['a*c', 'abcd', false],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['a.c', 'abc', false],
  ['a+(b)[c]*', 'a+(b)[c]d', true],
])('the pattern %j and the text %j: %s', (pattern, text, expected) => {
  expect(matchesWildcard(pattern, text)).toBe(expected);
  expect(matchesWildcard(pattern, text)).toBe(expected);
});
