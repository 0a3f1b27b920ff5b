import { App, CfnOutput, CfnResource, NestedStack, PhysicalName, Stack, Stage } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import { SecureRepository } from '../src';
import { HOME, OTHER_ACCOUNT, OTHER_REGION } from './fixtures/environments';
import { resourcesOf, SynthesizedTemplate, templateOf } from './fixtures/synthesized';

let app: App;
let base: Stack;

beforeEach(() => {
  app = new App();
  base = new Stack(app, 'Base', { env: HOME });
});

const named = (stack = base) => new SecureRepository(stack, 'Repository', { repositoryName: 'team/myapp' });
const use = (stack: Stack, value: string) => new CfnResource(stack, 'User', { type: 'Test::User', properties: { Value: value } });
const usedIn = (stack: Stack) => templateOf(stack).Resources?.User.Properties.Value;
const outputsOf = (stack: Stack) => Object.keys(templateOf(stack).Outputs ?? {});
const waitsFor = (stack: Stack) => stack.dependencies.map(({ node }) => node.path);

const REGISTRY = ['111111111111.dkr.ecr.eu-west-1.', { Ref: 'AWS::URLSuffix' }];

describe('in another stack of the same environment a known name needs no reference', () => {
  test.each<[string, (repository: SecureRepository) => string, unknown]>([
    ['the name', ({ repositoryName }) => repositoryName, 'team/myapp'],
    ['the ARN', ({ repositoryArn }) => repositoryArn, 'arn:aws:ecr:eu-west-1:111111111111:repository/team/myapp'],
    ['the URI', ({ repositoryUri }) => repositoryUri, { 'Fn::Join': ['', [...REGISTRY, '/team/myapp']] }],
    ['the URI with a tag', (repository) => repository.repositoryUriForTag('v1'), { 'Fn::Join': ['', [...REGISTRY, '/team/myapp:v1']] }],
  ])('for %s, and its stack is deployed afterwards', (_what, valueOf, expected) => {
    const services = new Stack(app, 'Services', { env: HOME });
    use(services, valueOf(named()));
    expect(usedIn(services)).toEqual(expected);
    expect(outputsOf(base)).toEqual([]);
    expect(waitsFor(services)).toEqual(['Base']);
  });

  test('in another Stage either, which may be deployed first', () => {
    const services = new Stack(new Stage(app, 'Prod'), 'Services', { env: HOME });
    use(services, named().repositoryUri);
    expect(usedIn(services)).toEqual({ 'Fn::Join': ['', [...REGISTRY, '/team/myapp']] });
    expect(waitsFor(services)).toEqual([]);
  });

  test('nor where neither stack has an environment', () => {
    const [shop, services] = ['Shop', 'Services'].map((id) => new Stack(app, id));
    use(services, named(shop).repositoryName);
    expect(usedIn(services)).toBe('team/myapp');
  });

  test('nor in an output', () => {
    const services = new Stack(app, 'Services', { env: HOME });
    new CfnOutput(services, 'Name', { value: named().repositoryName });
    expect(templateOf(services).Outputs?.Name).toEqual({ Value: 'team/myapp' });
  });
});

test('a generated name is a reference, with an output', () => {
  const services = new Stack(app, 'Services', { env: HOME });
  use(services, new SecureRepository(base, 'Repository').repositoryName);
  expect(usedIn(services)).toEqual({ 'Fn::ImportValue': expect.stringContaining('Base:') });
  expect(outputsOf(base)).toHaveLength(1);
});

test('at home, and in nested stacks of it, it is a reference', () => {
  use(base, named().repositoryName);
  expect(usedIn(base)).toEqual({ Ref: 'Repository22E53BBD' });
  use(new NestedStack(base, 'Nested'), (base.node.findChild('Repository') as SecureRepository).repositoryName);
  const [nested] = resourcesOf(base, 'AWS::CloudFormation::Stack');
  expect(Object.values(nested.Properties.Parameters as object)).toEqual([{ Ref: 'Repository22E53BBD' }]);
});

describe('across accounts and Regions the physical name is used', () => {
  test.each([
    ['another account', OTHER_ACCOUNT],
    ['another Region', OTHER_REGION],
  ])('in %s', (_where, env) => {
    const far = new Stack(app, 'Far', { env });
    use(far, named().repositoryArn);
    expect(JSON.stringify(usedIn(far))).toContain(':ecr:eu-west-1:111111111111:repository/team/myapp');
    expect(outputsOf(base)).toEqual([]);
  });

  test('a name is generated where one is needed', () => {
    const far = new Stack(app, 'Far', { env: OTHER_ACCOUNT });
    use(far, new SecureRepository(base, 'Repository', { repositoryName: PhysicalName.GENERATE_IF_NEEDED }).repositoryName);
    const [{ Properties }] = resourcesOf(base, 'AWS::ECR::Repository');
    expect(Properties.RepositoryName).toMatch(/^base/);
    expect(usedIn(far)).toBe(Properties.RepositoryName);
  });

  test('without a name it is refused', () => {
    const far = new Stack(app, 'Far', { env: OTHER_ACCOUNT });
    use(far, new SecureRepository(base, 'Repository').repositoryName);
    expect(() => app.synth()).toThrow(
      /^Base\/Repository: .* Set repositoryName to a literal name\. \[cdk-secure-repository:cross-stack-name\]$/,
    );
  });
});

test('a name that was given to the L1 later is used everywhere', () => {
  const services = new Stack(app, 'Services', { env: HOME });
  const repository = named();
  use(services, repository.repositoryName);
  (repository.node.defaultChild as CfnResource & { repositoryName: string }).repositoryName = 'team/other';
  expect(usedIn(services)).toBe('team/other');
});

test('250 repositories that are granted to a role and run by ECS services in other stacks make no outputs', () => {
  const repositories = Array.from({ length: 250 }, (_, n) => new SecureRepository(base, `R${n}`, { repositoryName: `team/service-${n}` }));
  const roles = new Stack(app, 'Roles', { env: HOME });
  const role = new iam.Role(roles, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
  const services = [0, 1, 2].map((n) => new Stack(app, `Services${n}`, { env: HOME }));
  repositories.forEach((repository, n) => {
    repository.grantPull(role);
    const task = new ecs.FargateTaskDefinition(services[n % services.length], `Task${n}`);
    task.addContainer('Container', { image: ecs.ContainerImage.fromEcrRepository(repository) });
  });
  const templates = app.synth().stacks.map(({ template }) => template as SynthesizedTemplate);
  expect(templates.map(({ Outputs }) => Outputs)).toEqual(templates.map(() => undefined));
  expect(services.map(waitsFor)).toEqual([['Base'], ['Base'], ['Base']]);
  expect(waitsFor(roles)).toEqual([]);
});
