import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Aws, CfnResource, Fn, NestedStack, PhysicalName, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import {
  acceptsStatements,
  constructOfPrincipal,
  hasDefaultPolicy,
  INLINE_ESTIMATE,
  isCustomized,
  isDefaultPolicy,
  isImmutable,
  isImportedRole,
  isWrittenByApp,
  isWrittenNowhere,
  mayHaveOverrides,
  nameInNestedStack,
  overriddenProperty,
  propertiesOf,
  renderedResource,
  resolvedInEnvironment,
  roleOfLazyRole,
  TOKEN_ESTIMATE,
  wrappedPrincipal,
} from '../../src/private/cdk-internals';
import { HOME, OTHER_ACCOUNT } from '../fixtures/environments';

const assumedBy = new iam.AccountRootPrincipal();
const shop = new Stack(new App(), 'Shop', { env: HOME });
const role = new iam.Role(shop, 'Role', { assumedBy });

test.each([
  ['conditions', new iam.PrincipalWithConditions(role, { Bool: { 'aws:SecureTransport': 'true' } })],
  ['session tags', new iam.SessionTagsPrincipal(role)],
])('%s keep the principal inside as a member', (_what, wrapper) => {
  expect(wrappedPrincipal(wrapper)).toBe(role);
});

test.each([
  ['a role', role, true],
  ['a role without policy updates', role.withoutPolicyUpdates(), true],
  [
    'a role whose grants go to resources',
    new iam.Role(shop, 'Other', { assumedBy }).withoutPolicyUpdates({ addGrantsToResources: true }),
    false,
  ],
  ['an imported role', iam.Role.fromRoleName(shop, 'Mutable', 'dev'), true],
  [
    'an imported role whose grants go to resources',
    iam.Role.fromRoleArn(shop, 'Immutable', 'arn:aws:iam::111111111111:role/dev', { mutable: false, addGrantsToResources: true }),
    false,
  ],
])('whether %s accepts statements is known before they are written', (_class, principal, accepts) => {
  expect(acceptsStatements(principal)).toBe(accepts);
  const statement = new iam.PolicyStatement({ actions: ['ecr:ListImages'], resources: ['*'] });
  expect(principal.addToPrincipalPolicy(statement).statementAdded).toBe(accepts);
});

test('the construct behind the grantee of a policy is the policy', () => {
  const [inline, managed] = [new iam.Policy(shop, 'Inline'), new iam.ManagedPolicy(shop, 'Managed')];
  expect([inline, managed, role].map(({ grantPrincipal }) => constructOfPrincipal(grantPrincipal))).toEqual([inline, managed, role]);
  expect(constructOfPrincipal(assumedBy)).toBeUndefined();
});

test('an immutable role is known from one that accepts statements', () => {
  expect(isImmutable(iam.Role.fromRoleName(shop, 'Kept', 'dev', { mutable: false }))).toBe(true);
  expect(isImmutable(iam.Role.fromRoleName(shop, 'Written', 'dev'))).toBe(false);
  expect(isImmutable(role)).toBe(false);
});

