import { Caller } from './caller';
import { Context, RequestContext } from './context';
import { decide } from './decide';
import { Policy } from './policy';
import { StatementElement } from './policy-document';
import { World } from './world';

const repository = 'arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/nginx';
const registry = 'arn:aws:ecr:eu-west-1:111111111111';
const action = 'ecr:CreateRepository';
const home: Caller = { type: 'role', arn: 'arn:aws:iam::111111111111:role/dev' };
const away: Caller = { type: 'role', arn: 'arn:aws:iam::222222222222:role/dev' };
const ecr: Caller = { type: 'service', name: 'ecr.amazonaws.com' };

const allow: StatementElement = { Effect: 'Allow', Action: action, Resource: repository };
const deny: StatementElement = { Effect: 'Deny', Action: '*', Resource: '*' };
const root = (account: string) => `arn:aws:iam::${account}:root`;
const to = (Principal: StatementElement['Principal'], more: Partial<StatementElement> = {}): StatementElement => ({
  Effect: 'Allow',
  Action: action,
  Resource: `${registry}:repository/docker-hub/*`,
  Principal,
  ...more,
});
const onRepository = (Principal: StatementElement['Principal'], Effect: 'Allow' | 'Deny' = 'Allow'): StatementElement => ({
  Effect,
  Action: action,
  Principal,
});

interface Given {
  readonly identity?: StatementElement[];
  readonly repositoryPolicy?: StatementElement[];
  readonly registryPolicy?: StatementElement[];
}

function decision(principal: Caller, { identity = [], repositoryPolicy, registryPolicy }: Given, context?: Context) {
  return decide(
    { principal, action, resource: repository, context },
    {
      identityPolicies: [Policy.ofIdentity('identity', { Statement: identity })],
      resourcePolicy: repositoryPolicy && Policy.ofRepository('repository', { Statement: repositoryPolicy }),
      registryPolicy: registryPolicy && Policy.ofRegistry('registry', { Statement: registryPolicy }),
    },
  );
}

test.each<[string, Given, boolean]>([
  ['a registry policy that names it', { registryPolicy: [to({ AWS: home.arn })] }, true],
  ['a registry policy for everyone', { registryPolicy: [to('*')] }, true],
  ['a registry policy that names its account', { registryPolicy: [to({ AWS: root('111111111111') })] }, false],
  ['its own policy, beside a registry policy about others', { identity: [allow], registryPolicy: [to({ AWS: away.arn })] }, true],
  ['a registry policy about another action', { registryPolicy: [to('*', { Action: 'ecr:PutImage' })] }, false],
  ['a registry policy about names that begin in the same way', { registryPolicy: [to('*', { Resource: `${repository}2` })] }, false],
  ['its own policy, and a Deny in the registry policy', { identity: [allow], registryPolicy: [{ ...deny, Principal: '*' }] }, false],
  [
    'the repository policy, and a Deny in the registry policy',
    { repositoryPolicy: [onRepository('*')], registryPolicy: [to({ AWS: home.arn }, { Effect: 'Deny' })] },
    false,
  ],
  [
    'the registry policy, and a Deny in the repository policy',
    { repositoryPolicy: [onRepository('*', 'Deny')], registryPolicy: [to('*')] },
    false,
  ],
  ['the registry policy, and a Deny of its own', { identity: [deny], registryPolicy: [to('*')] }, false],
])('a role of the same account is allowed by %s: %#', (_, given, expected) => {
  expect(decision(home, given).allowed).toBe(expected);
});

test.each<[string, Given, boolean]>([
  ['the registry policy alone', { registryPolicy: [to({ AWS: away.arn })] }, false],
  ['its own policy alone', { identity: [allow] }, false],
  ['both, its account being named', { identity: [allow], registryPolicy: [to({ AWS: root('222222222222') })] }, true],
  ['both, another account being named', { identity: [allow], registryPolicy: [to({ AWS: root('333333333333') })] }, false],
  [
    'its own policy and the repository policy, beside a registry policy about others',
    { identity: [allow], repositoryPolicy: [onRepository('*')], registryPolicy: [to({ AWS: home.arn })] },
    true,
  ],
  ['both, and a Deny in the registry policy', { identity: [allow], registryPolicy: [to('*'), { ...deny, Principal: '*' }] }, false],
])('a role of another account is allowed by %s: %#', (_, given, expected) => {
  expect(decision(away, given).allowed).toBe(expected);
});

