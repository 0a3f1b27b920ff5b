import { literalText } from '../../src/cli/policy-templates';

test.each<[string, unknown, string]>([
  ['a text', 'a', 'a'],
  ['a number, which CloudFormation makes a text', 123, '123'],
  ['a Boolean value', true, 'true'],
  ['Fn::Join of texts', { 'Fn::Join': ['-', ['a', 'b']] }, 'a-b'],
  ['Fn::Join of what is literal itself', { 'Fn::Join': ['', ['a', { 'Fn::Sub': 'b' }, 1]] }, 'ab1'],
  ['Fn::Sub without variables', { 'Fn::Sub': '{"rules": []}' }, '{"rules": []}'],
  ['Fn::Sub with a dollar sign', { 'Fn::Sub': '$5 {x} $' }, '$5 {x} $'],
  ['Fn::Sub with what looks like a variable', { 'Fn::Sub': 'a${!b}c' }, 'a${b}c'],
  ['Fn::Sub with values', { 'Fn::Sub': ['${A}-${B}', { A: 'x', B: { 'Fn::Join': ['', ['${', '!y}']] } }] }, 'x-${!y}'],
  ['Fn::ToJsonString', { 'Fn::ToJsonString': { rules: [{ rulePriority: 1 }] } }, '{"rules":[{"rulePriority":1}]}'],
])('%s is known', (_, value, text) => {
  expect(literalText(value)).toBe(text);
});

test.each<[unknown]>([
  [{ Ref: 'A' }],
  [{ 'Fn::Sub': '${AWS::StackName}-app' }],
  [{ 'Fn::Sub': ['${A}', {}] }],
  [{ 'Fn::Sub': ['${A}', { A: { Ref: 'B' } }] }],
  [{ 'Fn::Sub': [1] }],
  [{ 'Fn::Sub': { Ref: 'A' } }],
  [{ 'Fn::Join': ['', ['a', { Ref: 'A' }]] }],
  [{ 'Fn::Join': [{ Ref: 'A' }, []] }],
  [{ 'Fn::Join': ['', { Ref: 'A' }] }],
  [{ 'Fn::Join': 'a' }],
  [{ 'Fn::If': ['A', 'b', 'c'] }],
  [{ 'Fn::ToJsonString': { rules: [{ rulePriority: { Ref: 'A' } }] } }],
  [{ 'Fn::ToJsonString': [{ 'Fn::Sub': '${A}' }] }],
  [{ 'Fn::ToJsonString': 'a' }],
  [{ 'Fn::Join': ['', []], 'Fn::Sub': '' }],
  [['a']],
  [null],
  [undefined],
])('%j is not known before the deployment', (value) => {
  expect(literalText(value)).toBe(value);
});
