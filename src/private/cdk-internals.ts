import { Resource, Stack, Token } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { generatedPhysicalName, hasBrokenToken } from './physical-name';

// What the library relies on in aws-cdk-lib without a promise of its documentation. `test/private/cdk-internals.test.ts` notices a change.

/** The principal inside a wrapper: a protected member. */
export function wrappedPrincipal(wrapper: iam.PrincipalWithConditions | iam.SessionTagsPrincipal): iam.IPrincipal {
  return (wrapper as unknown as { readonly wrapped: iam.IPrincipal }).wrapped;
}

/**
 * Whether a principal accepts statements. A role that is not to be updated (`withoutPolicyUpdates`, `mutable: false`) refuses them when its
 * grants are to go to the resources: a private member says so. Where that is missing, the refusal is noticed when the grant is written.
 */
export function acceptsStatements(principal: iam.IPrincipal): boolean {
  return Reflect.get(principal, 'addGrantsToResources') !== true;
}

/** The construct behind a principal: the role, or the policy that a grant is given to, which only a private member says. */
export function constructOfPrincipal(principal: iam.IPrincipal): IConstruct | undefined {
  const candidates: unknown[] = [principal, Reflect.get(principal, '_policy'), Reflect.get(principal, '_managedPolicy')];
  return candidates.find((candidate) => Construct.isConstruct(candidate));
}

/** Whether a role is not to be updated: statements that are given to it are written nowhere. */
export function isImmutable(principal: iam.IPrincipal): boolean {
  return 'addGrantsToResources' in principal;
}

const NAMED = new WeakSet<IConstruct>();

/**
 * Has the resource of an L1 in a nested stack generate a physical name without a token, should another account or Region ask for one
 * (`PhysicalName.GENERATE_IF_NEEDED`). The protected method that generates it is replaced on this one object; what it generates is kept
 * unless it contains a broken token. Where aws-cdk-lib does not call it any more, the name that it generates is noticed as an error.
 */
export function nameInNestedStack(resource: IConstruct | undefined): void {
  const owner = resource?.node.scope;
  if (!owner || !Resource.isResource(owner) || Stack.of(owner).nestedStackParent === undefined || NAMED.has(owner)) return;
  const generate: unknown = Reflect.get(owner, 'generatePhysicalName');
  if (typeof generate !== 'function') return;
  NAMED.add(owner);
  Reflect.set(owner, 'generatePhysicalName', () => nameWithoutToken(owner, () => String(Reflect.apply(generate, owner, []))));
}

function nameWithoutToken(owner: IConstruct, generate: () => string): string {
  try {
    const name = generate();
    if (!hasBrokenToken(name)) return name;
  } catch (error) {
    const { account, region } = Stack.of(owner);
    // without an environment there is no name, which the error below explains
    if (!Token.isUnresolved(account) && !Token.isUnresolved(region)) throw error;
  }
  return generatedPhysicalName(owner);
}
