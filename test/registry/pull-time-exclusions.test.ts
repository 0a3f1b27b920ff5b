import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { PermissionSetPrincipal, SecureRegistry } from '../../src';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const TYPE = 'AWS::ECR::PullTimeUpdateExclusion';

function exclusionsOf(principals: (stack: Stack) => unknown): { readonly [logicalId: string]: unknown } {
  const stack = new Stack(new App(), 'Platform', { env: ENV });
  new SecureRegistry(stack, 'Registry', { ignorePullsBy: principals(stack) as iam.IGrantable[] });
  const resources = Template.fromStack(stack).findResources(TYPE);
  return Object.fromEntries(
    Object.entries(resources).map(([id, resource]) => [
      id,
      (resource as { Properties: { PrincipalArn: unknown } }).Properties.PrincipalArn,
    ]),
  );
}

const role = (scope: Stack, id: string) => new iam.Role(scope, id, { assumedBy: new iam.AccountRootPrincipal() });

test('without the property and with an empty list there is no exclusion', () => {
  expect(exclusionsOf(() => undefined)).toEqual({});
  expect(exclusionsOf(() => [])).toEqual({});
});

test.each<[string, (stack: Stack) => iam.IGrantable, unknown]>([
  ['a role of the app', (stack) => role(stack, 'Scanner'), { 'Fn::GetAtt': ['Scanner1EAEC57B', 'Arn'] }],
  ['a user of the app', (stack) => new iam.User(stack, 'User'), { 'Fn::GetAtt': ['User00B015A1', 'Arn'] }],
  [
    'a lazy role',
    (stack) => new iam.LazyRole(stack, 'Lazy', { assumedBy: new iam.AccountRootPrincipal() }),
    { 'Fn::GetAtt': ['Lazy399F7F48', 'Arn'] },
  ],
  [
    'a role by its ARN',
    (stack) => iam.Role.fromRoleArn(stack, 'R', 'arn:aws:iam::444455556666:role/a/b'),
    'arn:aws:iam::444455556666:role/a/b',
  ],
  [
    'a role by its name',
    (stack) => iam.Role.fromRoleName(stack, 'R', 'scanner'),
    { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::111122223333:role/scanner']] },
  ],
  [
    'a user by its ARN',
    (stack) => iam.User.fromUserArn(stack, 'R', 'arn:aws:iam::111122223333:user/ci'),
    'arn:aws:iam::111122223333:user/ci',
  ],
  ['the ARN of a role', () => new iam.ArnPrincipal('arn:aws:iam::111122223333:role/scanner'), 'arn:aws:iam::111122223333:role/scanner'],
  ['an ARN that is a parameter', (stack) => new iam.ArnPrincipal(new CfnParameter(stack, 'P').valueAsString), { Ref: 'P' }],
  [
    'a construct with a role',
    (stack) => new lambda.Function(stack, 'F', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'x', code: lambda.Code.fromInline('x') }),
    { 'Fn::GetAtt': [expect.stringMatching(/^FServiceRole/), 'Arn'] },
  ],
])('%s is excluded', (_case, principal, arn) => {
  expect(Object.values(exclusionsOf((stack) => [principal(stack)]))).toEqual([arn]);
});

