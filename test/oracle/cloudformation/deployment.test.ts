import {
  App,
  CfnCondition,
  CfnOutput,
  CfnParameter,
  CfnResource,
  Fn,
  NestedStack,
  Stack,
  Stage,
  aws_ecr as ecr,
  aws_iam as iam,
  aws_ssm as ssm,
} from 'aws-cdk-lib';
import { DeployedResource } from './deployed-stack';
import { Deployment, DeploymentOptions } from './deployment';
import { templatesAreBrokenOnPurpose } from '../sound-templates/faults-of-test';

const env = { account: '111111111111', region: 'eu-west-1' };

function resource(app: App, type: string, options?: DeploymentOptions): DeployedResource {
  return Deployment.of(app, options)
    .resources()
    .find((candidate) => candidate.type === type)!;
}

function stackOf(properties: Record<string, unknown>, template: object = {}): Deployment {
  const resources = { Thing: { Type: 'Test::Thing::Thing', Properties: properties } };
  return new Deployment([{ name: 'S', environment: env, template: JSON.parse(JSON.stringify({ Resources: resources, ...template })) }]);
}

test.each([
  ['eu-west-1', 'arn:aws:iam::111111111111:role/team/dev', 'amazonaws.com'],
  ['cn-north-1', 'arn:aws-cn:iam::111111111111:role/team/dev', 'amazonaws.com.cn'],
  ['us-gov-west-1', 'arn:aws-us-gov:iam::111111111111:role/team/dev', 'amazonaws.com'],
])('a named role in %s has the ARN of its account, path and partition', (region, arn, suffix) => {
  const app = new App();
  const stack = new Stack(app, 'S', { env: { ...env, region } });
  new iam.Role(stack, 'R', { roleName: 'dev', path: '/team/', assumedBy: new iam.AccountRootPrincipal() });
  new CfnResource(stack, 'T', { type: 'Test::Thing::Thing', properties: { Suffix: stack.urlSuffix, Name: stack.stackName } });
  expect(resource(app, 'AWS::IAM::Role').identity.attribute('Arn')).toBe(arn);
  expect(resource(app, 'Test::Thing::Thing').properties).toEqual({ Suffix: suffix, Name: 'S' });
});

test('a repository without a name gets a generated one in lower case', () => {
  const app = new App();
  new ecr.Repository(new Stack(app, 'Shop', { env }), 'Web');
  const { identity } = resource(app, 'AWS::ECR::Repository');
  expect(identity.ref).toMatch(/^shop-web[0-9a-f]{8}-[a-z0-5]{13}$/);
  expect(identity.attribute('Arn')).toBe(`arn:aws:ecr:eu-west-1:111111111111:repository/${identity.name}`);
});

test('the reference of a managed policy is its ARN', () => {
  const app = new App();
  new iam.ManagedPolicy(new Stack(app, 'S', { env }), 'P', {
    managedPolicyName: 'p',
    statements: [new iam.PolicyStatement({ actions: ['ecr:*'], resources: ['*'] })],
  });
  expect(resource(app, 'AWS::IAM::ManagedPolicy').identity.ref).toBe('arn:aws:iam::111111111111:policy/p');
});

test('an unknown type and an unknown attribute are text that matches nothing', () => {
  const unknown = stackOf({ Self: 'x' }, {}).resources()[0];
  expect(unknown.identity.ref).toBe('[S.Thing]');
  expect(unknown.identity.attribute('Arn')).toBe('[S.Thing.Arn]');
  const app = new App();
  new ecr.Repository(new Stack(app, 'S', { env }), 'R', { repositoryName: 'web' });
  expect(resource(app, 'AWS::ECR::Repository').identity.attribute('RepositoryUri')).toMatch(/^\[S\.R.*\.RepositoryUri\]$/);
});

