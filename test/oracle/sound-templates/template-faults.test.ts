import { templateFaults } from './template-faults';
import { Json, JsonObject, Template } from '../cloudformation/template';

const surroundings = {
  Parameters: { Stage: { Type: 'String' } },
  Mappings: { Sizes: {} },
  Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
};

/** The faults of a template with one value in the properties of a resource. */
function faultsOf(value: Json): string[] {
  return templateFaults({ ...surroundings, Resources: { Web: { Type: 'A::B::C', Properties: { Value: value } } } });
}

const AT = 'Resources.Web.Properties.Value';
const missing = (how: string, name: string, section: string) =>
  `${AT}: ${how} names ${name}, which is not among the ${section} of the template`;

test.each<[string, Json]>([
  ['a resource', { Ref: 'Web' }],
  ['a parameter', { Ref: 'Stage' }],
  ['a pseudo parameter', [{ Ref: 'AWS::AccountId' }, { Ref: 'AWS::NoValue' }, { 'Fn::Sub': '${AWS::Region}' }]],
  ['an attribute', [{ 'Fn::GetAtt': ['Web', 'Arn'] }, { 'Fn::GetAtt': 'Web.Arn' }]],
  ['what Fn::Sub substitutes', { 'Fn::Sub': 'arn:${AWS::Partition}:${Web}:${Web.Arn}:${Stage}' }],
  ['a variable of Fn::Sub', { 'Fn::Sub': ['${Own}', { Own: 'x' }] }],
  ['a literal in Fn::Sub', { 'Fn::Sub': '${!aws:username}' }],
  ['a policy variable outside of Fn::Sub', 'repository/${aws:username}'],
  ['a condition', { 'Fn::If': ['IsProd', 1, 2] }],
  ['a mapping', { 'Fn::FindInMap': ['Sizes', 'a', 'b'] }],
  ['the condition of a policy statement', { Condition: 'not of CloudFormation' }],
  ['an object that has more than a Ref', { Ref: 'Nothing', Other: 1 }],
])('%s is found', (_, value) => {
  expect(faultsOf(value)).toEqual([]);
});

test.each<[string, Json, string[]]>([
  ['Ref', { Ref: 'Nothing' }, [missing('Ref', 'Nothing', 'Resources')]],
  ['Ref to an unknown pseudo parameter', { Ref: 'AWS::Nothing' }, [missing('Ref', 'AWS::Nothing', 'Resources')]],
  ['Fn::GetAtt', { 'Fn::GetAtt': ['Nothing', 'Arn'] }, [missing('Fn::GetAtt', 'Nothing', 'Resources')]],
  ['Fn::GetAtt of a parameter', { 'Fn::GetAtt': 'Stage.Arn' }, [missing('Fn::GetAtt', 'Stage', 'Resources')]],
  ['a name in Fn::Sub', { 'Fn::Sub': 'x${Nothing}' }, [missing('${Nothing} of Fn::Sub', 'Nothing', 'Resources')]],
  [
    'an attribute in Fn::Sub',
    { 'Fn::Sub': ['${Nothing.Arn}', { Other: 1 }] },
    [missing('${Nothing.Arn} of Fn::Sub', 'Nothing', 'Resources')],
  ],
  ['Fn::If', { 'Fn::If': ['Nothing', 1, 2] }, [missing('Fn::If', 'Nothing', 'Conditions')]],
  ['Fn::FindInMap', { 'Fn::FindInMap': ['Nothing', 'a', 'b'] }, [missing('Fn::FindInMap', 'Nothing', 'Mappings')]],
])('%s that names nothing in the template is a fault', (_, value, faults) => {
  expect(faultsOf(value)).toEqual(faults);
});

test('a path leads through lists and intrinsic functions', () => {
  expect(faultsOf({ List: [1, { 'Fn::Join': ['', ['a', { Ref: 'Nothing' }]] }] })).toEqual([
    `${AT}.List[1].Fn::Join[1][1]: Ref names Nothing, which is not among the Resources of the template`,
  ]);
});

test.each<[string, Json, string]>([
  ['text', 'role/${Token[TOKEN.20]}', `${AT}: an unresolved token is left in "role/\${Token[TOKEN.20]}"`],
  ['text in lower case', '${token[token.20]}nted', `${AT}: an unresolved token is left in "\${token[token.20]}nted"`],
  ['the end of a token', 'x-OKEN.20]} token.20]}', `${AT}: an unresolved token is left in "x-OKEN.20]} token.20]}"`],
  ['a list', ['#{Token[TOKEN.20]}'], `${AT}[0]: an unresolved token is left in "#{Token[TOKEN.20]}"`],
  ['a number', -1.888154589709072e289, `${AT}: an unresolved token is left as a number`],
  ['a key', { '${Token[TOKEN.20]}': 'x' }, `${AT}: an unresolved token is left in the key "\${Token[TOKEN.20]}"`],
])('an unresolved token in %s is a fault', (_, value, fault) => {
  expect(faultsOf(value)[0]).toBe(fault);
});

test.each<[string, Template, string]>([
  [
    'DependsOn of a resource',
    { Resources: { Web: { Type: 'A::B::C', DependsOn: ['Nothing'] } } },
    'Resources.Web: DependsOn names Nothing, which is not among the Resources of the template',
  ],
  [
    'the Condition of a resource',
    { Resources: { Web: { Type: 'A::B::C', Condition: 'Nothing' } } },
    'Resources.Web: Condition names Nothing, which is not among the Conditions of the template',
  ],
  [
    'the Condition of an output',
    { Outputs: { Arn: { Value: 'x', Condition: 'Nothing' } } },
    'Outputs.Arn: Condition names Nothing, which is not among the Conditions of the template',
  ],
  [
    'the value of an output',
    { Outputs: { Arn: { Value: { Ref: 'Nothing' } } } },
    'Outputs.Arn.Value: Ref names Nothing, which is not among the Resources of the template',
  ],
  [
    'another condition in a condition',
    { Conditions: { IsProd: { 'Fn::Not': [{ Condition: 'Nothing' }] } } },
    'Conditions.IsProd.Fn::Not[0]: Condition names Nothing, which is not among the Conditions of the template',
  ],
  [
    'a resource in a condition',
    { Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Web' }, 'x'] } }, Resources: { Web: { Type: 'A::B::C' } } },
    'Conditions.IsProd.Fn::Equals[0]: Ref names Web, which is not among the Parameters of the template',
  ],
])('%s is looked at, too', (_, template, fault) => {
  expect(templateFaults(template)).toEqual([fault]);
});

test('a template without any section has no faults', () => {
  expect(templateFaults({} as JsonObject)).toEqual([]);
});
