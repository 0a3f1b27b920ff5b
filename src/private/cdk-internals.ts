import { App, CfnResource, Resource, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, DependencyGroup, IConstruct } from 'constructs';
import { warningFinding } from './finding';
import { withTokensAs } from './intrinsics';
import { generatedPhysicalName } from './physical-name';
import { annotate } from './report-findings';
import { SecureRepositoryError } from './secure-repository-error';

// Every assumption about aws-cdk-lib that its documentation does not guarantee. The comment on each ends with the title of the test in
// test/private/cdk-internals.test.ts that fails if it changes. Where an assumption is not met at run time, an error or a warning names it.
// Three assumptions are elsewhere: the placeholders of look-ups, which are values and not members (unknown-value.ts, test/private/unknown-value.test.ts),
// acknowledged warnings, which the reports need that this file needs (acknowledged-warning.ts and its test), and the prefix of errors that are thrown
// in a token (secure-repository-error.ts and its test).

const REMEDY = 'Update cdk-secure-repository, or use an earlier version of aws-cdk-lib.';

function broken(place: IConstruct | string, assumption: string): SecureRepositoryError {
  return new SecureRepositoryError(
    'cdk-internals',
    place,
    `this version of aws-cdk-lib ${assumption}, which the library relies on. ${REMEDY}`,
  );
}

function warnOfBroken(place: IConstruct, assumption: string): void {
  annotate(place, warningFinding('cdk-internals', `this version of aws-cdk-lib ${assumption}, which the library relies on. ${REMEDY}`));
}

/** A stack for trying out aws-cdk-lib. It is not synthesized. */
const probeStack = (env?: { readonly account: string; readonly region: string }) =>
  new Stack(new App({ autoSynth: false }), 'Probe', { env });
const CHECKED = new Set<string>();

/** Checks an assumption once, where the absence of a member could also mean that the assumption is not met. */
function checkOnce(assumption: string, isMet: () => boolean, place: IConstruct | string): void {
  if (CHECKED.has(assumption)) return;
  if (!isMet()) throw broken(place, assumption);
  CHECKED.add(assumption);
}

// ---- principals ----

/** The protected member `wrapped`. Test: "%s keep the principal inside as a member". */
export function wrappedPrincipal(wrapper: iam.PrincipalWithConditions | iam.SessionTagsPrincipal): iam.IPrincipal {
  const wrapped: unknown = Reflect.get(wrapper, 'wrapped');
  if (typeof wrapped !== 'object' || wrapped === null) {
    throw broken('iam.PrincipalWithConditions', 'has no member "wrapped" in its wrappers');
  }
  return wrapped as iam.IPrincipal;
}

/**
 * Whether a principal accepts statements. An immutable role (`withoutPolicyUpdates`, `mutable: false`) refuses them if its grants go to
 * the resources, according to a private member. Test: "whether %s accepts statements is known before they are written".
 */
export function acceptsStatements(principal: iam.IPrincipal): boolean {
  return !isImmutable(principal) || Reflect.get(principal, ADD_GRANTS) !== true;
}

const ADD_GRANTS = 'addGrantsToResources';

/** Whether a role is immutable, so that its statements are written nowhere. Test: "an immutable role is known from one that accepts statements". */
export function isImmutable(principal: iam.IPrincipal): boolean {
  if (ADD_GRANTS in principal) return true;
  if ('roleArn' in principal && !(principal instanceof iam.Role || principal instanceof iam.LazyRole) && !isImportedRole(principal)) {
    const immutable = () => iam.Role.fromRoleArn(probeStack(), 'Role', 'arn:aws:iam::111111111111:role/role', { mutable: false });
    checkOnce(`has no member "${ADD_GRANTS}" in immutable roles`, () => ADD_GRANTS in immutable(), principal.toString());
  }
  return false;
}

/** Whether a role is imported and accepts policies. Its class is not exported. Test: "an imported role is known by its injection ID". */
export function isImportedRole(principal: object): principal is Construct & iam.IRole {
  return Reflect.get(principal.constructor, 'PROPERTY_INJECTION_ID') === 'aws-cdk-lib.aws-iam.ImportedRole';
}

