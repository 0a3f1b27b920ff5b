import * as fc from 'fast-check';
import { anyOverlaps, overlap } from '../../src/repository/name-pattern';

test.each([
  ['prod/*', 'prod/api', true],
  ['prod/*', 'prod', false],
  ['prod/*', 'production/api', false],
  ['*', '', true],
  ['*/release', 'team-a/*', true],
  ['team-a', 'team-a/*', false],
  ['team-a/prod*', 'team-a/*', true],
  ['a*c', '*b', false],
  ['a*b', '*b', true],
  ['a*', 'a', true],
  ['a.c', 'abc', false],
])('%s and %s match a name in common: %s', (one, other, expected) => {
  expect([overlap(one, other), overlap(other, one)]).toEqual([expected, expected]);
});

/** Every name of up to five letters of a small alphabet. */
const NAMES = [0, 1, 2, 3, 4, 5].flatMap((length) =>
  Array.from({ length: 2 ** length }, (_, n) => (length === 0 ? '' : n.toString(2).padStart(length, '0'))),
);
const matches = (pattern: string, name: string) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(name);

test('two patterns overlap if and only if there is a name that both match', () => {
  const pattern = fc.string({ unit: fc.constantFrom('0', '1', '*'), maxLength: 3 });
  fc.assert(
    fc.property(pattern, pattern, (one, other) => {
      // a shortest common name has at most the literal characters of both patterns, of which two with a wildcard have four
      const common = NAMES.some((name) => matches(one, name) && matches(other, name));
      return overlap(one, other) === common;
    }),
  );
});

test.each<[string[], string | undefined, boolean | undefined]>([
  [['*'], undefined, true],
  [['prod/*'], undefined, undefined],
  [['prod/*', '*'], undefined, true],
  [['prod/*', 'test/*'], 'test/api', true],
  [['prod/*', 'test/*'], 'sandbox/api', false],
  [['${Token[Name.1]}/*'], 'prod/api', undefined],
  [[], 'prod/api', false],
])('%j match %s: %s', (patterns, name, expected) => {
  expect(anyOverlaps(patterns, name)).toBe(expected);
});
