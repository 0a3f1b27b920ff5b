import { Caller } from './caller';
import { Context } from './context';
import { decide, Decision } from './decide';
import { Policy } from './policy';
import { StatementElement } from './policy-document';

const repository = 'arn:aws:ecr:eu-west-1:111111111111:repository/web';
const action = 'ecr:BatchGetImage';
const home: Caller = { type: 'role', arn: 'arn:aws:iam::111111111111:role/dev' };
const away: Caller = { type: 'role', arn: 'arn:aws:iam::222222222222:role/dev' };
const lambda: Caller = { type: 'service', name: 'lambda.amazonaws.com' };
const anonymous: Caller = { type: 'anonymous' };

const allow: StatementElement = { Effect: 'Allow', Action: action, Resource: repository };
const deny: StatementElement = { Effect: 'Deny', Action: 'ecr:*', Resource: '*' };
const to = (Principal: StatementElement['Principal'], more: Partial<StatementElement> = {}): StatementElement => ({
  Effect: 'Allow',
  Action: action,
  Principal,
  ...more,
});
const root = (account: string) => to({ AWS: `arn:aws:iam::${account}:root` });
const denyAll = to('*', { Effect: 'Deny' });

function decision(principal: Caller, identity: StatementElement[], resource: StatementElement[], context?: Context): Decision {
  return decide(
    { principal, action, resource: repository, context },
    {
      identityPolicies: [Policy.ofIdentity('identity', { Statement: identity })],
      resourcePolicy: Policy.ofResource('resource', { Statement: resource }),
    },
  );
}

test.each<[string, StatementElement[], StatementElement[], boolean]>([
  ['nothing', [], [], false],
  ['its own policy', [allow], [], true],
  ['a repository policy that names it', [], [to({ AWS: home.arn })], true],
  ['a repository policy for everyone', [], [to('*')], true],
  ['a repository policy that names its account', [], [root('111111111111')], false],
  ['its own policy and one that names its account', [allow], [root('111111111111')], true],
  ['both, and a Deny of its own', [allow, deny], [to({ AWS: home.arn })], false],
  ['both, and a Deny in the repository policy', [allow], [to({ AWS: home.arn }), denyAll], false],
  ['its own policy, and a Deny to its account', [allow], [{ ...root('111111111111'), Effect: 'Deny' }], false],
  ['a repository policy for another role', [], [to({ AWS: `${home.arn}2` })], false],
])('a role of the same account is allowed by %s: %#', (_, identity, resource, expected) => {
  expect(decision(home, identity, resource).allowed).toBe(expected);
});

test.each<[string, StatementElement[], StatementElement[], boolean]>([
  ['its own policy alone', [allow], [], false],
  ['a repository policy that names it alone', [], [to({ AWS: away.arn })], false],
  ['a repository policy for everyone alone', [], [to('*')], false],
  ['both, the role being named', [allow], [to({ AWS: away.arn })], true],
  ['both, its account being named', [allow], [root('222222222222')], true],
  ['both, everyone being named', [allow], [to('*')], true],
  ['both, another account being named', [allow], [root('333333333333')], false],
  ['both, and a Deny of its own', [allow, deny], [root('222222222222')], false],
  ['both, and a Deny in the repository policy', [allow], [root('222222222222'), denyAll], false],
])('a role of another account is allowed by %s: %#', (_, identity, resource, expected) => {
  expect(decision(away, identity, resource).allowed).toBe(expected);
});

test.each<[Caller, StatementElement, boolean]>([
  [lambda, to({ Service: lambda.name }), true],
  [lambda, to('*'), true],
  [lambda, to({ AWS: '111111111111' }), false],
  [anonymous, to('*'), true],
  [anonymous, to({ AWS: '*' }), true],
  [anonymous, to('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }), false],
  [anonymous, to(undefined, { NotPrincipal: { AWS: home.arn } }), true],
])('the repository policy alone decides about %j: %j', (caller, statement, expected) => {
  expect(decision(caller, [allow], [statement]).allowed).toBe(expected);
});

test('the conditions see who calls: the root with aws:PrincipalArn is that role and no other', () => {
  const onlyThatRole = [{ ...root('222222222222'), Condition: { ArnEquals: { 'aws:PrincipalArn': away.arn } } }];
  expect(decision(away, [allow], onlyThatRole).allowed).toBe(true);
  expect(decision({ type: 'role', arn: `${away.arn}2` }, [allow], onlyThatRole).allowed).toBe(false);
  expect(decision(away, [allow], onlyThatRole, { 'aws:PrincipalArn': undefined }).allowed).toBe(false);
});

test('a service is seen by the keys of its source', () => {
  const ours = [to({ Service: lambda.name }, { Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } } })];
  expect(decision(lambda, [], ours, { 'aws:SourceAccount': '111111111111' }).allowed).toBe(true);
  expect(decision(lambda, [], ours, { 'aws:SourceAccount': '222222222222' }).allowed).toBe(false);
  expect(decision(lambda, [], ours).allowed).toBe(false);
});

test('a web identity is decided by the trust of the role', () => {
  const provider = 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com';
  const trust = Policy.ofResource('trust', {
    Statement: {
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: provider },
      Condition: { StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } },
    },
  });
  const request = {
    principal: { type: 'federated', provider },
    action: 'sts:AssumeRoleWithWebIdentity',
    resource: 'arn:aws:iam::111111111111:role/publisher',
  } as const;
  const context = { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' };
  expect(decide({ ...request, context }, { resourcePolicy: trust }).allowed).toBe(true);
  expect(decide(request, { resourcePolicy: trust }).allowed).toBe(false);
});

