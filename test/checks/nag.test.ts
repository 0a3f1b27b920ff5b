import { App, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks, HIPAASecurityChecks, NagPack, NIST80053R5Checks, PCIDSS321Checks } from 'cdk-nag';
import { PublishersStack } from '../../examples/typescript/publishers-stack';
import { RegistryStack } from '../../examples/typescript/registry-stack';
import { SecureRepository } from '../../src';
import { HOME, OTHER_ACCOUNT } from '../fixtures/environments';

let shop: Stack;
let role: iam.Role;

/** A repository that is granted to every kind of principal. */
beforeEach(() => {
  shop = new Stack(new App(), 'Shop', { env: HOME });
  role = new iam.Role(shop, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
  const repository = new SecureRepository(shop, 'Repository', { repositoryName: 'myapp' });
  repository.grantPullPush(role);
  repository.access.grantReadFindings(role);
  repository.grantPull(new iam.AccountPrincipal(OTHER_ACCOUNT.account));
  repository.grantPull(new iam.ServicePrincipal('lambda.amazonaws.com'));
  repository.access.grantPullToOrganization('o-a1b2c3d4e5');
});

/** What a pack finds: the rule, and the place. */
function findings(pack: NagPack): string[] {
  return pack
    .validateScope(shop)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
    );
}

test('AwsSolutions finds nothing: the login and the organization, which it cannot tell from the unsafe, are acknowledged', () => {
  expect(findings(new AwsSolutionsChecks())).toEqual([]);
});

// these packs want managed policies; a grant of aws-cdk-lib writes an inline policy, too, and the login stands in one of its own, so
// that AwsSolutions can tell it from a wildcard of the user
test.each([
  ['NIST 800-53 R5', new NIST80053R5Checks(), 'NIST.800.53.R5-IAMNoInlinePolicy'],
  ['HIPAA', new HIPAASecurityChecks(), 'HIPAA.Security-IAMNoInlinePolicy'],
  ['PCI DSS 3.2.1', new PCIDSS321Checks(), 'PCI.DSS.321-IAMNoInlinePolicy'],
])('%s finds the two inline policies of the role, and nothing else', (_name, pack, rule) => {
  expect(findings(pack)).toEqual([`${rule} Shop/Role/DefaultPolicy/Resource`, `${rule} Shop/Role/EcrLogin/Resource`]);
});

test('a wildcard that the user adds to the same role is found', () => {
  role.addToPolicy(new iam.PolicyStatement({ actions: ['ecr:DescribeRepositories'], resources: ['*'] }));
  expect(findings(new AwsSolutionsChecks())).toEqual(['AwsSolutions-IAM5[Resource::*] Shop/Role/DefaultPolicy/Resource']);
});

test('a login that the user grants is found', () => {
  ecr.AuthorizationToken.grantRead(role);
  expect(findings(new AwsSolutionsChecks())).toEqual(['AwsSolutions-IAM5[Resource::*] Shop/Role/DefaultPolicy/Resource']);
});

test('an Allow to everyone that the user adds past the library is found', () => {
  const open = new SecureRepository(shop, 'Open');
  (open.node.defaultChild as ecr.CfnRepository).repositoryPolicyText = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' }],
  };
  expect(findings(new AwsSolutionsChecks())).toEqual(['AwsSolutions-ECR1 Shop/Open/Resource']);
});

test.each([
  ['a known environment', { account: '111122223333', region: 'eu-west-1' }],
  ['an environment that is known only at deployment', undefined],
])('AwsSolutions finds nothing in a registry of %s', (_name, env) => {
  const app = new App();
  shop = new RegistryStack(app, 'Registry', { env });
  // an Aspect creates the role of the template
  app.synth();
  expect(findings(new AwsSolutionsChecks())).toEqual([]);
});

test('a wildcard that the user adds beside the grants of a registry is found', () => {
  shop = new RegistryStack(new App(), 'Registry');
  const tasks = shop.node.findChild('ExecutionRole') as iam.Role;
  tasks.addToPolicy(
    new iam.PolicyStatement({ actions: ['ecr:DeleteRepository'], resources: ['arn:aws:ecr:eu-west-1:111122223333:repository/dev/*'] }),
  );
  expect(findings(new AwsSolutionsChecks())).toEqual([
    'AwsSolutions-IAM5[Resource::arn:aws:ecr:eu-west-1:111122223333:repository/dev/*] Registry/ExecutionRole/DefaultPolicy/Resource',
  ]);
});

test.each([
  ['a known environment', { account: '111122223333', region: 'eu-west-1' }],
  ['an environment that is known only at deployment', undefined],
])('AwsSolutions finds nothing in the publishers of every CI system in %s', (_name, env) => {
  shop = new PublishersStack(new App(), 'Publishers', { env });
  expect(findings(new AwsSolutionsChecks())).toEqual([]);
});
