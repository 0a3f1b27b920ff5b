import { App, Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { checkAccount, checkOrganization, granteesOf, namesOf, organizationPath } from '../../src/access/grantee';
import { SecureRepository } from '../../src/secure-repository';
import { HOME } from '../fixtures/environments';

const shop = new Stack(new App(), 'Shop', { env: HOME });
const repository = new SecureRepository(shop, 'Repository');
const role = new iam.Role(shop, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
const grantees = (grantee: iam.IGrantable) => granteesOf(grantee, repository);

test('a role is an identity, named by its path', () => {
  expect(grantees(role)).toEqual([{ kind: 'identity', name: 'Shop/Role', principal: role, conditions: {} }]);
});

test.each([
  ['a managed policy', new iam.ManagedPolicy(shop, 'Managed'), 'ManagedPolicy(Shop/Managed)'],
  ['an inline policy', new iam.Policy(shop, 'Inline'), 'Policy(Shop/Inline)'],
])('%s is an identity, named by its description', (_class, policy, name) => {
  expect(grantees(policy)).toMatchObject([{ kind: 'identity', name }]);
});

test('an identity of a class of the user also has a name', () => {
  const principal: iam.IPrincipal = {
    assumeRoleAction: 'sts:AssumeRole',
    policyFragment: role.policyFragment,
    grantPrincipal: role,
    addToPrincipalPolicy: () => ({ statementAdded: false }),
  };
  expect(grantees({ grantPrincipal: principal })).toMatchObject([{ kind: 'identity', name: 'a principal of the app' }]);
});

test('conditions around a role are kept, including outer ones', () => {
  const inner = new iam.PrincipalWithConditions(role, { StringEquals: { 'aws:SourceVpc': 'vpc-1' } });
  const wrapped = inner.withConditions({ Bool: { 'aws:SecureTransport': 'true' } });
  expect(grantees(wrapped)).toMatchObject([
    {
      kind: 'identity',
      principal: role,
      conditions: { StringEquals: { 'aws:SourceVpc': 'vpc-1' }, Bool: { 'aws:SecureTransport': 'true' } },
    },
  ]);
});

test('session tags are unwrapped', () => {
  expect(grantees(new iam.SessionTagsPrincipal(role))).toMatchObject([{ kind: 'identity', principal: role, conditions: {} }]);
});

test('the parts of a composite principal are separate, with the conditions around it', () => {
  const composite = new iam.CompositePrincipal(new iam.AccountPrincipal('222222222222'), new iam.ServicePrincipal('lambda.amazonaws.com'));
  const conditions = { StringEquals: { 'aws:SourceAccount': '222222222222' } };
  expect(grantees(new iam.PrincipalWithConditions(composite, conditions))).toMatchObject([
    { kind: 'resource policy', name: 'account 222222222222', conditions },
    {
      kind: 'resource policy',
      name: 'lambda.amazonaws.com for account 222222222222',
      type: 'Service',
      resolved: 'lambda.amazonaws.com',
      conditions,
    },
  ]);
});

test('a service is resolved, so that its name can be compared', () => {
  expect(grantees(new iam.ServicePrincipal('lambda.amazonaws.com'))).toMatchObject([
    { kind: 'resource policy', name: 'lambda.amazonaws.com', type: 'Service', resolved: 'lambda.amazonaws.com', conditions: {} },
  ]);
});

test('a project that was imported without its role is refused', () => {
  expect(() => grantees(new iam.UnknownPrincipal({ resource: shop }))).toThrow(
    new Error(
      'Shop/Repository: the grantee was imported without its role, so there is no principal to allow. Import it with its role, or grant to that role. [cdk-secure-repository:grant-principal]',
    ),
  );
});

test.each([
  [undefined, 'undefined'],
  [{}, '{}'],
  [new Stack(new App(), 'Cart'), 'the construct Cart'],
])('a value that is not a grantee is refused: %j', (grantee, described) => {
  expect(() => grantees(grantee as iam.IGrantable)).toThrow(
    new Error(
      `Shop/Repository: grantee is ${described}, but must be a role, a user or another principal. Pass the construct or its role. [cdk-secure-repository:grant-principal]`,
    ),
  );
});

test.each<[string, Parameters<typeof namesOf>, string[]]>([
  ['an account by its root', [{ AWS: 'arn:aws:iam::222222222222:root' }, {}], ['account 222222222222']],
  ['an account by its number', [{ AWS: ['222222222222'] }, {}], ['account 222222222222']],
  [
    'an account of another partition that is a token',
    [{ AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::222222222222:root']] } }, {}],
    ['account 222222222222'],
  ],
  [
    'the account of an agnostic stack',
    [{ AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':root']] } }, {}],
    ['account ${AWS::AccountId}'],
  ],
  ['an ARN', [{ AWS: 'arn:aws:iam::222222222222:role/dev' }, {}], ['arn:aws:iam::222222222222:role/dev']],
  ['several one by one', [{ AWS: ['1'], Service: ['lambda.amazonaws.com'] }, {}], ['1', 'lambda.amazonaws.com']],
  ['everyone', [{ AWS: '*' }, {}], ['everyone']],
  ['everyone in organizations', [{ AWS: '*' }, { StringEquals: { 'AWS:PrincipalOrgID': ['o-1', 'o-2'] } }], ['organization o-1, o-2']],
  ['everyone under another condition', [{ AWS: '*' }, { Bool: { 'aws:SecureTransport': 'true' } }], ['everyone']],
])('the name of %s', (_what, parameters, names) => {
  expect(namesOf(...parameters)).toEqual(names);
});

const token = Lazy.string({ produce: () => 'anything' });

test.each(['111122223333', '000000000000', token])('%j is an account', (account) => {
  expect(() => checkAccount(repository, account)).not.toThrow();
});

test.each(['12345', '1111222233334', '1111-2222-3333', ''])('%j is not an account', (account) => {
  expect(() => checkAccount(repository, account)).toThrow(
    new Error(
      `Shop/Repository: account is ${JSON.stringify(account)}, but must be a 12-digit account ID. Pass all 12 digits as text. [cdk-secure-repository:principal-id]`,
    ),
  );
});

test.each(['o-a1b2c3d4e5', `o-${'a'.repeat(32)}`, token])('%j is an organization', (id) => {
  expect(() => checkOrganization(repository, id)).not.toThrow();
});

test.each(['a1b2c3d4e5', 'o-short', 'O-A1B2C3D4E5', `o-${'a'.repeat(33)}`, 'o-a1b2c3d4e5/r-ab12'])('%j is not an organization', (id) => {
  expect(() => checkOrganization(repository, id)).toThrow(
    new Error(
      `Shop/Repository: organization is ${JSON.stringify(id)}, but must be "o-" and 10 to 32 lowercase letters or digits. ` +
        'Pass the Id that `aws organizations describe-organization` prints. [cdk-secure-repository:principal-id]',
    ),
  );
});

const unit = 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111';

test.each([
  [unit, `${unit}/*`],
  [`${unit}/`, `${unit}/*`],
  [`${unit}/*`, `${unit}/*`],
  [`${unit}/ou-ab12-22222222`, `${unit}/ou-ab12-22222222/*`],
  [token, token],
])('the path %j becomes the pattern %j', (path, pattern) => {
  expect(organizationPath(repository, path)).toBe(pattern);
});

test.each(['o-a1b2c3d4e5', 'o-a1b2c3d4e5/r-ab12', 'ou-ab12-11111111', `${unit}/**`, '*', `${unit}x*`])('%j is not a path', (path) => {
  expect(() => organizationPath(repository, path)).toThrow(
    new Error(
      `Shop/Repository: path is ${JSON.stringify(path)}, but must consist of the organization, the root and at least one organizational unit, such as ` +
        '"o-a1b2c3d4e5/r-ab12/ou-ab12-11111111". For the whole organization, use grantPullToOrganization. [cdk-secure-repository:principal-id]',
    ),
  );
});
