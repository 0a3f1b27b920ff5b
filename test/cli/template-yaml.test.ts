import { readFileSync } from 'fs';
import { join } from 'path';
import { templateFromYaml } from '../../src/cli/template-yaml';

describe('short forms', () => {
  test.each<[string, unknown]>([
    ['!Ref Repo', { Ref: 'Repo' }],
    ['!Condition IsProduction', { Condition: 'IsProduction' }],
    ['!GetAtt Repo.Arn', { 'Fn::GetAtt': ['Repo', 'Arn'] }],
    ['!GetAtt Nested.Outputs.Name', { 'Fn::GetAtt': ['Nested', 'Outputs.Name'] }],
    ['!GetAtt [Repo, Arn]', { 'Fn::GetAtt': ['Repo', 'Arn'] }],
    ['!GetAtt Repo', { 'Fn::GetAtt': 'Repo' }],
    ['!Sub "${AWS::StackName}-app"', { 'Fn::Sub': '${AWS::StackName}-app' }],
    ['!Sub ["${A}", {A: !Ref B}]', { 'Fn::Sub': ['${A}', { A: { Ref: 'B' } }] }],
    ['!Sub |\n    {"rules": []}\n', { 'Fn::Sub': '{"rules": []}\n' }],
    ['!Join ["-", [a, !Ref B]]', { 'Fn::Join': ['-', ['a', { Ref: 'B' }]] }],
    ['!If [C, !Ref A, !Ref "AWS::NoValue"]', { 'Fn::If': ['C', { Ref: 'A' }, { Ref: 'AWS::NoValue' }] }],
    ['!Select [0, !GetAZs ""]', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }],
    ['!Split [",", !ImportValue x]', { 'Fn::Split': [',', { 'Fn::ImportValue': 'x' }] }],
    ['!FindInMap [M, k, v]', { 'Fn::FindInMap': ['M', 'k', 'v'] }],
    ['!Base64 x', { 'Fn::Base64': 'x' }],
    ['!Base64\n    Fn::Sub: x', { 'Fn::Base64': { 'Fn::Sub': 'x' } }],
    ['!Cidr [a, 1, 2]', { 'Fn::Cidr': ['a', 1, 2] }],
    [
      '!Transform {Name: AWS::Include, Parameters: {Location: x}}',
      { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 'x' } } },
    ],
    ['!And [!Condition A, !Not [!Condition B]]', { 'Fn::And': [{ Condition: 'A' }, { 'Fn::Not': [{ Condition: 'B' }] }] }],
    ['!Or [!Equals [a, b]]', { 'Fn::Or': [{ 'Fn::Equals': ['a', 'b'] }] }],
    ['!Length [a]', { 'Fn::Length': ['a'] }],
    ['!ToJsonString {a: 1}', { 'Fn::ToJsonString': { a: 1 } }],
    ['!Contains [[a], b]', { 'Fn::Contains': [['a'], 'b'] }],
    ['!EachMemberIn [[a], [b]]', { 'Fn::EachMemberIn': [['a'], ['b']] }],
    ['!EachMemberEquals [[a], b]', { 'Fn::EachMemberEquals': [['a'], 'b'] }],
    ['!RefAll x', { 'Fn::RefAll': 'x' }],
    ['!ValueOf [a, b]', { 'Fn::ValueOf': ['a', 'b'] }],
    ['!ValueOfAll [a, b]', { 'Fn::ValueOfAll': ['a', 'b'] }],
    ['!Ref 0123', { Ref: '0123' }],
  ])('%s', (yaml, value) => {
    expect(templateFromYaml(`Value: ${yaml}`)).toEqual({ Value: value });
  });
});

