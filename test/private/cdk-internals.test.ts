import { App, NestedStack, PhysicalName, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { acceptsStatements, constructOfPrincipal, isImmutable, nameInNestedStack, wrappedPrincipal } from '../../src/private/cdk-internals';
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