/** The construct of a principal: the role, or the policy of a policy's grantee. Test: "the construct behind the grantee of a policy is the policy". */
export function constructOfPrincipal(principal: iam.IPrincipal): IConstruct | undefined {
  const candidates: unknown[] = [principal, Reflect.get(principal, '_policy'), Reflect.get(principal, '_managedPolicy')];
  const found = candidates.find((candidate) => Construct.isConstruct(candidate));
  if (!found && !(principal instanceof iam.PrincipalBase)) {
    const grantees = () => [iam.Policy, iam.ManagedPolicy].map((Policy) => new Policy(probeStack(), 'Policy').grantPrincipal);
    const isMet = () => grantees().every((grantee) => '_policy' in grantee || '_managedPolicy' in grantee);
    checkOnce('has no member "_policy" or "_managedPolicy" in the grantees of policies', isMet, principal.toString?.() ?? 'grantee');
  }
  return found;
}

// ---- policies of principals ----

/** The ID of the policy that a principal adds its statements to. Test: "%s adds statements to its default policy". */
const DEFAULT_POLICY = 'DefaultPolicy';

/** Whether a construct is the default policy of a principal, which aws-cdk-lib splits for a role. */
export function isDefaultPolicy(policy: IConstruct | undefined): boolean {
  return policy instanceof iam.Policy && policy.node.id === DEFAULT_POLICY;
}

/** Whether a principal has added statements to its default policy. */
export function hasDefaultPolicy(principal: iam.IPrincipal): boolean {
  return Construct.isConstruct(principal) && principal.node.tryFindChild(DEFAULT_POLICY) !== undefined;
}

/**
 * Whether a principal has accepted a statement without writing it: an immutable role, or a role under `Role.customizeRoles`. Both return a
 * `DependencyGroup`, and have no default policy. Test: "%s accepts a statement and does not write it".
 */
export function isWrittenNowhere(principal: iam.IPrincipal, { policyDependable }: iam.AddToPrincipalPolicyResult): boolean {
  if (!(policyDependable instanceof DependencyGroup)) {
    if (policyDependable && isImmutable(principal)) throw broken(principal.toString(), 'returns no DependencyGroup for immutable roles');
    return false;
  }
  if (hasDefaultPolicy(principal)) return false;
  checkOnce(`has no child "${DEFAULT_POLICY}" in roles`, () => hasDefaultPolicy(roleWithStatement()), principal.toString());
  return true;
}

function roleWithStatement(): iam.Role {
  const role = new iam.Role(probeStack(), 'Role', { assumedBy: new iam.AccountRootPrincipal() });
  role.addToPolicy(new iam.PolicyStatement({ actions: ['ecr:ListImages'], resources: ['*'] }));
  return role;
}

/** The context of `Role.customizeRoles`. Test: "a role under Role.customizeRoles is not written by the app". */
const CUSTOMIZED_ROLES = '@aws-cdk/iam:customizeRoles';

/** Whether a principal is created under `Role.customizeRoles`, which writes its statements to a report. */
export function isCustomized(principal: IConstruct): boolean {
  return Boolean(principal.node.tryGetContext(CUSTOMIZED_ROLES));
}

/** Whether the app creates a role. A role under `Role.customizeRoles` has a child for the precreated role instead. */
export function isWrittenByApp(role: iam.Role): boolean {
  return role.node.defaultChild !== undefined && role.node.tryFindChild(`PrecreatedRole${role.node.id}`) === undefined;
}

/** The role of a lazy role, a child with the ID `Default`, or undefined if it is not used yet. Test: "a lazy role creates its role on first use". */
export function roleOfLazyRole(lazy: iam.LazyRole): IConstruct | undefined {
  const role = lazy.node.tryFindChild('Default');
  if (!role && lazy.node.children.length > 0 && Reflect.get(lazy, 'role') !== undefined) {
    throw broken(lazy, 'has no child "Default" in lazy roles');
  }
  return role;
}

/** The estimate for an ARN that is a token, in characters. Test: "the size of a statement is estimated with 150 characters for an ARN that is a token". */
export const TOKEN_ESTIMATE = 150;
/** The estimate up to which statements stay in the inline policy of a role. Test: "the inline policy of a role is split at an estimate of 10,000 characters". */
export const INLINE_ESTIMATE = 10_000;

// ---- names and values ----

const NAMED = new WeakSet<IConstruct>();

/**
 * Makes the resource of an L1 in a nested stack generate a physical name without a token if another account or Region requires one
 * (`PhysicalName.GENERATE_IF_NEEDED`). Replaces the protected method that generates the name, on this object only. The result of that
 * method is kept unless it contains a broken token. Test: "aws-cdk-lib calls the method that generates a physical name".
 */
