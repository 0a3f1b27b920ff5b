import { Condition } from './condition';
import { Context, RequestContext } from './context';
import { decide } from './decide';
import { Policy } from './policy';
import { PolicyDocument } from './policy-document';
import { substituted } from './policy-variables';
import { literalWildcards } from './wildcard';

const request = (context: Context) => new RequestContext({ type: 'role', arn: 'arn:aws:iam::111111111111:role/dev' }, context);

test.each<[string, Context, string[]]>([
  ['${aws:PrincipalTag/team}', { 'aws:PrincipalTag/team': 'red' }, ['red']],
  ['teams/${aws:principaltag/TEAM}/*', { 'aws:PrincipalTag/team': 'red' }, ['teams/red/*']],
  ['${aws:PrincipalAccount}-${aws:PrincipalTag/team}', { 'aws:PrincipalTag/team': 'red' }, ['111111111111-red']],
  ['${aws:PrincipalTag/team}', {}, []],
  ["${aws:PrincipalTag/team, 'none'}", {}, ['none']],
  ["${aws:PrincipalTag/team, 'none'}", { 'aws:PrincipalTag/team': 'red' }, ['red']],
  ['${aws:PrincipalTag/team}', { 'aws:PrincipalTag/team': 'r*' }, [literalWildcards('r*')]],
  ['a${*}b${?}c${$}', {}, [literalWildcards('a*b?c$')]],
  ['${aws:TagKeys}', { 'aws:TagKeys': ['a', 'b'] }, ['a', 'b']],
])('%s in the context %j is %j', (value, context, expected) => {
  expect(substituted(value, request(context))).toEqual(expected);
});

test.each(['${}', '${a b}', "${a, 'b}"])('%s is an error', (value) => {
  expect(() => substituted(value, request({}))).toThrow('is no policy variable');
});

function holds(operator: string, expected: string, context: Context): boolean {
  return Condition.listOf({ [operator]: { 'aws:Some': expected } }, true).every((each) => each.holdsIn(request(context)));
}

const team = { 'aws:PrincipalTag/team': 'red' };

test.each<[string, string, Context, boolean]>([
  ['StringEquals', '${aws:PrincipalTag/team}', { ...team, 'aws:Some': 'red' }, true],
  ['StringEquals', '${aws:PrincipalTag/team}', { ...team, 'aws:Some': 'blue' }, false],
  // a key that is compared with itself holds wherever it is there
  ['StringEquals', '${aws:Some}', { 'aws:Some': 'anything' }, true],
  ['StringEquals', '${aws:Some}', {}, false],
  ['StringLike', '${aws:PrincipalTag/team}*', { ...team, 'aws:Some': 'redder' }, true],
  ['StringLike', '${aws:PrincipalTag/team}', { 'aws:PrincipalTag/team': '*', 'aws:Some': 'red' }, false],
  ['StringLike', '${aws:PrincipalTag/team}', { 'aws:PrincipalTag/team': '*', 'aws:Some': '*' }, true],
  ['StringLike', 'a${*}', { 'aws:Some': 'ab' }, false],
  ['StringLike', 'a${*}', { 'aws:Some': 'a*' }, true],
  ['StringEquals', 'a${*}', { 'aws:Some': 'a*' }, true],
  ['ArnLike', 'arn:aws:iam::*:role/${aws:PrincipalTag/team}', { ...team, 'aws:Some': 'arn:aws:iam::111111111111:role/red' }, true],
  ['ArnEquals', 'arn:aws:iam::*:role/${aws:PrincipalTag/team}', { ...team, 'aws:Some': 'arn:aws:iam::111111111111:role/blue' }, false],
  // without a value it equals nothing, and so is not equal to anything
  ['StringEquals', '${aws:PrincipalTag/team}', { 'aws:Some': 'red' }, false],
  ['StringLike', '${aws:PrincipalTag/team}*', { 'aws:Some': 'red' }, false],
  ['StringNotEquals', '${aws:PrincipalTag/team}', { 'aws:Some': 'red' }, true],
  ['StringNotEquals', '${aws:PrincipalTag/team}', { ...team, 'aws:Some': 'red' }, false],
  ['StringEquals', "${aws:PrincipalTag/team, 'none'}", { 'aws:Some': 'none' }, true],
])('%s %s in the context %j: %s', (operator, expected, context, result) => {
  expect(holds(operator, expected, context)).toBe(result);
});

test('a variable with another operator is an error: IAM takes none there', () => {
  expect(() => holds('Bool', '${aws:Some}', {})).toThrow('${aws:Some} has a policy variable, which Bool does not take');
});

const everyone = (Version?: string): PolicyDocument => ({
  Version,
  Statement: {
    Effect: 'Allow',
    Action: 'ecr:BatchGetImage',
    Principal: '*',
    Condition: { StringEquals: { 'aws:PrincipalOrgID': '${aws:PrincipalOrgID}' } },
  },
});
const ask = (document: PolicyDocument, organization?: string) =>
  decide(
    {
      principal: { type: 'role', arn: 'arn:aws:iam::111111111111:role/dev' },
      action: 'ecr:BatchGetImage',
      resource: 'arn:aws:ecr:eu-west-1:111111111111:repository/web',
      context: { 'aws:PrincipalOrgID': organization },
    },
    { resourcePolicy: Policy.ofResource('R', document) },
  ).allowed;

test('an organization that is compared with itself is every organization', () => {
  expect(ask(everyone('2012-10-17'), 'o-any')).toBe(true);
  expect(ask(everyone('2012-10-17'))).toBe(false);
});

test('in the older version of the language a variable is text', () => {
  expect(ask(everyone(), 'o-any')).toBe(false);
  expect(ask(everyone('2008-10-17'), 'o-any')).toBe(false);
});

test('a variable in a Resource names the resources of its value, and none without a value', () => {
  const policy = Policy.ofIdentity('P', {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: 'ecr:*', Resource: 'arn:aws:ecr:*:*:repository/${aws:PrincipalTag/team}/*' },
  });
  const covers = (name: string, context: Context) =>
    policy.statements[0].covers(`arn:aws:ecr:eu-west-1:111111111111:repository/${name}`, request(context));
  expect(covers('red/web', team)).toBe(true);
  expect(covers('blue/web', team)).toBe(false);
  expect(covers('red/web', {})).toBe(false);
});
