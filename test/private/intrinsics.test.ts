import { Aws, Fn } from 'aws-cdk-lib';
import {
  arnText,
  intrinsicText,
  longestText,
  shortestText,
  withLiteralsChanged,
  withoutIntrinsics,
  withTokensAs,
} from '../../src/private/intrinsics';

const arn = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':root']] };

test.each([
  ['plain', 'plain'],
  [7, '7'],
  [undefined, 'undefined'],
  [null, 'null'],
  [{ Ref: 'AWS::Region' }, '${AWS::Region}'],
  [{ 'Fn::GetAtt': ['Role', 'Arn'] }, '${Role.Arn}'],
  [{ 'Fn::GetAtt': 'Role.Arn' }, '${Role.Arn}'],
  [arn, 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root'],
  [{ 'Fn::ImportValue': 'Shop:Role' }, '${Fn::ImportValue}'],
  [{ 'Fn::Join': ['-', { 'Fn::Split': ['/', { Ref: 'Path' }] }] }, '${Fn::Join}'],
])('%j reads %s', (value, text) => {
  expect(intrinsicText(value)).toBe(text);
});

test.each([
  ['plain', 'plain'],
  [arn, 'arn:aws:iam::000000000000:root'],
  [{ 'Fn::Join': ['.', ['ecr', { Ref: 'AWS::Region' }, { Ref: 'AWS::URLSuffix' }]] }, 'ecr.us-east-1.amazonaws.com'],
  [{ Ref: 'Parameter' }, '?'],
  [{ 'Fn::ImportValue': 'Shop:Role' }, '?'],
])('%j becomes no shorter than %s', (value, text) => {
  expect(shortestText(value)).toBe(text);
});

test.each([
  ['plain', 'plain'],
  [arn, 'arn:aws-us-gov:iam::000000000000:root'],
  [{ 'Fn::Join': ['.', ['ecr', { Ref: 'AWS::Region' }, { Ref: 'AWS::URLSuffix' }]] }, 'ecr.ap-northeast-1.amazonaws.com.cn'],
  [{ Ref: 'AWS::StackName' }, 'x'.repeat(128)],
  [{ Ref: 'Parameter' }, 'x'.repeat(256)],
])('%j becomes no longer than %s', (value, text) => {
  expect(longestText(value)).toBe(text);
});

test('the intrinsic functions in a value become text, and all else stays', () => {
  const statement = { Effect: 'Allow', Principal: { AWS: [arn, '222222222222'] }, Condition: { Null: { key: null } }, Nothing: {} };
  expect(withoutIntrinsics(statement, intrinsicText)).toEqual({
    ...statement,
    Principal: { AWS: ['arn:${AWS::Partition}:iam::${AWS::AccountId}:root', '222222222222'] },
  });
});

test('in an ARN an unknown partition is read as aws', () => {
  expect(arnText(arn)).toBe('arn:aws:iam::${AWS::AccountId}:root');
});

const { REGION } = Aws;
const IMPORTED = Fn.importValue('Imported');

test.each([
  ['', ''],
  ['plain', 'plain'],
  [REGION, 'x'],
  [`${REGION}${IMPORTED}`, 'xx'],
  [`a-${REGION}-b-${IMPORTED}-c-${REGION}`, 'a-x-b-x-c-x'],
])('something stands in for each token: %#', (text, written) => {
  expect(withTokensAs(text, 'x')).toBe(written);
});

test('only what is written is changed', () => {
  const changed = withLiteralsChanged(`to ${REGION}, ${IMPORTED}o`, (literal) => literal.replace(/o/g, '0'));
  expect(changed).toBe(`t0 ${REGION}, ${IMPORTED}0`);
});
