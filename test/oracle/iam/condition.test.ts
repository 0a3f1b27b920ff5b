import { Condition } from './condition';
import { Context, RequestContext } from './context';
import { ConditionElement } from './policy-document';

const arn = 'arn:aws:lambda:eu-west-1:111111111111:function:web';

function holds(condition: ConditionElement, context: Context): boolean {
  const request = new RequestContext({ type: 'anonymous' }, context);
  return Condition.listOf(condition).every((each) => each.holdsIn(request));
}

test.each<[string, string | string[], string, boolean]>([
  ['StringEquals', 'a', 'a', true],
  ['StringEquals', ['b', 'a'], 'a', true],
  ['StringEquals', 'a*', 'ab', false],
  ['StringEquals', 'A', 'a', false],
  ['StringEqualsIgnoreCase', 'A', 'a', true],
  ['StringNotEquals', 'a', 'a', false],
  ['StringNotEquals', ['b', 'c'], 'a', true],
  ['StringNotEquals', ['b', 'a'], 'a', false],
  ['StringNotEqualsIgnoreCase', 'A', 'a', false],
  ['StringLike', 'a*', 'ab', true],
  ['StringLike', 'a?', 'abc', false],
  ['StringNotLike', 'a*', 'ab', false],
  ['ArnEquals', arn, arn, true],
  ['ArnEquals', 'arn:aws:lambda:*:111111111111:function:*', arn, true],
  ['ArnLike', 'arn:aws:lambda:*:222222222222:function:*', arn, false],
  ['ArnLike', 'arn:aws:lambda:*', arn, false],
  ['ArnNotEquals', arn, arn, false],
  ['ArnNotLike', 'arn:aws:lambda:*:222222222222:function:*', arn, true],
  ['Bool', 'true', 'True', true],
  ['Bool', 'true', 'false', false],
])('%s %j with the value %j: %s', (operator, expected, value, result) => {
  expect(holds({ [operator]: { 'aws:Some': expected } }, { 'aws:Some': value })).toBe(result);
});

test.each<[string, boolean]>([
  ['StringEquals', false],
  ['StringLike', false],
  ['ArnLike', false],
  ['Bool', false],
  ['StringNotEquals', true],
  ['ArnNotLike', true],
  ['StringEqualsIfExists', true],
  ['StringNotEqualsIfExists', true],
  ['ForAnyValue:StringEquals', false],
  ['ForAnyValue:StringNotEquals', false],
  ['ForAllValues:StringEquals', true],
  ['ForAllValues:StringNotEquals', true],
  ['ForAnyValue:StringLikeIfExists', true],
])('%s holds without the key: %s', (operator, expected) => {
  expect(holds({ [operator]: { 'aws:Some': 'a' } }, {})).toBe(expected);
});

test.each<[string, string[], string[], boolean]>([
  ['ForAnyValue:StringEquals', ['a', 'b'], ['b', 'c'], true],
  ['ForAnyValue:StringEquals', ['a'], ['b', 'c'], false],
  ['ForAnyValue:StringNotEquals', ['a'], ['a', 'c'], true],
  ['ForAnyValue:StringNotEquals', ['a'], ['a'], false],
  ['ForAllValues:StringEquals', ['a', 'b'], ['b', 'a'], true],
  ['ForAllValues:StringEquals', ['a', 'b'], ['b', 'c'], false],
  ['ForAllValues:StringEquals', ['a'], [], true],
  ['ForAllValues:StringNotEquals', ['a'], ['b', 'c'], true],
  ['ForAllValues:StringNotEquals', ['a'], ['a', 'c'], false],
  ['ForAnyValue:StringLike', ['o-1/r-1/*'], ['o-2/r-1/ou/', 'o-1/r-1/ou/'], true],
  ['StringNotEquals', ['a'], ['a', 'b'], false],
])('%s %j over the values %j: %s', (operator, expected, values, result) => {
  expect(holds({ [operator]: { 'aws:Some': expected } }, { 'aws:Some': values })).toBe(result);
});

test.each<[string, Context, boolean]>([
  ['true', {}, true],
  ['false', {}, false],
  ['true', { 'aws:Some': 'a' }, false],
  ['false', { 'aws:Some': 'a' }, true],
  ['true', { 'aws:Some': undefined }, true],
])('Null %s in the context %j: %s', (expected, context, result) => {
  expect(holds({ Null: { 'aws:Some': expected } }, context)).toBe(result);
});

test('every operator and every key must hold', () => {
  const condition = { StringEquals: { 'aws:A': '1', 'aws:B': '2' }, Bool: { 'aws:C': true } };
  const context = { 'aws:A': '1', 'aws:B': '2', 'aws:C': 'true' };
  expect(holds(condition, context)).toBe(true);
  for (const key of Object.keys(context)) expect(holds(condition, { ...context, [key]: 'other' })).toBe(false);
});

test('upper and lower case are the same in a key', () => {
  expect(holds({ StringEquals: { 'AWS:sourceaccount': '1' } }, { 'aws:SourceAccount': '1' })).toBe(true);
});

test.each<[ConditionElement, string]>([
  [{ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, 'IpAddress is a condition operator that is not evaluated here'],
  [{ 'ForSome:StringEquals': { a: 'b' } }, 'ForSome:StringEquals is a condition operator that is not evaluated here'],
])('%j is an error: nothing is passed over in silence', (condition, message) => {
  expect(() => holds(condition, {})).toThrow(message);
});
