import { App, CfnResource, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { LifecyclePolicy, SecureRepository } from '../src';
import { HOME, OTHER_ACCOUNT } from './support/environments';
import { SynthesizedTemplate, templateOf } from './support/synthesized';

/** Where the repository and its consumer are. */
interface Shape {
  /** The scope of the repository. */
  readonly repository: (app: App) => Construct;
  /** The scope of the service that runs its images. */
  readonly consumer: (app: App, repository: Construct) => Construct;
  readonly repositoryName?: string;
}

type Make = (scope: Construct, repositoryName?: string) => ecr.IRepository;

const before: Make = (scope, repositoryName) => new ecr.Repository(scope, 'Api', { repositoryName });
const after: Make = (scope, repositoryName) =>
  new SecureRepository(scope, 'Api', { repositoryName, implicitEncryption: true, lifecyclePolicy: LifecyclePolicy.none() });
/** The first deployment of docs/migration.md. */
const withExports: Make = (scope, repositoryName) => {
  const repository = after(scope, repositoryName);
  const stack = topLevel(Stack.of(scope));
  stack.exportValue(repository.repositoryName);
  stack.exportValue(repository.repositoryArn);
  return repository;
};

const base = (app: App) => new Stack(app, 'Base', { env: HOME });
const services = (scope: Construct) => new Stack(scope, 'Services', { env: HOME });
const topLevel = (stack: Stack): Stack => (stack.nestedStackParent ? topLevel(stack.nestedStackParent) : stack);

const SHAPES: readonly (Shape & { readonly shape: string })[] = [
  { shape: 'two stacks', repository: base, consumer: services, repositoryName: 'shop/api' },
  { shape: 'two stacks, and no name', repository: base, consumer: services },
  { shape: 'two stacks without an environment', repository: (app) => new Stack(app, 'Base'), consumer: (app) => new Stack(app, 'Services') },
  {
    shape: 'a repository in a nested stack',
    repository: (app) => new NestedStack(base(app), 'Nested'),
    consumer: services,
    repositoryName: 'shop/api',
  },
  { shape: 'a repository in a nested stack, and no name', repository: (app) => new NestedStack(base(app), 'Nested'), consumer: services },
  {
    shape: 'a repository in a nested stack of a nested stack',
    repository: (app) => new NestedStack(new NestedStack(base(app), 'Outer'), 'Nested'),
    consumer: services,
    repositoryName: 'shop/api',
  },
  {
    shape: 'a consumer in a nested stack',
    repository: base,
    consumer: (app) => new NestedStack(services(app), 'Nested'),
    repositoryName: 'shop/api',
  },
  {
    shape: 'two stacks of one Stage',
    repository: (app) => new Stack(new Stage(app, 'Prod'), 'Base', { env: HOME }),
    consumer: (_app, repository) => services(Stage.of(repository)!),
    repositoryName: 'shop/api',
  },
];

/** The templates of both sides; a consumer that has not been given the repository is deployed without one. */
function templates({ repository, consumer, repositoryName }: Shape, make: Make): { base: SynthesizedTemplate; services: SynthesizedTemplate } {
  const app = new App();
  const home = repository(app);
  const made = make(home, repositoryName);
  const taskDefinition = new ecs.FargateTaskDefinition(consumer(app, home), 'Task');
  taskDefinition.addContainer('api', { image: ecs.ContainerImage.fromEcrRepository(made, 'v1') });
  return { base: templateOf(topLevel(Stack.of(home))), services: templateOf(topLevel(Stack.of(taskDefinition))) };
}

describe.each(SHAPES)('migrating $shape', (shape) => {
  const deployed = templates(shape, before);
  const first = templates(shape, withExports);
  const second = templates(shape, after);

  test('the first deployment keeps every export that the deployed consumers import', () => {
    expect(Object.keys(deployed.base.Outputs ?? {})).toHaveLength(2);
    expect(first.base.Outputs).toEqual(deployed.base.Outputs);
  });

  test('after the first deployment a consumer of a named repository imports nothing, one of an unnamed repository the same as before', () => {
    const imports = (template: SynthesizedTemplate) => (JSON.stringify(template).match(/Fn::ImportValue/g) ?? []).length;
    expect(imports(deployed.services)).toBeGreaterThan(0);
    expect(imports(first.services)).toBe(shape.repositoryName === undefined ? imports(deployed.services) : 0);
  });

  test('the second deployment removes the exports of a named repository, and changes no consumer', () => {
    expect(second.base.Outputs).toEqual(shape.repositoryName === undefined ? deployed.base.Outputs : undefined);
    expect(second.base.Resources).toEqual(first.base.Resources);
    expect(second.services).toEqual(first.services);
  });
});

/** What a call makes of a repository: outputs, or an error. */
function outcome(make: Make, shape: Shape, call: (stack: Stack, repository: ecr.IRepository) => string): unknown {
  const app = new App();
  const home = shape.repository(app);
  const repository = make(home, shape.repositoryName);
  const stack = topLevel(Stack.of(home));
  try {
    const imported = new CfnResource(new Stack(app, 'Elsewhere', { env: OTHER_ACCOUNT }), 'User', {
      type: 'Test::User',
      properties: { Value: call(stack, repository) },
    });
    const { Properties: used } = templateOf(Stack.of(imported)).Resources!.User;
    return { used, outputs: templateOf(stack).Outputs, nested: nestedOutputs(home) };
  } catch (error) {
    return String(error);
  }
}

/** What a nested stack hands to its parent. */
const nestedOutputs = (home: Construct) => (Stack.of(home).nested ? Template.fromStack(Stack.of(home)).findOutputs('*') : undefined);

const CALLS: readonly [string, (stack: Stack, repository: ecr.IRepository) => string][] = [
  ['the name', (stack, { repositoryName }) => stack.exportValue(repositoryName)],
  ['the ARN', (stack, { repositoryArn }) => stack.exportValue(repositoryArn)],
  ['the URI', (stack, { repositoryUri }) => stack.exportValue(repositoryUri)],
  ['the URI with a tag', (stack, repository) => stack.exportValue(repository.repositoryUriForTag('v1'))],
  ['the URI with a digest', (stack, repository) => stack.exportValue(repository.repositoryUriForDigest('sha256:1'))],
  ['the registry', (stack, { registryUri }) => stack.exportValue(registryUri)],
  ['the name under a name', (stack, { repositoryName }) => stack.exportValue(repositoryName, { name: 'ApiName' })],
  ['the ARN under a name', (stack, { repositoryArn }) => stack.exportValue(repositoryArn, { name: 'ApiArn' })],
  ['the URI under a name', (stack, { repositoryUri }) => stack.exportValue(repositoryUri, { name: 'ApiUri' })],
  ['the ARN, twice', (stack, { repositoryArn }) => stack.exportValue(repositoryArn) && stack.exportValue(repositoryArn)],
  ['the ARN, by another stack', ({ node }, { repositoryArn }) => new Stack(node.root as App, 'Other').exportValue(repositoryArn)],
];

describe.each(SHAPES)('exporting from $shape', (shape) => {
  test.each(CALLS)('%s is as with ecr.Repository', (_what, call) => {
    const expected = outcome(before, shape, call);
    expect(outcome(after, shape, call)).toEqual(expected);
  });
});
