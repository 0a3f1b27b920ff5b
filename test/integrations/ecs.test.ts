import { App, Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { SecureRepository } from '../../src';
import { HOME } from '../fixtures/environments';
import { warningsOf } from '../fixtures/reported';
import { identityStatements, repositoryStatements, resourcesOf, templateOf } from '../fixtures/synthesized';

let app: App;
let shop: Stack;
let repository: SecureRepository;

beforeEach(() => {
  app = new App();
  shop = new Stack(app, 'Shop', { env: HOME });
  repository = new SecureRepository(shop, 'Repository', { repositoryName: 'myapp' });
});

const PULL = {
  Effect: 'Allow',
  Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  Resource: 'arn:aws:ecr:eu-west-1:111111111111:repository/myapp',
};
const LOGIN = { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' };

const imageIn = (stack: Stack) => {
  const [definition] = resourcesOf(stack, 'AWS::ECS::TaskDefinition');
  return (definition.Properties.ContainerDefinitions as { Image: unknown }[])[0].Image;
};

describe.each<[string, (stack: Stack) => ecs.TaskDefinition]>([
  ['Fargate', (stack) => new ecs.FargateTaskDefinition(stack, 'Task')],
  ['EC2', (stack) => new ecs.Ec2TaskDefinition(stack, 'Task')],
  ['External', (stack) => new ecs.ExternalTaskDefinition(stack, 'Task')],
])('a task on %s', (_launchType, taskIn) => {
  const run = (stack: Stack, image = ecs.ContainerImage.fromEcrRepository(repository, 'v1')) =>
    taskIn(stack).addContainer('Container', { image, memoryLimitMiB: 256 });

  test('may pull, through its execution role, and runs the image', () => {
    run(shop);
    expect(identityStatements(shop, { withLogin: true })).toEqual([PULL, LOGIN]);
    expect(repositoryStatements(shop)).toEqual([]);
    expect(imageIn(shop)).toEqual({
      'Fn::Join': ['', ['111111111111.dkr.ecr.eu-west-1.', { Ref: 'AWS::URLSuffix' }, '/', { Ref: 'Repository22E53BBD' }, ':v1']],
    });
    expect(warningsOf(shop)).toEqual([]);
  });

  test('may pull in another stack, which is deployed after the repository and needs no output of it', () => {
    const services = new Stack(app, 'Services', { env: HOME });
    run(services);
    expect(identityStatements(services)).toEqual([PULL]);
    expect(imageIn(services)).toEqual({ 'Fn::Join': ['', ['111111111111.dkr.ecr.eu-west-1.', { Ref: 'AWS::URLSuffix' }, '/myapp:v1']] });
    expect(templateOf(shop).Outputs).toBeUndefined();
    expect(services.dependencies.map(({ node }) => node.path)).toEqual(['Shop']);
  });
});

test('a task whose tag is a parameter may pull', () => {
  const image = new ecs.TagParameterContainerImage(repository);
  new ecs.FargateTaskDefinition(shop, 'Task').addContainer('Container', { image });
  expect(identityStatements(shop)).toEqual([PULL]);
  expect(JSON.stringify(imageIn(shop))).toContain(shop.resolve(image.tagParameterValue).Ref);
});

test('the containers of one task share a statement', () => {
  const other = new SecureRepository(shop, 'Other', { repositoryName: 'other' });
  const task = new ecs.FargateTaskDefinition(shop, 'Task');
  for (const [id, image] of [repository, other, repository].entries()) {
    task.addContainer(`Container${id}`, { image: ecs.ContainerImage.fromEcrRepository(image) });
  }
  expect(identityStatements(shop)).toEqual([{ ...PULL, Resource: [PULL.Resource, PULL.Resource.replace('myapp', 'other')] }]);
});

test('a task of another account, whose execution role has a name, may pull by both policies', () => {
  const services = new Stack(app, 'Services', { env: { ...HOME, account: '222222222222' } });
  const task = new ecs.FargateTaskDefinition(services, 'Task');
  expect(() => task.addContainer('Container', { image: ecs.ContainerImage.fromEcrRepository(repository) })).not.toThrow();
  expect(identityStatements(services)).toEqual([PULL]);
  expect(repositoryStatements(shop)).toMatchObject([{ Condition: { ArnEquals: { 'aws:PrincipalArn': [expect.anything()] } } }]);
});
