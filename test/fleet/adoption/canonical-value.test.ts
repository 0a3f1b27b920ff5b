import { canonical, canonicalPolicy } from '../../../src/fleet/adoption/canonical-value';

test('values are equal in any order of their members', () => {
  expect(canonical({ a: 1, b: [{ c: 2, d: 3 }] })).toBe(canonical({ b: [{ d: 3, c: 2 }], a: 1 }));
  expect(canonical([1, 2])).not.toBe(canonical([2, 1]));
  expect(canonical(undefined)).toBeUndefined();
});

test('JSON in text is compared by its value, and other text as it is', () => {
  expect(canonical('{ "a": 1 }')).toBe(canonical('{"a":1}'));
  expect(canonical('{"a": ')).toBe('"{\\"a\\": "');
  expect(canonical(' a')).not.toBe(canonical('a'));
});

test('a policy is equal with a list of one value, another order and repeated values', () => {
  const one = { Statement: [{ Action: ['b', 'a', 'a'], Principal: { AWS: ['x'] } }] };
  expect(canonicalPolicy(one)).toBe(canonicalPolicy({ Statement: { Principal: { AWS: 'x' }, Action: ['a', 'b'] } }));
  expect(canonicalPolicy(JSON.stringify(one))).toBe(canonicalPolicy(one));
  expect(canonicalPolicy(one)).not.toBe(canonicalPolicy({ Statement: [{ Action: ['a'], Principal: { AWS: ['x'] } }] }));
  expect(canonicalPolicy(undefined)).toBeUndefined();
});