test('aws-cdk-lib calls the method that generates a physical name', () => {
  const app = new App();
  const nested = new NestedStack(new Stack(app, 'Away', { env: OTHER_ACCOUNT }), 'Nested');
  const named = new iam.Role(nested, 'Role', { assumedBy, roleName: PhysicalName.GENERATE_IF_NEEDED });
  nameInNestedStack(named.node.defaultChild!);
  const arn = JSON.stringify(new Stack(app, 'Home', { env: HOME }).resolve(named.roleArn));
  expect(arn).toMatch(/role\/away[a-z0-9]+"/);
});

test('an imported role is known by its injection ID', () => {
  expect(isImportedRole(iam.Role.fromRoleName(shop, 'Imported', 'dev'))).toBe(true);
  expect(isImportedRole(iam.Role.fromRoleName(shop, 'ImportedImmutable', 'dev', { mutable: false }))).toBe(false);
  expect(isImportedRole(role)).toBe(false);
});

const listing = () => new iam.PolicyStatement({ actions: ['ecr:ListImages'], resources: ['*'] });

test.each<[string, (scope: Construct) => Construct & iam.IPrincipal]>([
  ['a role', (scope) => new iam.Role(scope, 'Default', { assumedBy })],
  ['a user', (scope) => new iam.User(scope, 'Default')],
  ['a group', (scope) => new iam.Group(scope, 'Default')],
])('%s adds statements to its default policy', (kind, create) => {
  const principal = create(new Construct(shop, kind));
  expect(hasDefaultPolicy(principal)).toBe(false);
  const added = principal.addToPrincipalPolicy(listing());
  expect(hasDefaultPolicy(principal)).toBe(true);
  expect(principal.node.children.filter(isDefaultPolicy)).toHaveLength(1);
  expect(isWrittenNowhere(principal, added)).toBe(false);
});

test.each<[string, (scope: Construct) => iam.IPrincipal]>([
  ['an immutable role', (scope) => iam.Role.fromRoleName(scope, 'Default', 'dev', { mutable: false })],
  ['a role without policy updates', (scope) => new iam.Role(scope, 'Default', { assumedBy }).withoutPolicyUpdates()],
  [
    'a role under Role.customizeRoles',
    (scope) => {
      iam.Role.customizeRoles(scope, { usePrecreatedRoles: { 'Other/role under/Default': 'dev' }, preventSynthesis: true });
      return new iam.Role(scope, 'Default', { assumedBy });
    },
  ],
])('%s accepts a statement and does not write it', (kind, create) => {
  const principal = create(new Construct(new Stack(new App(), 'Other'), kind));
  const added = principal.addToPrincipalPolicy(listing());
  expect(added.statementAdded).toBe(true);
  expect(isWrittenNowhere(principal, added)).toBe(true);
});

test('a role under Role.customizeRoles is not written by the app', () => {
  const other = new Stack(new App(), 'Other');
  iam.Role.customizeRoles(other, { usePrecreatedRoles: { 'Other/Role': 'dev' } });
  const customized = new iam.Role(other, 'Role', { assumedBy });
  expect([isWrittenByApp(customized), isCustomized(customized)]).toEqual([false, true]);
  expect([isWrittenByApp(role), isCustomized(role)]).toEqual([true, false]);
});

test('a lazy role creates its role on first use', () => {
  const lazy = new iam.LazyRole(shop, 'Lazy', { assumedBy });
  lazy.addToPolicy(listing());
  expect(roleOfLazyRole(lazy)).toBeUndefined();
  expect(lazy.roleArn).toBeDefined();
  expect(roleOfLazyRole(lazy)).toBeInstanceOf(iam.Role);
});

/** Returns the length of an additional ARN at which aws-cdk-lib moves a statement out of the inline policy of a role. */
function longestInInlinePolicy(arns: readonly string[]): number {
  const isSplitBy = (length: number) => {
    const stack = new Stack(new App(), 'Filled', { env: HOME });
    const filled = new iam.Role(stack, 'Role', { assumedBy });
    filled.addToPolicy(new iam.PolicyStatement({ actions: ['ecr:ListImages'], resources: [...arns, 'x'.repeat(length)] }));
    Template.fromStack(stack);
    return filled.node.tryFindChild('OverflowPolicy1') !== undefined;
  };
  let [fits, splits] = [0, 2_000];
  while (splits - fits > 1) {
    const middle = Math.floor((fits + splits) / 2);
    if (isSplitBy(middle)) splits = middle;
    else fits = middle;
  }
  return fits;
}

const ARNS = Array.from({ length: 60 }, (_, index) => index);

test('the size of a statement is estimated with 150 characters for an ARN that is a token', () => {
  const tokens = longestInInlinePolicy(ARNS.map((index) => Fn.join('', [Aws.ACCOUNT_ID, `-${index}`])));
  const literals = longestInInlinePolicy(ARNS.map((index) => String(index).padStart(TOKEN_ESTIMATE, 'x')));
  expect(tokens).toBe(literals);
});

test('the inline policy of a role is split at an estimate of 10,000 characters', () => {
  const arns = ARNS.map((index) => String(index).padStart(TOKEN_ESTIMATE, 'x'));
  const resources = [...arns, 'x'.repeat(longestInInlinePolicy(arns))];
  const statement = JSON.stringify({ Action: ['ecr:ListImages'], Effect: 'Allow', Resource: resources }).length;
  // white space, and the brackets of the document
  expect(Math.abs(statement - INLINE_ESTIMATE)).toBeLessThan(60);
});

test('an L1 has its properties in a member', () => {
  const resource = new CfnResource(shop, 'Resource', { type: 'Test::Resource', properties: { Name: 'x' } });
  expect(propertiesOf(resource)).toEqual({ Name: 'x' });
});

test('an L1 has its overrides in a member', () => {
  const resource = new CfnResource(shop, 'Overridden', { type: 'Test::Resource', properties: { Name: 'x' } });
  expect(mayHaveOverrides(resource)).toBe(false);
  resource.addPropertyOverride('Name', Aws.REGION);
  expect(mayHaveOverrides(resource)).toBe(true);
  expect(overriddenProperty(resource, 'Name', 'x')).toEqual({ Ref: 'AWS::Region' });
  expect(overriddenProperty(resource, 'Other', 'y')).toBe('y');
});

test('a rendered resource has its overrides, and other properties on request', () => {
  const resource = new CfnResource(shop, 'Rendered', { type: 'Test::Resource', properties: { Name: 'x', Policy: { Version: '1' } } });
  resource.addPropertyOverride('Added', true);
  resource.addOverride('DeletionPolicy', 'Retain');
  expect(renderedResource(resource, { Policy: undefined })).toMatchObject({
    DeletionPolicy: 'Retain',
    Properties: { Name: 'x', Added: true },
  });
  expect(renderedResource(resource, { Policy: undefined }).Properties).not.toHaveProperty('Policy');
  expect(renderedResource(resource).Properties).toHaveProperty('Policy', { Version: '1' });
});

test('a stack in another environment resolves a reference to a physical name, or throws an error', () => {
  const env = { account: OTHER_ACCOUNT.account, region: HOME.region };
  const named = new iam.Role(shop, 'Named', { assumedBy, roleName: 'dev' });
  expect(JSON.stringify(resolvedInEnvironment(named.roleArn, env))).toContain(':role/dev');
  expect(resolvedInEnvironment(role.roleArn, env)).toBeUndefined();
});

test('the comment on each assumption ends with the title of a test', () => {
  const read = (file: string) => readFileSync(join(__dirname, file), 'utf8');
  const titles = [...read('../../src/private/cdk-internals.ts').matchAll(/Test: "(.*)"/g)].map(([, title]) => title);
  const tests = ['cdk-internals.test.ts', 'physical-name.test.ts'].map(read).join('\n');
  expect(titles.length).toBeGreaterThan(15);
  expect(titles.filter((title) => !tests.includes(`'${title}'`))).toEqual([]);
});

describe('a generated name in a nested stack', () => {
  class CompanyRole extends iam.Role {
    protected generatePhysicalName(): string {
      return 'company-generated-name';
    }
  }
  class PrefixedRole extends iam.Role {
    protected generatePhysicalName(): string {
      return `company-${super.generatePhysicalName()}`;
    }
  }
  class RefusingRole extends iam.Role {
    protected generatePhysicalName(): string {
      throw new Error('this company names its roles');
    }
  }

  const renderedArn = (make: (scope: NestedStack, id: string, props: iam.RoleProps) => iam.Role) => {
    const app = new App();
    const nested = new NestedStack(new Stack(app, 'Away', { env: OTHER_ACCOUNT }), 'Nested');
    const named = make(nested, 'Role', { assumedBy, roleName: PhysicalName.GENERATE_IF_NEEDED });
    // asked for by each grant
    for (let grants = 0; grants < 20_000; grants++) nameInNestedStack(named.node.defaultChild);
    return JSON.stringify(new Stack(app, 'Home', { env: HOME }).resolve(named.roleArn));
  };

  test('is that of a class that generates its own', () => {
    expect(renderedArn((...args) => new CompanyRole(...args))).toContain('role/company-generated-name"');
  });

  test('replaces one that contains a token', () => {
    expect(renderedArn((...args) => new PrefixedRole(...args))).toMatch(/role\/away[a-z0-9]+"/);
  });

  test('is refused where the class refuses it', () => {
    expect(() => renderedArn((...args) => new RefusingRole(...args))).toThrow('this company names its roles');
  });
});