test.each<[string, (stack: Stack) => unknown, string]>([
  [
    'a group',
    (stack) => new iam.Group(stack, 'Group'),
    'is the construct Platform/Group, but must be a role or a user. Pass the role with which the image is pulled.',
  ],
  ['a service', () => new iam.ServicePrincipal('ecs.amazonaws.com'), 'but must be a role or a user'],
  ['an account', () => new iam.AccountPrincipal('111122223333'), 'but must be a role or a user'],
  ['an organization', () => new iam.OrganizationPrincipal('o-a1b2c3d4e5'), 'but must be a role or a user'],
  ['everyone', () => new iam.AnyPrincipal(), 'but must be a role or a user'],
  ['a permission set', () => new PermissionSetPrincipal('Developer'), 'but must be a role or a user'],
  ['several principals', (stack) => new iam.CompositePrincipal(role(stack, 'A'), role(stack, 'B')), 'but must be a role or a user'],
  [
    'a role with conditions',
    (stack) => new iam.PrincipalWithConditions(role(stack, 'A'), { Bool: { a: 'true' } }),
    'but must be a role or a user',
  ],
  [
    'the root of an account',
    () => new iam.ArnPrincipal('arn:aws:iam::111122223333:root'),
    'is "arn:aws:iam::111122223333:root", but must be a role or a user',
  ],
  ['a pattern', () => new iam.ArnPrincipal('arn:aws:iam::111122223333:role/*'), 'is "arn:aws:iam::111122223333:role/*", but must be'],
  [
    'a session',
    () => new iam.ArnPrincipal('arn:aws:sts::111122223333:assumed-role/a/b'),
    'is "arn:aws:sts::111122223333:assumed-role/a/b", but must be',
  ],
  ['a text', () => 'arn:aws:iam::111122223333:role/a', 'is "arn:aws:iam::111122223333:role/a", but must be a role or a user'],
  ['nothing', () => undefined, 'is undefined, but must be a role or a user'],
  [
    'a long ARN',
    () => new iam.ArnPrincipal(`arn:aws:iam::111122223333:role/${'x'.repeat(180)}`),
    'has an ARN of 211 characters, but Amazon ECR accepts at most 200. Use a role with a shorter path.',
  ],
])('%s is an error', (_case, principal, message) => {
  const create = () => exclusionsOf((stack) => [role(stack, 'Fine'), principal(stack)]);
  expect(create).toThrow('Platform/Registry: ignorePullsBy[1] ');
  expect(create).toThrow(message);
  expect(create).toThrow(/\[cdk-secure-repository:pull-time-exclusion\]$/);
});

test.each<[string, unknown, string]>([
  [
    'a role',
    { grantPrincipal: {} },
    'ignorePullsBy is {"grantPrincipal":{}}, but must be a list of roles and users. Pass [role], for example.',
  ],
  [
    'a token',
    new CfnParameter(new Stack(), 'P', { type: 'List<String>' }).valueAsList,
    'ignorePullsBy is a token, but the number of principals must be known at synthesis.',
  ],
])('%s in place of the list is an error', (_case, value, message) => {
  expect(() => exclusionsOf(() => value)).toThrow(message);
});

test('100 principals are accepted, and 101 are not', () => {
  const many = (count: number) => () =>
    Array.from({ length: count }, (_, i) => new iam.ArnPrincipal(`arn:aws:iam::111122223333:role/r${i}`));
  expect(Object.keys(exclusionsOf(many(100)))).toHaveLength(100);
  expect(() => exclusionsOf(many(101))).toThrow('ignorePullsBy has 101 principals, but Amazon ECR accepts at most 100. Remove principals.');
});

test('a principal that is listed twice is excluded once', () => {
  const arn = 'arn:aws:iam::111122223333:role/a';
  expect(Object.values(exclusionsOf((stack) => [new iam.ArnPrincipal(arn), iam.Role.fromRoleArn(stack, 'R', arn)]))).toEqual([arn]);
  expect(
    Object.values(
      exclusionsOf((stack) => {
        const scanner = role(stack, 'Scanner');
        return [scanner, scanner];
      }),
    ),
  ).toHaveLength(1);
});

test('the logical ID of an exclusion depends on its principal, and not on its position', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => new iam.ArnPrincipal(`arn:aws:iam::111122223333:role/${name}`));
  const first = exclusionsOf((stack) => [a, b, role(stack, 'Own')]);
  const second = exclusionsOf((stack) => [role(stack, 'Own'), c, b]);
  const idOf = (exclusions: object, part: string) => Object.entries(exclusions).find(([, arn]) => JSON.stringify(arn).includes(part))?.[0];
  expect(idOf(second, 'role/b')).toBe(idOf(first, 'role/b'));
  expect(idOf(second, 'Own')).toBe(idOf(first, 'Own'));
  expect(idOf(second, 'role/c')).not.toBe(idOf(first, 'role/a'));
});

test('the description of the registry lists them', () => {
  const stack = new Stack(new App(), 'Platform', { env: ENV });
  const registry = new SecureRegistry(stack, 'Registry', { ignorePullsBy: [new iam.ArnPrincipal('arn:aws:iam::111122223333:role/a')] });
  expect(registry.describe()).toContain('pulls by arn:aws:iam::111122223333:role/a do not count as pulls in lifecycle policies');
});
