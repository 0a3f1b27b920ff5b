import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { ImageTag, SecureRepository } from '../../src';
import { textOf } from '../fixtures/docs/markdown';
import { runExample } from '../fixtures/docs/run-example';
import { myApp } from '../fixtures/my-app';

const PAGE = 'docs/deploying.md';
const [, SECTION] = /\n(## The first deployment\n[^]*?)(?=\n## |$(?![^]))/.exec(textOf(PAGE))!;
const ENV = { account: '111122223333', region: 'eu-west-1' };

/** The app of the example with two stacks, whose second one contains a function. */
function twoStacks(): { readonly repository: Template; readonly function: Template; readonly functions: Stack } {
  const { app, stack } = myApp();
  const functions = new Stack(app, 'MyApp-Function');
  runExample(PAGE, 'new lambda.DockerImageFunction(functions', { functions, repository: stack.repository, ImageTag });
  return { repository: Template.fromStack(stack), function: Template.fromStack(functions), functions };
}

/** The example with one stack. */
function oneStack(imageTag: string): Template {
  const app = new App({ context: { imageTag } });
  const stack = new Stack(app, 'MyApp', { env: ENV });
  const network = new Stack(app, 'Network', { env: ENV });
  const cluster = new ecs.Cluster(network, 'Cluster', { vpc: new ec2.Vpc(network, 'Vpc') });
  runExample(PAGE, "new CfnParameter(stack, 'DesiredCount'", { stack, cluster, ecs, ImageTag, SecureRepository });
  return Template.fromStack(stack);
}

test('the function runs the image of the tag in the parameter', () => {
  const { function: template } = twoStacks();
  const parameters = template.findParameters('*', { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/myapp/image-tag' });
  const [parameter] = Object.keys(parameters);
  template.hasResourceProperties('AWS::Lambda::Function', {
    Code: { ImageUri: { 'Fn::Join': ['', Match.arrayWith(['/myapp:', { Ref: parameter }])] } },
  });
});

test('the function is deployed after the repository, whose policy lets Lambda pull, and no export ties them to each other', () => {
  const { repository, functions } = twoStacks();
  expect(functions.dependencies.map(({ node }) => node.path)).toEqual(['MyApp']);
  expect(Object.values(repository.findOutputs('*')).filter((output) => 'Export' in output)).toEqual([]);
  repository.hasResourceProperties('AWS::ECR::Repository', {
    RepositoryPolicyText: { Statement: [Match.objectLike({ Principal: { Service: 'lambda.amazonaws.com' } })] },
  });
});

test('the service in the stack of its repository needs a number of tasks, which has no default value', () => {
  const template = oneStack('3f9c2a1');
  expect(template.toJSON().Parameters.DesiredCount).toEqual({ Type: 'Number', MinValue: 0, Description: 'The number of tasks' });
  template.hasResourceProperties('AWS::ECS::Service', { DesiredCount: { Ref: 'DesiredCount' } });
  template.hasResourceProperties('AWS::ECS::TaskDefinition', {
    ContainerDefinitions: [{ Image: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp(':3f9c2a1$')])] } }],
  });
});

test('between the first deployment and the one with a task, nothing but the number of tasks changes', () => {
  // the tag of the commit that is pushed between them
  const commands = [...SECTION.matchAll(/npx cdk deploy MyApp -c "imageTag=(\S+)" --parameters MyApp:DesiredCount=(\d)/g)];
  expect(commands.map(([, tag, count]) => [tag, count])).toEqual([
    ['$TAG', '0'],
    ['$TAG', '1'],
  ]);
});

test('the commands name the stacks and the parameters of the examples', () => {
  const deployed = [...SECTION.matchAll(/npx cdk deploy (\S+)/g)].map(([, name]) => name);
  expect(new Set(deployed)).toEqual(new Set(['MyApp', 'MyApp-Function']));
  const [, parameter] = /aws ssm put-parameter --name (\S+)/.exec(SECTION)!;
  expect(twoStacks().function.findParameters('*', { Default: parameter })).not.toEqual({});
  expect(Template.fromStack(myApp().service).findParameters('*', { Default: parameter })).not.toEqual({});
});