test('an agnostic stack is deployed where the test says', () => {
  const app = new App();
  const stack = new Stack(app, 'S');
  new CfnResource(stack, 'T', { type: 'Test::Thing::Thing', properties: { Where: `${stack.account}/${stack.region}/${stack.stackId}` } });
  const id = `${env.account}/${env.region}/arn:aws:cloudformation:${env.region}:${env.account}:stack/S/`;
  expect(resource(app, 'Test::Thing::Thing', { environment: env }).properties).toEqual({
    Where: expect.stringMatching(new RegExp(`^${id}[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)),
  });
});

test('a value crosses stacks through an export, also inside a Stage', () => {
  const app = new App();
  const stage = new Stage(app, 'Prod', { env });
  const role = new iam.Role(new Stack(stage, 'A'), 'R', { roleName: 'dev', assumedBy: new iam.AccountRootPrincipal() });
  new CfnResource(new Stack(stage, 'B'), 'T', { type: 'Test::Thing::Thing', properties: { Role: role.roleArn } });
  expect(resource(app, 'Test::Thing::Thing').properties).toEqual({ Role: 'arn:aws:iam::111111111111:role/dev' });
});

test('an export that no earlier stack of the environment has is an error', () => {
  const app = new App();
  templatesAreBrokenOnPurpose('an import whose export is in another Region, which the deployment has to refuse');
  const exporting = new Stack(app, 'A', { env: { ...env, region: 'eu-central-1' } });
  new CfnOutput(exporting, 'O', { value: 'x', exportName: 'Shared' });
  const stack = new Stack(app, 'B', { env });
  new CfnResource(stack, 'T', { type: 'Test::Thing::Thing', properties: { Value: Fn.importValue('Shared') } });
  expect(() => Deployment.of(app).resources()).toThrow('B: no stack that is deployed before this one exports Shared');
});

test('a value crosses stacks as an output that is not exported, also out of a nested stack', () => {
  const app = new App({ context: { '@aws-cdk/core:defaultCrossStackReferences': 'weak' } });
  const role = (stack: Stack) => new iam.Role(stack, 'R', { assumedBy: new iam.AccountRootPrincipal() });
  const [first, nested] = [role(new Stack(app, 'A', { env })), role(new NestedStack(new Stack(app, 'B', { env }), 'N'))];
  new CfnResource(new Stack(app, 'C', { env }), 'T', {
    type: 'Test::Thing::Thing',
    properties: { Roles: [first.roleArn, nested.roleArn] },
  });
  const { Roles: roles } = resource(app, 'Test::Thing::Thing').properties;
  expect(roles).toEqual([expect.stringMatching(/:role\/A-R/), expect.stringMatching(/:role\/B-N/)]);
});

test('a nested stack gets its parameters and gives its outputs', () => {
  const app = new App();
  const parent = new Stack(app, 'S', { env });
  const nested = new NestedStack(parent, 'N');
  const repository = new ecr.Repository(parent, 'R', { repositoryName: 'web' });
  const role = new iam.Role(nested, 'Role', { roleName: 'dev', assumedBy: new iam.AccountRootPrincipal() });
  new CfnResource(nested, 'T', { type: 'Test::Thing::Inside', properties: { Repository: repository.repositoryArn } });
  new CfnResource(parent, 'T', { type: 'Test::Thing::Outside', properties: { Role: role.roleArn } });
  expect(resource(app, 'Test::Thing::Inside').properties).toEqual({ Repository: 'arn:aws:ecr:eu-west-1:111111111111:repository/web' });
  expect(resource(app, 'Test::Thing::Outside').properties).toEqual({ Role: 'arn:aws:iam::111111111111:role/dev' });
});

test('a parameter of the Systems Manager has the value that the test gives', () => {
  const app = new App();
  const stack = new Stack(app, 'S', { env });
  const value = ssm.StringParameter.valueForStringParameter(stack, '/role');
  new CfnResource(stack, 'T', { type: 'Test::Thing::Thing', properties: { Value: value } });
  expect(resource(app, 'Test::Thing::Thing', { ssm: { '/role': 'arn' } }).properties).toEqual({ Value: 'arn' });
  expect(() => Deployment.of(app).resources()).toThrow(/^S: the parameter \w+ \(\/role\) has no value$/);
});

test('a parameter has its default, as a list where its type is one', () => {
  const app = new App();
  const stack = new Stack(app, 'S', { env });
  const accounts = new CfnParameter(stack, 'Accounts', { type: 'CommaDelimitedList', default: 'a,b' });
  new CfnResource(stack, 'T', { type: 'Test::Thing::Thing', properties: { Accounts: accounts.valueAsList } });
  expect(resource(app, 'Test::Thing::Thing').properties).toEqual({ Accounts: ['a', 'b'] });
});

test('a resource whose condition does not hold is not there', () => {
  const app = new App();
  const stack = new Stack(app, 'S', { env });
  const here = new CfnCondition(stack, 'Here', { expression: Fn.conditionEquals(stack.region, 'eu-west-1') });
  const there = new CfnCondition(stack, 'There', { expression: Fn.conditionNot(here) });
  for (const [id, condition] of Object.entries({ X: here, Y: there })) {
    new CfnResource(stack, id, { type: 'Test::Thing::Thing' }).cfnOptions.condition = condition;
  }
  expect(
    Deployment.of(app)
      .resources()
      .map(({ place }) => place),
  ).toEqual(['S/X']);
});

test.each([
  ['a resource that is not there', { Ref: 'Nothing' }, 'S: the template has no resource and no parameter Nothing'],
  ['a condition that is not there', { 'Fn::If': ['Nothing', 1, 2] }, 'S: the template has no condition Nothing'],
])('%s is an error', (_, value, message) => {
  expect(() => stackOf({ Value: value }).resources()).toThrow(message);
});

test('pseudo parameters that are not of IAM have a value, too', () => {
  expect(stackOf({ Topics: { Ref: 'AWS::NotificationARNs' }, No: { Ref: 'AWS::NoValue' } }).resources()[0].properties).toEqual({
    Topics: [],
  });
});

test('a nested stack whose template is not in the assembly is an error', () => {
  const template = { Resources: { N: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://bucket/x.json' } } } };
  const deployment = new Deployment([{ name: 'S', environment: env, template }]);
  expect(() => deployment.resources()).toThrow('no template lies at https://bucket/x.json');
  const app = new App();
  new CfnResource(new Stack(app, 'S', { env }), 'N', {
    type: 'AWS::CloudFormation::Stack',
    properties: { TemplateURL: 'https://bucket/x.json' },
  });
  expect(() => Deployment.of(app).resources()).toThrow('no template lies at https://bucket/x.json');
});