test('a service is allowed by the registry policy, and seen by the account of its source', () => {
  const ours = { Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } } };
  const given = { registryPolicy: [to({ Service: 'ecr.amazonaws.com' }, ours)] };
  expect(decision(ecr, given, { 'aws:SourceAccount': '111111111111' }).allowed).toBe(true);
  expect(decision(ecr, given, { 'aws:SourceAccount': '222222222222' }).allowed).toBe(false);
  expect(decision(ecr, given).allowed).toBe(false);
});

test('each side says what it says by itself, and a decision names its statements', () => {
  expect(decision(away, { identity: [allow], registryPolicy: [to('*')] })).toEqual({
    allowed: true,
    identitySide: 'allowed',
    resourceSide: 'not allowed',
    registrySide: 'allowed',
    by: ['identity[0]', 'registry[0]'],
  });
  expect(decision(home, { repositoryPolicy: [onRepository('*')], registryPolicy: [to('*', { Effect: 'Deny' })] })).toEqual({
    allowed: false,
    identitySide: 'not allowed',
    resourceSide: 'allowed',
    registrySide: 'denied',
    by: ['registry[0]'],
  });
});

test.each<[Caller, string, Context]>([
  [
    { type: 'root', arn: root('111111111111') },
    'Account',
    { 'aws:PrincipalAccount': '111111111111', 'aws:PrincipalIsAWSService': 'false' },
  ],
  [home, 'AssumedRole', { 'aws:PrincipalAccount': '111111111111', 'aws:PrincipalIsAWSService': 'false' }],
  [
    { type: 'role', arn: 'arn:aws:iam::222222222222:role/aws-service-role/replication.ecr.amazonaws.com/AWSServiceRoleForECRReplication' },
    'AssumedRole',
    { 'aws:PrincipalAccount': '222222222222', 'aws:PrincipalIsAWSService': 'false' },
  ],
])('the request of %j is of a principal of the type %s', (caller, type, expected) => {
  const context = new RequestContext(caller);
  expect(context.get('aws:PrincipalType')).toEqual([type]);
  for (const [key, value] of Object.entries(expected)) expect([key, context.get(key)]).toEqual([key, [value]]);
});

test('the request of a service has no account of a principal', () => {
  const context = new RequestContext(ecr, { 'aws:SourceAccount': '111111111111' });
  expect(context.get('aws:PrincipalIsAWSService')).toEqual(['true']);
  expect(context.get('aws:PrincipalAccount')).toBeUndefined();
  expect(context.get('aws:PrincipalOrgID')).toBeUndefined();
});

test('the root user of the account is allowed everything that no policy of a resource denies', () => {
  const user: Caller = { type: 'root', arn: root('111111111111') };
  const mayWith = (...registryPolicy: StatementElement[]) => {
    const world = new World([{ policy: Policy.ofRegistry('registry', { Statement: registryPolicy }), registry }]);
    return decide({ principal: user, action, resource: repository }, world.policiesFor(user, repository)).allowed;
  };
  expect(mayWith()).toBe(true);
  expect(mayWith(to('*', { Effect: 'Deny' }))).toBe(false);
  expect(mayWith(to({ AWS: root('111111111111') }, { Effect: 'Deny' }))).toBe(false);
  expect(mayWith(to({ AWS: home.arn }, { Effect: 'Deny' }))).toBe(true);
});

test('the root user of another account needs an Allow here', () => {
  const user: Caller = { type: 'root', arn: root('222222222222') };
  const mayWith = (...registryPolicy: StatementElement[]) => {
    const world = new World([{ policy: Policy.ofRegistry('registry', { Statement: registryPolicy }), registry }]);
    return decide({ principal: user, action, resource: repository }, world.policiesFor(user, repository)).allowed;
  };
  expect(mayWith()).toBe(false);
  expect(mayWith(to({ AWS: root('222222222222') }))).toBe(true);
  expect(mayWith(to({ AWS: root('333333333333') }))).toBe(false);
});

test('a registry policy is about requests of ECR only', () => {
  const role = 'arn:aws:iam::111111111111:role/dev';
  const registryPolicy = Policy.ofRegistry('registry', { Statement: { ...deny, Effect: 'Allow', Principal: '*' } });
  const request = { principal: home, resource: role };
  expect(decide({ ...request, action: 'sts:AssumeRole' }, { registryPolicy }).allowed).toBe(false);
});

test('a statement of a registry policy needs a Resource', () => {
  expect(() => Policy.ofRegistry('registry', { Statement: [to('*'), onRepository('*')] })).toThrow(
    'registry[1]: the policy of a registry needs a Resource',
  );
});
