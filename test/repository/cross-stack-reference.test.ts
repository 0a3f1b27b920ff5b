import { App, CfnResource, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { KnownNameReference, knownNameReference } from '../../src/repository/cross-stack-reference';
import { HOME, OTHER_REGION } from '../fixtures/environments';
import { templateOf } from '../fixtures/synthesized';

const app = () => new App();

/** The name of an owner in a stack, as others use it. */
function nameOf(base: Stack, options: Partial<KnownNameReference> = {}) {
  const owner = new CfnResource(base, 'Owner', { type: 'Test::Owner' });
  return knownNameReference(owner, {
    attribute: 'Ref',
    name: () => undefined,
    reference: owner.ref,
    literal: () => 'shop',
    isRenamed: () => false,
    ...options,
  });
}

function use(scope: Stack, name: string, type = 'Test::User') {
  return new CfnResource(scope, 'User', { type, properties: { Name: name } });
}

const pathsOf = (constructs: readonly IConstruct[]) => constructs.map(({ node }) => node.path);
const usedIn = (stack: Stack) => templateOf(stack).Resources?.User.Properties.Name;

test('at home it is a reference', () => {
  const base = new Stack(app(), 'Base', { env: HOME });
  use(base, nameOf(base));
  expect(usedIn(base)).toEqual({ Ref: 'Owner' });
});

test('in a nested stack of the same stack it is a reference, passed as a parameter', () => {
  const base = new Stack(app(), 'Base', { env: HOME });
  const nested = new NestedStack(base, 'Nested');
  use(nested, nameOf(base));
  templateOf(base);
  expect(nested.resolve((nested.node.findChild('User') as CfnResource)._toCloudFormation())).toMatchObject({
    Resources: { User: { Properties: { Name: { Ref: expect.stringMatching(/^referencetoBaseOwner.*Ref$/) } } } },
  });
});

test('in another stack it is the literal, with no output, and the stack is deployed afterwards', () => {
  const root = app();
  const base = new Stack(root, 'Base', { env: HOME });
  const services = new Stack(root, 'Services', { env: HOME });
  use(services, nameOf(base));
  expect(usedIn(services)).toBe('shop');
  expect(templateOf(base).Outputs).toBeUndefined();
  expect(pathsOf(services.dependencies)).toEqual(['Base']);
});

test('where IAM reads it the order of deployment is left open', () => {
  const root = app();
  const base = new Stack(root, 'Base', { env: HOME });
  const roles = new Stack(root, 'Roles', { env: HOME });
  use(roles, nameOf(base), 'AWS::IAM::Policy');
  expect(usedIn(roles)).toBe('shop');
  expect(pathsOf(roles.dependencies)).toEqual([]);
});

test('a nested stack elsewhere makes its top-level stack wait', () => {
  const root = app();
  const base = new Stack(root, 'Base', { env: HOME });
  const services = new Stack(root, 'Services', { env: HOME });
  use(new NestedStack(services, 'Nested'), nameOf(new NestedStack(base, 'Repositories')));
  root.synth();
  expect(pathsOf(services.dependencies)).toEqual(['Base']);
});

test('it crosses Stages, which may be deployed in any order', () => {
  const root = app();
  const base = new Stack(new Stage(root, 'Shared'), 'Base', { env: HOME });
  const services = new Stack(new Stage(root, 'Prod'), 'Services', { env: HOME });
  use(services, nameOf(base));
  expect(usedIn(services)).toBe('shop');
  expect(pathsOf(services.dependencies)).toEqual([]);
});

test('two stacks without an environment are in the same one', () => {
  const root = app();
  const base = new Stack(root, 'Base');
  const services = new Stack(root, 'Services');
  use(services, nameOf(base));
  expect(usedIn(services)).toBe('shop');
});

test('a name that is not known stays a reference, at the price of an output', () => {
  const root = app();
  const base = new Stack(root, 'Base', { env: HOME });
  const services = new Stack(root, 'Services', { env: HOME });
  use(services, nameOf(base, { literal: () => undefined }));
  expect(usedIn(services)).toEqual({ 'Fn::ImportValue': expect.stringMatching(/^Base:ExportsOutputRefOwner/) });
  expect(Object.keys(templateOf(base).Outputs ?? {})).toHaveLength(1);
});

test('in another Region it is what aws-cdk-lib makes of the reference', () => {
  const root = app();
  const base = new Stack(root, 'Base', { env: HOME });
  const far = new Stack(root, 'Far', { env: OTHER_REGION });
  use(far, nameOf(base));
  expect(usedIn(far)).toEqual({ 'Fn::GetAtt': [expect.stringContaining('ExportsReader'), expect.anything()] });
});

test('the function is called for each user in another stack, and for none in the stack of the resource', () => {
  const root = app();
  const base = new Stack(root, 'Base', { env: HOME });
  const services = new Stack(root, 'Services', { env: HOME });
  const users = new Set<IConstruct>();
  const name = nameOf(base, { onUse: (user) => users.add(user) });
  use(base, name);
  const service = use(services, name);
  root.synth();
  expect(pathsOf([...users])).toEqual([service.node.path]);
});

describe('a dependency that is added while tokens resolve', () => {
  const appWithUser = () => {
    const root = app();
    const base = new Stack(root, 'Base', { env: HOME });
    const services = new Stack(root, 'Services', { env: HOME });
    use(services, nameOf(base));
    return { root, services };
  };

  test('is in the manifest of the same synthesis', () => {
    const { root, services } = appWithUser();
    const { dependencies } = root.synth().getStackArtifact(services.artifactId);
    expect(dependencies.map(({ id }) => id)).toContain('Base');
  });

  test('is added once, adds no construct, and leaves the value as it is', () => {
    const { root, services } = appWithUser();
    const paths = () => pathsOf(root.node.findAll());
    const before = paths();
    expect([usedIn(services), usedIn(services)]).toEqual(['shop', 'shop']);
    expect(pathsOf(services.dependencies)).toEqual(['Base']);
    // those of aws-cdk-lib are added at each synthesis
    expect(paths().filter((path) => !before.includes(path) && !/BootstrapVersion$|^Tree$/.test(path))).toEqual([]);
  });
});
