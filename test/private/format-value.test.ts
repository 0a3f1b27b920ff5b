import { App, Stack } from 'aws-cdk-lib';
import { describeValue, isOrIsMissing, quoted, quotedAndTruncated, shellArgument } from '../../src/private/format-value';

class Circle {
  public readonly self = this;
}

test.each<[unknown, string]>([
  [undefined, 'undefined'],
  ['a/b', '"a/b"'],
  [['a'], '["a"]'],
  [new Stack(new App(), 'Shop'), 'the construct Shop'],
  [new Circle(), 'an object of the class Circle'],
])('a value is described in the terms of its user: %#', (value, text) => {
  expect(describeValue(value)).toBe(text);
});

test.each([
  ['a', '"a"'],
  [1.5, '1.5'],
  [Number('ten'), 'NaN'],
  [undefined, 'undefined'],
  [['v*'], '["v*"]'],
])('a value is quoted as it is written in code: %j', (value, text) => {
  expect(quoted(value)).toBe(text);
});

test.each<[unknown, string]>([
  ['x'.repeat(198), `is "${'x'.repeat(198)}"`],
  ['x'.repeat(199), `is "${'x'.repeat(199)}…`],
  [undefined, 'is missing'],
  [null, 'is null'],
])('a value from a file is quoted up to 200 characters: %#', (value, text) => {
  expect(isOrIsMissing(value)).toBe(text);
  if (value !== undefined) expect(`is ${quotedAndTruncated(value)}`).toBe(text);
});

test.each<[unknown, string]>([
  [{ node: 'web-1' }, '{"node":"web-1"}'],
  [{ node: { path: 1 } }, '{"node":{"path":1}}'],
  [{ node: null }, '{"node":null}'],
  [() => 'a', 'a function'],
])('an object that is no construct is described as JSON: %#', (value, text) => {
  expect(describeValue(value)).toBe(text);
});

test.each([
  ['image-digests.json', 'image-digests.json'],
  ['a b.json', "'a b.json'"],
  ["it's.json", "'it'\\''s.json'"],
  ['$(x);y', "'$(x);y'"],
  ['', "''"],
])('%j is one argument of a command', (text, argument) => {
  expect(shellArgument(text)).toBe(argument);
});
