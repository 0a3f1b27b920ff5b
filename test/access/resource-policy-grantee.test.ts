import { App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { SecureRepository } from '../../src';
import { HOME } from '../fixtures/environments';
import { warningsOf } from '../fixtures/reported';
import { repositoryStatements } from '../fixtures/synthesized';

let shop: Stack;
let repository: SecureRepository;

beforeEach(() => {
  shop = new Stack(new App(), 'Shop', { env: HOME });
  repository = new SecureRepository(shop, 'Repository');
});

const ARN_OF_SOURCE =
  'without a source condition the service could act on behalf of any account. Grant to the role that the service uses, or to ' +
  'principal.withConditions({ StringEquals: { "aws:SourceAccount": account } }).';
const ECS = 'ECS pulls with the execution role of the task. Grant to taskDefinition.obtainExecutionRole().';

test.each([
  ['ecs-tasks.amazonaws.com', ECS],
  ['ecs.amazonaws.com', ECS],
  ['ec2.amazonaws.com', 'an instance pulls with its instance role. Grant to the role of the instance or of its launch template.'],
  ['eks.amazonaws.com', 'a cluster pulls with the role of its nodes or the execution role of its Fargate profile. Grant to that role.'],
  ['batch.amazonaws.com', 'Batch pulls with the execution role of the job definition. Grant to that role.'],
  ['build.apprunner.amazonaws.com', 'App Runner pulls with its access role. Grant to that role.'],
  ['sns.amazonaws.com', ARN_OF_SOURCE],
])('the service %s without a source condition is refused, with the principal to use', (service, remedy) => {
  expect(() => repository.grantPull(new iam.ServicePrincipal(service))).toThrow(
    new Error(`Shop/Repository: grantee is the service "${service}", but ${remedy} [cdk-secure-repository:grant-service]`),
  );
  expect(repositoryStatements(shop)).toEqual([]);
});

test('a condition that is not on the source is not enough for a service', () => {
  const principal = new iam.ServicePrincipal('sns.amazonaws.com').withConditions({ Bool: { 'aws:SecureTransport': 'true' } });
  expect(() => repository.grantPull(principal)).toThrow('grantee is the service "sns.amazonaws.com"');
});

test.each([
  ['aws:SourceArn', 'ArnLike', 'arn:aws:sns:eu-west-1:111111111111:topic'],
  ['aws:SourceAccount', 'StringEquals', '111111111111'],
  ['aws:SourceOrgID', 'StringEquals', 'o-a1b2c3d4e5'],
  ['aws:SourceOrgPaths', 'ForAnyValue:StringLike', 'o-a1b2c3d4e5/r-ab12/*'],
])('a service with a condition on %s is allowed', (key, operator, value) => {
  repository.grantRead(new iam.ServicePrincipal('sns.amazonaws.com').withConditions({ [operator]: { [key]: value } }));
  expect(repositoryStatements(shop)).toMatchObject([
    { Principal: { Service: 'sns.amazonaws.com' }, Condition: { [operator]: { [key]: value } } },
  ]);
});

test.each<[string, iam.IPrincipal, string, string?]>([
  [
    'a federated identity',
    new iam.FederatedPrincipal('cognito-identity.amazonaws.com'),
    'grantee is cognito-identity.amazonaws.com, a federated identity, which a repository policy cannot name. Grant to the role that it assumes.',
  ],
  [
    'a web identity',
    new iam.WebIdentityPrincipal('accounts.google.com'),
    'grantee is accounts.google.com, a federated identity, which a repository policy cannot name. Grant to the role that it assumes.',
  ],
  [
    'a canonical user',
    new iam.CanonicalUserPrincipal('79a59df9'),
    'grantee is 79a59df9, a canonical user, which a repository policy cannot name. Grant to a role or an account.',
  ],
  [
    'a session',
    new iam.ArnPrincipal('arn:aws:sts::222222222222:assumed-role/dev/alice'),
    'grantee is the session "arn:aws:sts::222222222222:assumed-role/dev/alice", but a session is temporary. ' + 'Grant to its role.',
  ],
  [
    'a group by its ARN',
    new iam.ArnPrincipal('arn:aws:iam::111111111111:group/devs'),
    'grantee is the group "arn:aws:iam::111111111111:group/devs", but a repository policy cannot name a group. Grant to a role, or to an iam.Group of the app.',
  ],
  [
    'an account of eleven digits',
    new iam.ArnPrincipal('12345678901'),
    'account is "12345678901", but must be a 12-digit account ID. Pass all 12 digits as text.',
    'principal-id',
  ],
  [
    'a root without an account',
    new iam.ArnPrincipal('arn:aws:iam::12:root'),
    'account is "12", but must be a 12-digit account ID. Pass all 12 digits as text.',
    'principal-id',
  ],
])('%s is refused', (_what, principal, message, name = 'grant-principal') => {
  expect(() => repository.grantPull(principal)).toThrow(new Error(`Shop/Repository: ${message} [cdk-secure-repository:${name}]`));
  expect(repositoryStatements(shop)).toEqual([]);
});

test.each<[string, iam.IPrincipal]>([
  ['AnyPrincipal', new iam.AnyPrincipal()],
  ['StarPrincipal', new iam.StarPrincipal()],
  ['ArnPrincipal of *', new iam.ArnPrincipal('*')],
])('everyone is refused: %s', (_shape, principal) => {
  expect(() => repository.grantPull(principal)).toThrow(
    new Error(
      'Shop/Repository: the statement would allow everyone, which makes the repository public. Name the principals, or use grantPullToOrganization. ' +
        '[cdk-secure-repository:public-repository]',
    ),
  );
  expect(repositoryStatements(shop)).toEqual([]);
});

test('everyone under a condition on anything but an organization is allowed with a warning', () => {
  repository.grantPull(new iam.AnyPrincipal().withConditions({ StringEquals: { 'aws:SourceVpc': 'vpc-1' } }));
  expect(repositoryStatements(shop)).toMatchObject([{ Principal: { AWS: '*' } }]);
  expect(warningsOf(shop)).toEqual([
    '/Shop/Repository the repository policy allows every principal that meets the conditions on aws:SourceVpc, in any account. ' +
      'Restrict it to an organization with aws:PrincipalOrgID, or name the principals. [ack: cdk-secure-repository:everyone-with-condition]',
  ]);
});

const OWN_ACCOUNT = (account: string) => [
  `/Shop/Repository account ${account} is the account of the repository, and a statement that names it does not allow its roles and users, which ` +
    'still need the permission in their own policies. Grant to those roles and users. [ack: cdk-secure-repository:own-account]',
];

test.each<[string, () => iam.IPrincipal]>([
  ['AccountPrincipal', () => new iam.AccountPrincipal('111111111111')],
  ['AccountRootPrincipal', () => new iam.AccountRootPrincipal()],
  ['the ARN of its root', () => new iam.ArnPrincipal('arn:aws:iam::111111111111:root')],
])('the account of the repository is allowed with a warning: %s', (_class, principal) => {
  repository.grantPull(principal());
  expect(repositoryStatements(shop)).toHaveLength(1);
  expect(warningsOf(shop)).toEqual(OWN_ACCOUNT('111111111111'));
});

test('the account of the repository in an agnostic stack is allowed with a warning', () => {
  const agnostic = new Stack(new App(), 'Shop');
  new SecureRepository(agnostic, 'Repository').grantPull(new iam.AccountRootPrincipal());
  expect(warningsOf(agnostic)).toEqual(OWN_ACCOUNT('${AWS::AccountId}'));
});

test('another account is allowed without a warning', () => {
  repository.grantPull(new iam.AccountPrincipal('222222222222'));
  expect(repositoryStatements(shop)).toHaveLength(1);
  expect(warningsOf(shop)).toEqual([]);
});

test.each(['arn:aws:iam::1234:role/x', 'arn:aws:iam::*:role/x', 'developers', 'arn:aws:iam::111111111111:policy/x'])(
  '%s is not a principal that a policy accepts',
  (arn) => {
    expect(() => repository.grantPull(new iam.ArnPrincipal(arn))).toThrow(
      new Error(
        `Shop/Repository: grantee is "${arn}", but must be the ARN of a role, a user or an account, such as ` +
          '"arn:aws:iam::111122223333:role/name", without a wildcard in the account. Pass such an ARN, or use a condition. ' +
          '[cdk-secure-repository:grant-principal]',
      ),
    );
  },
);