export function nameInNestedStack(resource: IConstruct | undefined): void {
  const owner = resource?.node.scope;
  if (!owner || !Resource.isResource(owner) || Stack.of(owner).nestedStackParent === undefined || NAMED.has(owner)) return;
  NAMED.add(owner);
  const generate: unknown = Reflect.get(owner, 'generatePhysicalName');
  if (typeof generate !== 'function') return warnOfBroken(owner, 'has no method "generatePhysicalName" in resources');
  Reflect.set(owner, 'generatePhysicalName', () => nameWithoutToken(owner, () => String(Reflect.apply(generate, owner, []))));
}

function nameWithoutToken(owner: IConstruct, generate: () => string): string {
  try {
    const name = generate();
    if (!hasBrokenToken(name)) return name;
  } catch (error) {
    const { account, region } = Stack.of(owner);
    // without an environment there is no name, and generatedPhysicalName throws an error that explains it
    if (!Token.isUnresolved(account) && !Token.isUnresolved(region)) throw error;
  }
  return generatedPhysicalName(owner);
}

/** Whether a text contains a token that aws-cdk-lib has truncated or converted to lowercase. Test: "%s: %s" in test/private/physical-name.test.ts. */
export function hasBrokenToken(text: string): boolean {
  return /\$\{token\[/i.test(withTokensAs(text, ''));
}

/**
 * Resolves a value as a stack in another environment does, or returns undefined if a resource has no physical name, because aws-cdk-lib
 * throws an error then. Test: "a stack in another environment resolves a reference to a physical name, or throws an error".
 */
export function resolvedInEnvironment(value: unknown, env: { readonly account: string; readonly region: string }): unknown {
  try {
    return probeStack(env).resolve(value) as unknown;
  } catch {
    return undefined;
  }
}

// ---- rendered resources ----

/** A resource as it is in the template. Values that are known only at deployment are intrinsic functions. */
export interface RenderedResource {
  readonly Properties: { readonly [property: string]: unknown };
  readonly DeletionPolicy?: unknown;
}

/** The properties of an L1, a protected member. Test: "an L1 has its properties in a member". */
export function propertiesOf(resource: CfnResource): { readonly [property: string]: unknown } {
  const properties: unknown = Reflect.get(resource, 'cfnProperties');
  if (typeof properties !== 'object' || properties === null) throw broken(resource, 'has no member "cfnProperties" in CfnResource');
  return properties as { readonly [property: string]: unknown };
}

/**
 * Returns the resource that the template would contain now, including assignments to the L1, overrides, Mixins, and the Aspects that have
 * run. `_toCloudFormation` is the only way to read overrides. Test: "a rendered resource has its overrides, and other properties on request".
 * @param instead properties of the L1 to replace, because a policy document that is resolved accepts no more changes to its statements
 */
export function renderedResource(resource: CfnResource, instead: { readonly [property: string]: unknown } = {}): RenderedResource {
  const view: CfnResource = Object.create(resource, { cfnProperties: { get: () => ({ ...propertiesOf(resource), ...instead }) } });
  if (typeof view._toCloudFormation !== 'function') throw broken(resource, 'has no method "_toCloudFormation" in CfnResource');
  const { Resources: resources = {} } = Stack.of(resource).resolve(view._toCloudFormation());
  const [rendered] = Object.values<Partial<RenderedResource>>(resources);
  return { ...rendered, Properties: rendered?.Properties ?? {} };
}

/** The overrides of an L1, a private member. Test: "an L1 has its overrides in a member". */
function overridesOf(resource: CfnResource): object | undefined {
  const overrides: unknown = Reflect.get(resource, 'rawOverrides');
  if (typeof overrides === 'object' && overrides !== null) return overrides;
  warnOfBroken(resource, 'has no member "rawOverrides" in CfnResource');
  return undefined;
}

/** Whether an L1 has overrides. This is faster than rendering each of many resources. Without the member, it may have some. */
export function mayHaveOverrides(resource: CfnResource): boolean {
  const overrides = overridesOf(resource);
  return !overrides || Object.keys(overrides).length > 0;
}

/**
 * Returns a property that the template would contain, if an override sets it as a whole, and otherwise the value of the L1. It does not
 * render the resource, because the overrides of two resources can reference each other's names.
 */
export function overriddenProperty(resource: CfnResource, property: string, value: unknown): unknown {
  const overrides: unknown = Reflect.get(overridesOf(resource) ?? {}, 'Properties');
  if (typeof overrides !== 'object' || overrides === null || !(property in overrides)) return value;
  return Stack.of(resource).resolve(Reflect.get(overrides, property)) as unknown;
}
