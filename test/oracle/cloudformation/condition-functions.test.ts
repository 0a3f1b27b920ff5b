import { conditionHolds } from './condition-functions';
import { Scope } from './intrinsic-functions';
import { Json } from './template';

const scope: Scope = {
  ref: (name) => name,
  getAtt: (logicalId) => logicalId,
  importValue: (name) => name,
  stackOutput: (stack, output) => `${output} of ${stack}`,
  condition: (name) => name === 'Holds',
};
const yes = { 'Fn::Equals': [{ Ref: 'a' }, 'a'] };
const no = { 'Fn::Equals': ['a', 'b'] };

test.each<[Json, boolean]>([
  [yes, true],
  [no, false],
  [{ Condition: 'Holds' }, true],
  [{ Condition: 'Other' }, false],
  [{ 'Fn::Not': [no] }, true],
  [{ 'Fn::And': [yes, no] }, false],
  [{ 'Fn::And': [yes, yes] }, true],
  [{ 'Fn::Or': [yes, no] }, true],
  [{ 'Fn::Or': [no, no] }, false],
])('%j holds: %s', (condition, expected) => {
  expect(conditionHolds(condition, scope)).toBe(expected);
});

test('an unknown function is an error', () => {
  expect(() => conditionHolds({ 'Fn::Contains': [] }, scope)).toThrow('Fn::Contains is a condition function that is not evaluated here');
});
