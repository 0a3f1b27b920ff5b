import { resolved, Scope } from './intrinsic-functions';
import { Json } from './template';

const scope: Scope = {
  ref: (name) => (name === 'AWS::NoValue' ? undefined : `ref of ${name}`),
  getAtt: (logicalId, attribute) => `${attribute} of ${logicalId}`,
  importValue: (name) => `import of ${name}`,
  stackOutput: (stack, output) => `${output} of ${stack}`,
  condition: (name) => name === 'Holds',
};

test.each<[string, Json, Json]>([
  ['a plain value', { a: ['x', 1, true] }, { a: ['x', 1, true] }],
  ['Ref', { Ref: 'Role' }, 'ref of Role'],
  ['GetAtt with a list', { 'Fn::GetAtt': ['Role', 'Arn'] }, 'Arn of Role'],
  ['GetAtt with dots', { 'Fn::GetAtt': 'Nested.Outputs.Arn' }, 'Outputs.Arn of Nested'],
  ['ImportValue of a joined name', { 'Fn::ImportValue': { 'Fn::Join': [':', ['A', 'b']] } }, 'import of A:b'],
  ['GetStackOutput', { 'Fn::GetStackOutput': { StackName: 'A', OutputName: 'Arn', Region: 'eu-west-1' } }, 'Arn of A'],
  ['Join of references', { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':x']] }, 'arn:ref of AWS::Partition:x'],
  ['Join of a split', { 'Fn::Join': ['-', { 'Fn::Split': ['/', 'a/b'] }] }, 'a-b'],
  ['Select from a split', { 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::GetAtt': ['A:B', 'c'] }] }] }, 'B'],
  ['Select with the index as text', { 'Fn::Select': ['0', ['a', 'b']] }, 'a'],
  ['Sub', { 'Fn::Sub': 'arn:${AWS::Partition}:${Role.Arn}' }, 'arn:ref of AWS::Partition:Arn of Role'],
  ['Sub with variables', { 'Fn::Sub': ['${a}-${b}', { a: { Ref: 'X' } }] }, 'ref of X-ref of b'],
  ['Sub with a literal', { 'Fn::Sub': '${!aws:username}' }, '${aws:username}'],
  ['If that holds', { 'Fn::If': ['Holds', { Ref: 'A' }, 'b'] }, 'ref of A'],
  ['If that does not hold', { 'Fn::If': ['Fails', { Ref: 'A' }, 'b'] }, 'b'],
  ['NoValue in an object and in a list', { a: { Ref: 'AWS::NoValue' }, b: [{ Ref: 'AWS::NoValue' }, 1] }, { b: [1] }],
  ['an object with a Ref and more', { Ref: 'A', b: 1 }, { Ref: 'A', b: 1 }],
])('%s is evaluated', (_, value, expected) => {
  expect(resolved(value, scope)).toStrictEqual(expected);
});

test.each<[string, Json, string]>([
  ['an unknown function', { 'Fn::Base64': 'a' }, 'Fn::Base64 is an intrinsic function that is not evaluated here'],
  ['a list as text', { 'Fn::Join': ['', [['a']]] }, '["a"] stands where CloudFormation expects a string'],
  ['text as a list', { 'Fn::Join': 'a' }, '"a" stands where CloudFormation expects a list'],
])('%s is an error', (_, value, message) => {
  expect(() => resolved(value, scope)).toThrow(message);
});
