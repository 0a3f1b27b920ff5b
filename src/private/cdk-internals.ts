import { createHash } from 'node:crypto';
import { CfnResource, Names, Resource, Stack, Token } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { withTokensAs } from './intrinsics';
import { SecureRepositoryError } from './secure-repository-error';

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

/** A resource as the template has it; what is known at the deployment only is an intrinsic function. */
export interface RenderedResource {
  readonly Properties: { readonly [property: string]: unknown };
  readonly DeletionPolicy?: unknown;
}

/**
 * The resource as the template would hold it now: with what was assigned to the L1, with overrides, and with what Mixins and the Aspects
 * that have run have changed.
 * @param instead properties of the L1 to render in another form: a policy document that is resolved accepts no more changes to its statements
 */
export function renderedResource(resource: CfnResource, instead: { readonly [property: string]: unknown } = {}): RenderedResource {
  // `_toCloudFormation` is what the stack calls; there is no other way to an override. The properties come from a protected member.
  const view: CfnResource = Object.create(resource, {
    cfnProperties: {
      get: () => ({ ...Reflect.get(resource, 'cfnProperties'), ...instead }),
    },
  });
  const { Resources: resources = {} } = Stack.of(resource).resolve(view._toCloudFormation());
  const [rendered] = Object.values<Partial<RenderedResource>>(resources);
  return { ...rendered, Properties: rendered?.Properties ?? {} };
}

/** Whether the L1 has overrides: quick to ask for each of many resources. Where that cannot be told, it may have some. */
export function mayHaveOverrides(resource: CfnResource): boolean {
  const overrides: unknown = Reflect.get(resource, 'rawOverrides');
  return typeof overrides !== 'object' || overrides === null || Object.keys(overrides).length > 0;
}

/**
 * A property that an override sets as a whole, as the template would hold it; without it the value of the L1. It does not render the
 * resource: overrides of two resources may read each other's names.
 */
export function overriddenProperty(resource: CfnResource, property: string, value: unknown): unknown {
  const overrides: unknown = Reflect.get(Reflect.get(resource, 'rawOverrides') ?? {}, 'Properties');
  if (typeof overrides !== 'object' || overrides === null || !(property in overrides)) return value;
  return Stack.of(resource).resolve(Reflect.get(overrides, property)) as unknown;
}

/** As many characters as `aws-cdk-lib` takes of the stack's name, of the construct's, and of the hash: IAM's limit for a role is 64. */
const LENGTH = { stack: 25, id: 24, hash: 12 };

/**
 * A physical name of the form that `aws-cdk-lib` generates, for a resource in a nested stack, too. It follows from the construct path
 * and the environment, so that it is unique in the account and stays the same.
 *
 * `aws-cdk-lib` cuts the name of the stack to size and writes it in lowercase. The name of a nested stack is a token, and what is left
 * of it is none any more: `${token[token.20]}` is rendered as it is.
 */
export function generatedPhysicalName(resource: IConstruct): string {
  const { account, region, stackName } = topLevelStack(Stack.of(resource));
  if (Token.isUnresolved(account) || Token.isUnresolved(region)) {
    throw new SecureRepositoryError(
      'cross-stack-name',
      resource,
      'another account or Region has to know the name of this resource, and its stack has no environment to make one for. ' +
        'Give the stack an env with account and region',
    );
  }
  const hash = createHash('sha256').update([stackName, resource.node.path, region, account].join()).digest('hex');
  const id = Names.nodeUniqueId(resource.node).slice(-LENGTH.id);
  return `${stackName.slice(0, LENGTH.stack)}${id}${hash.slice(0, LENGTH.hash)}`.toLowerCase();
}

/** Whether a text contains what is left of a token that `aws-cdk-lib` has cut or lowercased for a name that it generates. */
export function hasBrokenToken(text: string): boolean {
  return /\$\{token\[/i.test(withTokensAs(text, ''));
}

/** The stack that is deployed by itself: the one around a nested stack, or the stack itself. */
export function topLevelStack(stack: Stack): Stack {
  return stack.nestedStackParent ? topLevelStack(stack.nestedStackParent) : stack;
}