describe('a plain scalar', () => {
  test.each<[string, unknown]>([
    ['true', true],
    ['False', false],
    ['', null],
    ['~', null],
    ['null', null],
    ['0', 0],
    ['10', 10],
    ['-3', -3],
    ['text', 'text'],
  ])('%s is a value of its type, as in every version of YAML', (yaml, value) => {
    expect(templateFromYaml(`Value: ${yaml}`)).toEqual({ Value: value });
  });

  test.each([
    'n',
    'y',
    'yes',
    'No',
    'on',
    'OFF',
    '0123',
    '0o17',
    '0x1F',
    '1_000',
    '12:30:45',
    '1e3',
    '1.5',
    '.inf',
    '2010-09-09',
    '9007199254740993',
    '+1',
    '-0',
  ])('%s is the text, because versions 1.1 and 1.2 of YAML read it differently, or a number would lose it', (yaml) => {
    expect(templateFromYaml(`Value: ${yaml}`)).toEqual({ Value: yaml });
  });

  test.each(['n', 'on', 'Yes', '0123', 'true', 'null', '2010-09-09', '__proto__'])('%s is a key as it is written', (yaml) => {
    expect(Object.entries(templateFromYaml(`Resources:\n  ${yaml}: {}`) as { Resources: object })).toEqual([
      ['Resources', expect.anything()],
    ]);
    expect(Object.keys((templateFromYaml(`Resources:\n  ${yaml}: {}`) as { Resources: object }).Resources)).toEqual([yaml]);
  });

  test.each(['%YAML 1.1\n---\n', '%YAML 1.2\n---\n'])('is read in the same way behind %j', (directive) => {
    expect(templateFromYaml(`${directive}AWSTemplateFormatVersion: 2010-09-09\nValue: n`)).toEqual({
      AWSTemplateFormatVersion: '2010-09-09',
      Value: 'n',
    });
  });
});

test.each<[string, unknown]>([
  ['"true"', 'true'],
  ["'10'", '10'],
  ['|\n    10\n', '10\n'],
  ['!!str 10', '10'],
  ['!!int "10"', 10],
  ['!!map {a: b}', { a: 'b' }],
  ['!!seq [a]', ['a']],
  ['&anchor x', 'x'],
])('%s has the type that it names, or is text', (yaml, value) => {
  expect(templateFromYaml(`Value: ${yaml}`)).toEqual({ Value: value });
});

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html */
describe('a feature that CloudFormation documents as unsupported', () => {
  test.each([
    ['the tag tag:yaml.org,2002:binary', '!!binary aGk='],
    ['the tag tag:yaml.org,2002:omap', '!!omap [a: b]'],
    ['the tag tag:yaml.org,2002:pairs', '!!pairs [a: b]'],
    ['the tag tag:yaml.org,2002:set', '!!set {a, b}'],
    ['the tag tag:yaml.org,2002:timestamp', '!!timestamp 2010-09-09'],
    ['the alias *a', '*a'],
    ['the merge key <<', '{<<: {b: c}}'],
    ['the tag !Fn::Sub', '!Fn::Sub x'],
    ['the tag !Reference', '!Reference [a]'],
    ['a key that is not text', '{[a]: b}'],
    ['a key that is not text', '{*a : b}'],
  ])('%s is an error with its line', (what, yaml) => {
    expect(() => templateFromYaml(`First: &a x\nValue: ${yaml}`)).toThrow(
      new RegExp(`^line 2: CloudFormation does not support ${what.replace(/[*]/, '\\*')}\\. (Remove|Repeat|Use) .+\\.$`),
    );
  });
});

test.each([
  ['Resources:\n  A: {}\n  A: {}', /^line 3: Map keys must be unique/],
  ['Resources:\n\tA: {}', /^line 2: Tabs are not allowed as indentation/],
  ['Resources: {}\n---\nResources: {}', /^line 2: Source contains multiple documents\. Correct the YAML\.$/],
  ['Resources: [', /^line 1: /],
])('%j is an error with its line', (text, message) => {
  expect(() => templateFromYaml(text)).toThrow(message);
});

test('empty text is no value', () => {
  expect(templateFromYaml('')).toBeNull();
});

test('an alias cannot multiply a template until memory ends', () => {
  const lines = Array.from({ length: 30 }, (_, level) => `a${level}: &a${level} [${level === 0 ? 'x' : `*a${level - 1}, *a${level - 1}`}]`);
  expect(() => templateFromYaml(lines.join('\n'))).toThrow('CloudFormation does not support the alias *a0');
});

test('the same template in JSON and in YAML is the same value', () => {
  const yaml = readFileSync(join(__dirname, '../data/command-inputs/template.yaml'), 'utf8');
  expect(templateFromYaml(JSON.stringify(templateFromYaml(yaml)))).toEqual(templateFromYaml(yaml));
});