test('each side says what it says by itself', () => {
  expect(decision(away, [allow], [])).toEqual({
    allowed: false,
    identitySide: 'allowed',
    resourceSide: 'not allowed',
    registrySide: 'not allowed',
    by: [],
  });
  expect(decision(away, [], [root('222222222222')])).toEqual({
    allowed: false,
    identitySide: 'not allowed',
    resourceSide: 'allowed',
    registrySide: 'not allowed',
    by: [],
  });
  expect(decision(home, [allow], [denyAll])).toMatchObject({ identitySide: 'allowed', resourceSide: 'denied' });
});

const roleArn = { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/d*' } } };
const user: Caller = { type: 'user', arn: 'arn:aws:iam::111111111111:user/alice' };
const other: StatementElement = { Effect: 'Allow', Action: 'ecr:PutImage', Resource: '*' };

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html */
test.each<[string, Caller, StatementElement[], StatementElement[], StatementElement[], boolean]>([
  ['its own policy, which the boundary allows', home, [allow], [], [allow], true],
  ['its own policy, which the boundary does not allow', home, [allow], [], [other], false],
  ['the boundary alone', home, [], [], [allow], false],
  ['a repository policy that names the role, without the boundary', home, [], [to({ AWS: home.arn })], [other], false],
  ['a repository policy that names the role, with the boundary', home, [], [to({ AWS: home.arn })], [allow], true],
  ['a repository policy for everyone with aws:PrincipalArn, without the boundary', home, [], [to('*', roleArn)], [other], true],
  ['a repository policy for everyone, and a Deny in the boundary', home, [], [to('*', roleArn)], [other, deny], false],
  ['a repository policy that names the user, without the boundary', user, [], [to({ AWS: user.arn })], [other], true],
  ['a repository policy that names the account, without the boundary', home, [allow], [root('111111111111')], [other], false],
  ['both sides across accounts, with the boundary', away, [allow], [root('222222222222')], [allow], true],
  ['both sides across accounts, without the boundary', away, [allow], [root('222222222222')], [other], false],
])('a principal with a permissions boundary is allowed by %s', (_, principal, identity, resource, boundary, expected) => {
  const policies = {
    identityPolicies: [Policy.ofIdentity('identity', { Statement: identity })],
    resourcePolicy: Policy.ofResource('resource', { Statement: resource }),
    limits: [Policy.ofIdentity('boundary', { Statement: boundary })],
  };
  expect(decide({ principal, action, resource: repository }, policies).allowed).toBe(expected);
});

test('each of several limits has to allow: a boundary and the policy of a session', () => {
  const limit = (...Statement: StatementElement[]) => Policy.ofIdentity('limit', { Statement });
  const allowedWith = (...limits: Policy[]) =>
    decide({ principal: home, action, resource: repository }, { identityPolicies: [limit(allow)], limits }).allowed;
  expect(allowedWith(limit(allow), limit(other, allow))).toBe(true);
  expect(allowedWith(limit(allow), limit(other))).toBe(false);
});

test('a wildcard of sixteen characters matches the role of a permission set and no other', () => {
  const path = 'arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com';
  const role = (name: string, region = '') => ({ type: 'role', arn: `${path}/${region}AWSReservedSSO_${name}` }) as const;
  const patterns = ['/', '/*/'].map((between) => `${path}${between}AWSReservedSSO_Dev_${'?'.repeat(16)}`);
  const statement = to('*', {
    Condition: { ArnLike: { 'aws:PrincipalArn': patterns }, StringEquals: { 'aws:PrincipalAccount': '111111111111' } },
  });
  const may = (caller: Caller) => decision(caller, [], [statement]).allowed;
  const suffix = '0123456789abcdef';
  expect(may(role(`Dev_${suffix}`))).toBe(true);
  expect(may(role(`Dev_${suffix}`, 'eu-west-1/'))).toBe(true);
  for (const name of [`Dev_${suffix}0`, `Dev_${suffix.slice(1)}`, `Dev_Admins_${suffix}`, `X_AWSReservedSSO_Dev_${suffix}`]) {
    expect([name, may(role(name))]).toEqual([name, false]);
  }
  expect(may({ type: 'role', arn: role(`Dev_${suffix}`).arn.replace('111111111111', '222222222222') })).toBe(false);
  expect(may({ type: 'role', arn: `arn:aws:iam::111111111111:role/AWSReservedSSO_Dev_${suffix}` })).toBe(false);
});

test('a decision names the statements that made it', () => {
  expect(decision(away, [allow], [root('333333333333'), root('222222222222')]).by).toEqual(['identity[0]', 'resource[1]']);
  expect(decision(home, [allow, deny], [to({ AWS: home.arn })]).by).toEqual(['identity[1]']);
});

test('a request about no resource meets Resource * and no ARN', () => {
  const login = { principal: home, action: 'ecr:GetAuthorizationToken', resource: '*' };
  const policies = (Resource: string) => ({
    identityPolicies: [Policy.ofIdentity('P', { Statement: { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource } })],
  });
  expect(decide(login, policies('*')).allowed).toBe(true);
  expect(decide(login, policies(repository)).allowed).toBe(false);
  expect(decide(login, {}).allowed).toBe(false);
});
