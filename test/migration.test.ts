import { App, CfnResource, Duration, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { LifecyclePolicy, SecureRepository } from '../src';
import { HOME } from './fixtures/environments';
import { templateOf } from './fixtures/synthesized';
import { Deployment } from './oracle/cloudformation/deployment';

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
  {
    shape: 'two stacks without an environment',
    repository: (app) => new Stack(app, 'Base'),
    consumer: (app) => new Stack(app, 'Services'),
  },
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

/** Both sides as they are synthesized, and as CloudFormation deploys them. */
function synthesized({ repository, consumer, repositoryName }: Shape, make: Make) {
  const app = new App();
  const home = repository(app);
  const made = make(home, repositoryName);
  const taskDefinition = new ecs.FargateTaskDefinition(consumer(app, home), 'Task');
  taskDefinition.addContainer('api', { image: ecs.ContainerImage.fromEcrRepository(made, 'v1') });
  const [producing, consuming] = [Stack.of(home), Stack.of(taskDefinition)];
  const deployed = Deployment.of(app, { environment: HOME }).resources();
  const { ContainerDefinitions: containers } = deployed.find(({ type }) => type === 'AWS::ECS::TaskDefinition')!.properties;
  return {
    exports: templateOf(topLevel(producing)).Outputs,
    repositories: Template.fromStack(producing).findResources('AWS::ECR::Repository'),
    consumer: Template.fromStack(consuming).toJSON().Resources as object,
    containers: containers as unknown,
  };
}

const importsIn = (resources: object) => new Set(JSON.stringify(resources).match(/"Fn::ImportValue":"[^"]*"/g) ?? []);

describe.each(SHAPES)('migrating $shape', (shape) => {
  const isNamed = shape.repositoryName !== undefined;
  const [deployed, first, second] = [before, withExports, after].map((make) => () => synthesized(shape, make));

  test('the first deployment keeps the repository, every export that the deployed consumers import, and the image that they run', () => {
    expect(importsIn(deployed().consumer).size).toBe(2);
    expect(first().exports).toEqual(deployed().exports);
    expect(Object.keys(first().repositories)).toEqual(Object.keys(deployed().repositories));
    expect(first().containers).toEqual(deployed().containers);
  });

  test(`after the first deployment the consumer ${isNamed ? 'imports nothing' : 'imports no more than before'}`, () => {
    const imports = importsIn(first().consumer);
    expect([...imports].filter((name) => !importsIn(deployed().consumer).has(name))).toEqual([]);
    if (isNamed) expect([...imports]).toEqual([]);
  });

  test(`the second deployment ${isNamed ? 'removes the exports' : 'keeps what is imported'}, and changes nothing else`, () => {
    expect(second().exports).toEqual(isNamed ? undefined : deployed().exports);
    expect(second().repositories).toEqual(first().repositories);
    expect(second().consumer).toEqual(first().consumer);
  });
});

/** What a call makes of a repository: outputs, or an error. */
function outcome(make: Make, shape: Shape, call: (stack: Stack, repository: ecr.IRepository) => string): unknown {
  const app = new App();
  const home = shape.repository(app);
  const repository = make(home, shape.repositoryName);
  const stack = topLevel(Stack.of(home));
  try {
    const imported = new CfnResource(new Stack(app, 'Elsewhere', { env: { account: stack.account, region: stack.region } }), 'User', {
      type: 'Test::User',
      properties: { Value: call(stack, repository) },
    });
    const { Properties: used } = templateOf(Stack.of(imported)).Resources!.User;
    return { used, outputs: templateOf(stack).Outputs, nested: nestedOutputs(home) };
  } catch (error) {
    // it may quote the tokens, which have numbers
    return String(error).replace(/, got '.*\$\{Token\[.*'/, '');
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
  ['the ARN, twice', (stack, { repositoryArn }) => stack.exportValue(repositoryArn) && stack.exportValue(repositoryArn)],
  ['the ARN, by another stack', ({ node }, { repositoryArn }) => new Stack(node.root as App, 'Other').exportValue(repositoryArn)],
];

describe.each(SHAPES)('exporting from $shape', (shape) => {
  test.each(CALLS)('%s is as with ecr.Repository', (_what, call) => {
    const expected = outcome(before, shape, call);
    expect(outcome(after, shape, call)).toEqual(expected);
  });
});

test.each(SHAPES)('exporting the URI from $shape under a name exports the value of ecr.Repository', (shape) => {
  const exported = (make: Make) => {
    const app = new App();
    const home = shape.repository(app);
    const stack = topLevel(Stack.of(home));
    stack.exportValue(make(home, shape.repositoryName).repositoryUri, { name: 'ApiUri' });
    return [...Deployment.of(app, { environment: HOME }).stacks[0].exports()];
  };
  expect(exported(after)).toEqual(exported(before));
  expect(exported(after)).toEqual([['ApiUri', expect.stringContaining('.dkr.ecr.eu-west-1.amazonaws.com/')]]);
});

test('the rules of the old class are the same policy', () => {
  const rules: ecr.LifecycleRule[] = [{ tagPrefixList: ['dev-'], maxImageCount: 5 }, { maxImageAge: Duration.days(90) }];
  const policyOf = (make: (scope: Construct) => ecr.IRepository) => {
    const stack = base(new App());
    make(stack);
    const [{ Properties: properties }] = Object.values(Template.fromStack(stack).findResources('AWS::ECR::Repository'));
    return JSON.parse(properties.LifecyclePolicy.LifecyclePolicyText as string) as unknown;
  };
  const lifecyclePolicy = LifecyclePolicy.fromRules(rules);
  expect(policyOf((scope) => new SecureRepository(scope, 'Api', { lifecyclePolicy }))).toEqual(
    policyOf((scope) => new ecr.Repository(scope, 'Api', { lifecycleRules: rules })),
  );
});
