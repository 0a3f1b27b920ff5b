import { App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { everyoneFaults, report, statementFaults } from '../../src/access/statement-check';
import { SecureRepository } from '../../src/secure-repository';
import { HOME } from '../fixtures/environments';
import { warningsOf } from '../fixtures/reported';

const repository = new SecureRepository(new Stack(new App(), 'Shop', { env: HOME }), 'Repository');
const dev = new iam.ArnPrincipal('arn:aws:iam::222222222222:role/dev');

const faultsOf = (props: iam.PolicyStatementProps) =>
  statementFaults(repository.stack.resolve(new iam.PolicyStatement({ actions: ['ecr:BatchGetImage'], ...props }).toStatementJson()));

const PUBLIC = {
  level: 'error',
  text: 'everyone would be allowed, which makes the repository public, expected named principals: name them, or use grantPullToOrganization',
};

test('a statement for a named principal has no fault', () => {
  expect(faultsOf({ principals: [dev] })).toEqual([]);
});

describe('everyone has five shapes', () => {
  const shapes: [string, iam.PolicyStatementProps][] = [
    ['{ AWS: "*" }', { principals: [new iam.AnyPrincipal()] }],
    ['"*"', { principals: [new iam.StarPrincipal()] }],
    ['an ARN that is *', { principals: [new iam.ArnPrincipal('*')] }],
    ['one * in a list', { principals: [dev, new iam.ArnPrincipal('*')] }],
    ['everyone but some', { notPrincipals: [dev] }],
  ];

  test.each(shapes)('%s is an error', (_shape, props) => {
    expect(faultsOf(props)).toEqual([PUBLIC]);
  });

  test.each(shapes.slice(0, 4))('%s under an organization is no fault', (_shape, props) => {
    expect(faultsOf({ ...props, conditions: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } })).toEqual([]);
  });

  test.each(shapes)('%s under another condition is a warning', (_shape, props) => {
    expect(faultsOf({ ...props, conditions: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } })).toEqual([
      {
        level: 'warning',
        id: 'cdk-secure-repository:everyone-with-condition',
        text:
          'the repository policy allows everyone who meets conditions on aws:SourceIp, in any account: narrow it to an ' +
          'organization with aws:PrincipalOrgID, or name the principals',
      },
    ]);
  });

  test.each(shapes)('a Deny to %s is legal', (_shape, props) => {
    expect(faultsOf({ ...props, effect: iam.Effect.DENY })).toEqual([]);
  });
});

test.each<[string, iam.PolicyStatementProps, string]>([
  ['no action', { actions: [], principals: [dev] }, 'a statement has no action, expected at least one, such as "ecr:BatchGetImage"'],
  ['no principal', {}, 'a statement has no principal, expected whom it is about: a repository policy always names them'],
  [
    'an action on the registry',
    { actions: ['ecr:GetAuthorizationToken'], principals: [dev] },
    'action "ecr:GetAuthorizationToken": logging in acts on the registry: grantPull, grantPush and grantPullPush allow it by themselves',
  ],
  [
    'an action that is misspelt, as in a grant',
    { actions: ['ecr:BatchGetImages'], principals: [dev] },
    'action "ecr:BatchGetImages": there is no such action: did you mean "ecr:BatchGetImage"?',
  ],
])('%s is an error', (_what, props, text) => {
  expect(faultsOf(props)).toEqual([{ level: 'error', text }]);
});

test.each<[string, string]>([
  ['ecr:*', 'action "ecr:*" is a wildcard: name the actions, so that new ones are not allowed unseen'],
  ['*', 'action "*" is a wildcard: name the actions, so that new ones are not allowed unseen'],
  ['ecr:Mend', 'action "ecr:Mend" is unknown to this version: check its spelling'],
])('the action %s is a warning', (action, text) => {
  expect(faultsOf({ actions: [action], principals: [dev] })).toEqual([
    { level: 'warning', id: `cdk-secure-repository:action:${action}`, text },
  ]);
});

test('everything but some actions is an action', () => {
  expect(faultsOf({ actions: [], notActions: ['ecr:PutImage'], principals: [dev] })).toEqual([]);
});

test('each service without a source condition is a warning', () => {
  const services = [new iam.ServicePrincipal('sns.amazonaws.com'), new iam.ServicePrincipal('sqs.amazonaws.com')];
  expect(faultsOf({ principals: services })).toEqual(
    ['sns', 'sqs'].map((name) => ({
      level: 'warning',
      id: `cdk-secure-repository:service-without-source:"${name}.amazonaws.com"`,
      text:
        `the repository policy allows the service "${name}.amazonaws.com" on anybody's behalf: add a condition on aws:SourceArn, ` +
        'aws:SourceAccount, aws:SourceOrgID or aws:SourceOrgPaths',
    })),
  );
});

test('a service with a source condition is no fault', () => {
  const conditions = { StringEquals: { 'aws:SourceAccount': '111111111111' } };
  expect(faultsOf({ principals: [new iam.ServicePrincipal('sns.amazonaws.com')], conditions })).toEqual([]);
});

test('everyone without a condition is a fault, under an organization none', () => {
  expect(everyoneFaults({})).toEqual([PUBLIC]);
  expect(everyoneFaults({ StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } })).toEqual([]);
});

test('an error is thrown with the path of the repository, a warning annotated', () => {
  expect(() => report([{ level: 'error', text: 'a problem' }], repository)).toThrow(new Error('Shop/Repository: a problem'));
  report([{ level: 'warning', id: 'a:warning', text: 'a doubt' }], repository);
  expect(warningsOf(repository.stack)).toEqual(['/Shop/Repository a doubt [ack: a:warning]']);
});
