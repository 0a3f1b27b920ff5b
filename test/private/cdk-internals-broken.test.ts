import { App, CfnResource, NestedStack, Resource, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, Dependable, DependencyGroup } from 'constructs';
import type * as cdkInternals from '../../src/private/cdk-internals';
import { HOME } from '../fixtures/environments';

// What a version of aws-cdk-lib that breaks an assumption leads to: an error or a warning that names the assumption. An assumption that was
// met once is not checked again, so each of them is broken before it is met in this file.

/** The grantee that policies have instead of their own. */
const mockPolicy: { grantee?: iam.IPrincipal } = {};
jest.mock('aws-cdk-lib/aws-iam', (): object => {
  const actual: typeof iam = jest.requireActual('aws-cdk-lib/aws-iam');
  class Policy {
    public readonly grantPrincipal = mockPolicy.grantee;
  }
  return Object.create(actual, { Policy: { get: () => (mockPolicy.grantee ? Policy : actual.Policy) } }) as object;
});

// loaded after the mock, which it uses
const {
  constructOfPrincipal,
  isImmutable,
  isWrittenNowhere,
  mayHaveOverrides,
  nameInNestedStack,
  overriddenProperty,
  propertiesOf,
  renderedResource,
  roleOfLazyRole,
  wrappedPrincipal,
} = jest.requireActual<typeof cdkInternals>('../../src/private/cdk-internals');

const assumedBy = new iam.AccountRootPrincipal();
const listing = () => new iam.PolicyStatement({ actions: ['ecr:ListImages'], resources: ['*'] });
const stackIn = () => new Stack(new App(), 'Shop', { env: HOME });
const naming = (assumption: string) =>
  new RegExp(
    `this version of aws-cdk-lib ${assumption}, which the library relies on\\. Update cdk-secure-repository, or use an earlier version of ` +
      'aws-cdk-lib\\. \\[cdk-secure-repository:cdk-internals\\]$',
  );

/** A role of a class that the library does not know. */
class OtherRole extends Resource {
  public readonly roleArn = 'arn:aws:iam::111111111111:role/other';
  public readonly policyFragment = new iam.PrincipalPolicyFragment({});
  public readonly assumeRoleAction = 'sts:AssumeRole';
  public readonly grantPrincipal = this as unknown as iam.IPrincipal;

  public addToPrincipalPolicy(): iam.AddToPrincipalPolicyResult {
    return { statementAdded: true, policyDependable: new DependencyGroup() };
  }
}

const warningsIn = ({ node }: Construct) => node.metadata.filter(({ type }) => type === 'aws:cdk:warning').map(({ data }) => String(data));

const otherRole = (scope: Construct) => new OtherRole(scope, 'Other').grantPrincipal;

afterEach(() => jest.restoreAllMocks());

test('a wrapper without its principal', () => {
  const wrapper = new iam.PrincipalWithConditions(assumedBy, {});
  Reflect.deleteProperty(wrapper, 'wrapped');
  expect(() => wrappedPrincipal(wrapper)).toThrow(naming('has no member "wrapped" in its wrappers'));
});

test('an immutable role that cannot be recognized', () => {
  const stack = stackIn();
  jest.spyOn(iam.Role, 'fromRoleArn').mockImplementation((scope) => new OtherRole(scope, 'Other') as unknown as iam.IRole);
  expect(() => isImmutable(otherRole(stack))).toThrow(naming('has no member "addGrantsToResources" in immutable roles'));
  jest.restoreAllMocks();
  expect(isImmutable(otherRole(new Construct(stack, 'Again')))).toBe(false);
});

test('a grantee of a policy that does not have the policy', () => {
  const grantee: iam.IPrincipal = {
    grantPrincipal: assumedBy,
    assumeRoleAction: 'sts:AssumeRole',
    policyFragment: assumedBy.policyFragment,
    addToPrincipalPolicy: () => ({ statementAdded: true }),
  };
  mockPolicy.grantee = grantee;
  expect(() => constructOfPrincipal(grantee)).toThrow(naming('has no member "_policy" or "_managedPolicy" in the grantees of policies'));
  mockPolicy.grantee = undefined;
  expect(constructOfPrincipal(grantee)).toBeUndefined();
});

test('a default policy with another ID', () => {
  const stack = stackIn();
  const added = { statementAdded: true, policyDependable: new DependencyGroup() };
  jest.spyOn(iam.Role.prototype, 'addToPolicy').mockReturnValue(true);
  expect(() => isWrittenNowhere(otherRole(stack), added)).toThrow(naming('has no child "DefaultPolicy" in roles'));
  jest.restoreAllMocks();
  expect(isWrittenNowhere(otherRole(new Construct(stack, 'Again')), added)).toBe(true);
});

test('an immutable role that returns another dependable', () => {
  const immutable = iam.Role.fromRoleName(stackIn(), 'Role', 'dev', { mutable: false });
  const policyDependable = new Construct(stackIn(), 'Dependable');
  expect(Dependable.of(policyDependable)).toBeDefined();
  expect(() => isWrittenNowhere(immutable, { statementAdded: true, policyDependable })).toThrow(
    naming('returns no DependencyGroup for immutable roles'),
  );
});

test('a lazy role whose role has another ID', () => {
  const lazy = new iam.LazyRole(stackIn(), 'Lazy', { assumedBy });
  lazy.addToPolicy(listing());
  expect(lazy.roleName).toBeDefined();
  jest.spyOn(lazy.node, 'tryFindChild').mockReturnValue(undefined);
  expect(() => roleOfLazyRole(lazy)).toThrow(naming('has no child "Default" in lazy roles'));
});

test('a resource that does not generate its physical name with the method', () => {
  const stack = stackIn();
  const role = new iam.Role(new NestedStack(stack, 'Nested'), 'Role', { assumedBy });
  Reflect.set(role, 'generatePhysicalName', undefined);
  nameInNestedStack(role.node.defaultChild);
  expect(warningsIn(role)).toEqual([
    expect.stringContaining('this version of aws-cdk-lib has no method "generatePhysicalName" in resources'),
  ]);
});

describe('an L1', () => {
  const resourceWithout = (member: string) => {
    const resource = new CfnResource(stackIn(), 'Resource', { type: 'Test::Resource', properties: { Name: 'x' } });
    Object.defineProperty(resource, member, { value: undefined });
    return resource;
  };

  test('without its properties', () => {
    const message = naming('has no member "cfnProperties" in CfnResource');
    expect(() => propertiesOf(resourceWithout('cfnProperties'))).toThrow(message);
    expect(() => renderedResource(resourceWithout('cfnProperties'))).toThrow(message);
  });

  test('that does not render itself', () => {
    const message = naming('has no method "_toCloudFormation" in CfnResource');
    expect(() => renderedResource(resourceWithout('_toCloudFormation'))).toThrow(message);
  });

  test('without its overrides', () => {
    const resource = resourceWithout('rawOverrides');
    expect(mayHaveOverrides(resource)).toBe(true);
    expect(overriddenProperty(resource, 'Name', 'x')).toBe('x');
    expect(warningsIn(resource)).toEqual([
      expect.stringContaining('this version of aws-cdk-lib has no member "rawOverrides" in CfnResource'),
    ]);
  });
});
