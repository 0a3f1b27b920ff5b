import { Stack, Stage } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { LibraryPolicy } from './library-policy';
import { HolderKind, PolicyHolder } from './policy-holder';
import { documentCharacters } from './policy-size';
import { longestText, shortestText } from '../private/intrinsics';

const AT_VALIDATION = new WeakMap<IConstruct, () => AttachedPolicies>();

export type PolicyResource = iam.CfnPolicy | iam.CfnManagedPolicy | iam.CfnRolePolicy | iam.CfnUserPolicy | iam.CfnGroupPolicy;

/** A policy of the app. */
interface AttachedPolicy {
  readonly resource: PolicyResource;
  /** The kind and the rendered name of each principal that the policy is attached to. */
  readonly holders: () => ReadonlySet<string>;
}

/** A principal that policies are attached to, by the name in the policy. */
export interface Attachable {
  readonly kind: HolderKind;
  readonly construct: IConstruct;
  readonly name: unknown;
}

/** The current policies of an app, by the principals that they are attached to. */
export class AttachedPolicies {
  /** Returns the policies in the Stage of a construct. */
  public static around(scope: IConstruct): AttachedPolicies {
    const resources = (Stage.of(scope) ?? scope.node.root).node.findAll();
    return new AttachedPolicies(resources.filter(isPolicy).map(attachedPolicy));
  }

  /**
   * Returns a function that reads the policies once in each validation, for any number of principals. Call it before the validation.
   * @param scope the construct that is checked
   */
  public static atValidation(scope: IConstruct): () => AttachedPolicies {
    const stage = Stage.of(scope) ?? scope.node.root;
    const earlier = AT_VALIDATION.get(stage);
    if (earlier) return earlier;
    let current: AttachedPolicies | undefined;
    const policies = () => (current ??= AttachedPolicies.around(stage));
    // a Stage is validated before its contents
    stage.node.addValidation({ validate: () => ((current = undefined), []) });
    AT_VALIDATION.set(stage, policies);
    return policies;
  }

  private constructor(private readonly policies: readonly AttachedPolicy[]) {}

  /** Returns the inline policies of a principal that are in the template. */
  public inlineOf(holder: Attachable): readonly PolicyResource[] {
    return this.to(holder).filter((resource) => !isManaged(resource) && !LibraryPolicy.isLeftOut(resource));
  }

  /** Returns the managed policies of a principal that are in the template. */
  public managedOf(holder: Attachable): readonly PolicyResource[] {
    return this.to(holder).filter((resource) => isManaged(resource) && !LibraryPolicy.isLeftOut(resource));
  }

  /** Returns the policies of a principal, whether they are in the template or not. */
  public to({ construct, kind, name }: Attachable): readonly PolicyResource[] {
    const { environment } = Stack.of(construct);
    const rendered = new Map<Stack, string>();
    return this.policies
      .filter(({ resource: { stack }, holders }) => {
        // in another environment the principal has another name, and reading it would create that name
        if (stack.environment !== environment) return false;
        if (!rendered.has(stack)) rendered.set(stack, JSON.stringify(stack.resolve(name)));
        return holders().has(`${kind} ${rendered.get(stack)}`);
      })
      .map(({ resource }) => resource);
  }
}

/** Returns the maximum size of the inline policies of a principal, in the template or not, without the policies of one construct. */
export function inlineCharactersOf(holder: PolicyHolder, except: IConstruct): number {
  return AttachedPolicies.around(holder.construct)
    .to(holder)
    .filter((resource) => !isManaged(resource) && resource.node.scope !== except)
    .reduce(
      (sum, resource) => sum + documentCharacters(resource, resource.policyDocument, longestText),
      embeddedCharacters(holder, longestText),
    );
}

/** The minimum size of a policy after deployment. For validations, after which no statements are added. */
export function renderedCharacters(resource: PolicyResource): number {
  return documentCharacters(resource, resource.stack.resolve(resource.policyDocument), shortestText);
}

/** Returns the size of the inline policies in the resource of the principal. */
export function embeddedCharacters({ resource }: PolicyHolder, text: (intrinsic: unknown) => string): number {
  const principal = resource();
  const isPrincipal = principal instanceof iam.CfnRole || principal instanceof iam.CfnUser || principal instanceof iam.CfnGroup;
  const policies = isPrincipal && Array.isArray(principal.policies) ? principal.policies : [];
  return policies.reduce<number>(
    (sum, policy) => sum + ('policyDocument' in policy ? documentCharacters(principal!, policy.policyDocument, text) : 0),
    0,
  );
}

function attachedPolicy(resource: PolicyResource): AttachedPolicy {
  let holders: ReadonlySet<string> | undefined;
  return {
    resource,
    holders: () => (holders ??= new Set(namesIn(resource).map(([kind, name]) => `${kind} ${JSON.stringify(name)}`))),
  };
}

function isManaged(resource: PolicyResource): boolean {
  return resource instanceof iam.CfnManagedPolicy;
}

function isPolicy(resource: IConstruct): resource is PolicyResource {
  return (
    resource instanceof iam.CfnPolicy ||
    resource instanceof iam.CfnManagedPolicy ||
    resource instanceof iam.CfnRolePolicy ||
    resource instanceof iam.CfnUserPolicy ||
    resource instanceof iam.CfnGroupPolicy
  );
}

/** The principals that a policy is attached to, as rendered. Empty for a list that is unknown before the deployment. */
export function namesIn(resource: PolicyResource): (readonly [HolderKind, unknown])[] {
  const { roles, users, groups } = listsIn(resource);
  const rendered = (kind: HolderKind, list: unknown) => {
    const names: unknown = Stack.of(resource).resolve(list);
    return Array.isArray(names) ? names.map((name) => [kind, name as unknown] as const) : [];
  };
  return [...rendered('role', roles), ...rendered('user', users), ...rendered('group', groups)];
}

function listsIn(resource: PolicyResource): { readonly [kind in `${HolderKind}s`]?: readonly string[] } {
  if (resource instanceof iam.CfnRolePolicy) return { roles: [resource.roleName] };
  if (resource instanceof iam.CfnUserPolicy) return { users: [resource.userName] };
  if (resource instanceof iam.CfnGroupPolicy) return { groups: [resource.groupName] };
  return resource;
}
