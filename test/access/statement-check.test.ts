import { App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { everyoneFindings, statementFindings } from '../../src/access/statement-check';
import { errorFinding, warningFinding } from '../../src/private/finding';
import { FindingName } from '../../src/private/finding-names';
import { report } from '../../src/private/report-findings';
import { SecureRepository } from '../../src/secure-repository';
import { HOME } from '../fixtures/environments';
import { warningsOf } from '../fixtures/reported';

const repository = new SecureRepository(new Stack(new App(), 'Shop', { env: HOME }), 'Repository');
const dev = new iam.ArnPrincipal('arn:aws:iam::222222222222:role/dev');

const findingsOf = (props: iam.PolicyStatementProps) =>
  statementFindings(repository.stack.resolve(new iam.PolicyStatement({ actions: ['ecr:BatchGetImage'], ...props }).toStatementJson()));

const PUBLIC = {
  id: 'cdk-secure-repository:public-repository',
  severity: 'error',
  message: 'the statement would allow everyone, which makes the repository public. Name the principals, or use grantPullToOrganization.',
};

test('a statement for a named principal has no finding', () => {
  expect(findingsOf({ principals: [dev] })).toEqual([]);
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
    expect(findingsOf(props)).toEqual([PUBLIC]);
  });

  test.each(shapes.slice(0, 4))('%s under an organization has no finding', (_shape, props) => {
    expect(findingsOf({ ...props, conditions: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } })).toEqual([]);
  });

  test.each(shapes)('%s under another condition is a warning', (_shape, props) => {
    expect(findingsOf({ ...props, conditions: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } })).toEqual([
      {
        id: 'cdk-secure-repository:everyone-with-condition',
        severity: 'warning',
        message:
          'the repository policy allows every principal that meets the conditions on aws:SourceIp, in any account. Restrict it to an ' +
          'organization with aws:PrincipalOrgID, or name the principals.',
      },
    ]);
  });

  test.each(shapes)('a Deny to %s is legal', (_shape, props) => {
    expect(findingsOf({ ...props, effect: iam.Effect.DENY })).toEqual([]);
  });
});

test.each<[string, FindingName, iam.PolicyStatementProps, string]>([
  [
    'no action',
    'repository-policy-statement',
    { actions: [], principals: [dev] },
    'a statement has no action, but needs at least one. Add an action such as "ecr:BatchGetImage".',
  ],
  [
    'no principal',
    'repository-policy-statement',
    {},
    'a statement has no principal, but a repository policy requires one. Add a principal.',
  ],
  [
    'an action on the registry',
    'action',
    { actions: ['ecr:GetAuthorizationToken'], principals: [dev] },
    'action "ecr:GetAuthorizationToken" acts on the registry, not on a repository. Use grantPull, grantPush or grantPullPush, which also allow the login.',
  ],
  [
    'an action that is misspelled, as in a grant',
    'action',
    { actions: ['ecr:BatchGetImages'], principals: [dev] },
    'action "ecr:BatchGetImages" does not exist. Did you mean "ecr:BatchGetImage"?',
  ],
])('%s is an error', (_what, name, props, message) => {
  expect(findingsOf(props)).toEqual([errorFinding(name, message)]);
});

test.each<[string, string]>([
  ['ecr:*', 'action "ecr:*" is a wildcard, which also allows the actions that AWS adds later. List the actions instead.'],
  ['*', 'action "*" is a wildcard, which also allows the actions that AWS adds later. List the actions instead.'],
  ['ecr:Mend', 'action "ecr:Mend" is not known to this version of the library. Check its spelling.'],
])('the action %s is a warning', (action, message) => {
  expect(findingsOf({ actions: [action], principals: [dev] })).toEqual([
    { id: `cdk-secure-repository:action:${action}`, severity: 'warning', message },
  ]);
});

test('everything but some actions is an action', () => {
  expect(findingsOf({ actions: [], notActions: ['ecr:PutImage'], principals: [dev] })).toEqual([]);
});

test('each service without a source condition is a warning', () => {
  const services = [new iam.ServicePrincipal('sns.amazonaws.com'), new iam.ServicePrincipal('sqs.amazonaws.com')];
  expect(findingsOf({ principals: services })).toEqual(
    ['sns', 'sqs'].map((name) => ({
      id: `cdk-secure-repository:service-without-source:${name}.amazonaws.com`,
      severity: 'warning',
      message:
        `the repository policy allows the service "${name}.amazonaws.com" on behalf of any account. Add a condition on aws:SourceArn, ` +
        'aws:SourceAccount, aws:SourceOrgID or aws:SourceOrgPaths.',
    })),
  );
});

test('a service with a source condition has no finding', () => {
  const conditions = { StringEquals: { 'aws:SourceAccount': '111111111111' } };
  expect(findingsOf({ principals: [new iam.ServicePrincipal('sns.amazonaws.com')], conditions })).toEqual([]);
});

test('everyone without a condition has a finding, everyone in an organization has none', () => {
  expect(everyoneFindings({})).toEqual([PUBLIC]);
  expect(everyoneFindings({ StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } })).toEqual([]);
});

test('an error is thrown with the path of the repository, a warning annotated', () => {
  const errors = [warningFinding('own-account', 'another doubt'), errorFinding('public-repository', 'a problem.')];
  expect(() => report(repository, errors)).toThrow(new Error('Shop/Repository: a problem. [cdk-secure-repository:public-repository]'));
  report(repository, [warningFinding('own-account', 'a doubt')]);
  expect(warningsOf(repository.stack)).toEqual(['/Shop/Repository a doubt [ack: cdk-secure-repository:own-account]']);
});
