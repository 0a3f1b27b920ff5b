import { Stack, Stage } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { OwnPolicy } from './own-policy';
import { documentCharacters } from './policy-characters';
import { HolderKind, PolicyHolder } from './policy-holder';
import { longestText, shortestText } from '../private/intrinsics';

const AT_VALIDATION = new WeakMap<IConstruct, () => AttachedPolicies>();

export type PolicyResource = iam.CfnPolicy | iam.CfnManagedPolicy | iam.CfnRolePolicy | iam.CfnUserPolicy | iam.CfnGroupPolicy;

/** A policy of the app. */
interface AttachedPolicy {
  readonly resource: PolicyResource;
  /** The kind and the name of each principal that it is attached to, as it is rendered. */
  readonly holders: () => ReadonlySet<string>;
}

/** What a policy may be attached to: a principal, by the name that is in the policy. */
export interface Attachable {
  readonly kind: HolderKind;
  readonly construct: IConstruct;
  readonly name: unknown;
}

/** The policies of an app as they are now, by the principals that they are attached to. */
export class AttachedPolicies {
  /** Reads the policies in the Stage of a construct. */
  public static around(scope: IConstruct): AttachedPolicies {
    const resources = (Stage.of(scope) ?? scope.node.root).node.findAll();
    return new AttachedPolicies(resources.filter(isPolicy).map(attachedPolicy));
  }

  /**
   * Reads the policies once in each validation, however many principals ask.
   * @param scope where the checks are; to be asked for before the validation
   */
  public static atValidation(scope: IConstruct): () => AttachedPolicies {
    const stage = Stage.of(scope) ?? scope.node.root;
    const earlier = AT_VALIDATION.get(stage);
    if (earlier) return earlier;
    let current: AttachedPolicies | undefined;
    const policies = () => (current ??= AttachedPolicies.around(stage));
    // a Stage is validated before what is in it
    stage.node.addValidation({ validate: () => ((current = undefined), []) });
    AT_VALIDATION.set(stage, policies);
    return policies;
  }

  private constructor(private readonly policies: readonly AttachedPolicy[]) {}

  /** The inline policies of a principal that are in the template. */
  public inlineOf(holder: Attachable): readonly PolicyResource[] {
    return this.to(holder).filter((resource) => !isManaged(resource) && !OwnPolicy.isLeftOut(resource));
  }

  /** The managed policies of a principal that are in the template. */
  public managedOf(holder: Attachable): readonly PolicyResource[] {
    return this.to(holder).filter((resource) => isManaged(resource) && !OwnPolicy.isLeftOut(resource));
  }

  /** The policies of a principal, whether they are in the template or not. */
  public to({ construct, kind, name }: Attachable): readonly PolicyResource[] {
    const { environment } = Stack.of(construct);
    const rendered = new Map<Stack, string>();
    return this.policies
      .filter(({ resource: { stack }, holders }) => {
        // elsewhere the principal has another name, and asking for that would make it
        if (stack.environment !== environment) return false;
        if (!rendered.has(stack)) rendered.set(stack, JSON.stringify(stack.resolve(name)));
        return holders().has(`${kind} ${rendered.get(stack)}`);
      })
      .map(({ resource }) => resource);
  }
}

/** How many characters the inline policies of a principal have at most, whichever are in the template, without those of one construct. */
export function inlineCharactersOf(holder: PolicyHolder, except: IConstruct): number {
  return AttachedPolicies.around(holder.construct)
    .to(holder)
    .filter((resource) => !isManaged(resource) && resource.node.scope !== except)
    .reduce(
      (sum, resource) => sum + documentCharacters(resource, resource.policyDocument, longestText),
      embeddedCharacters(holder, longestText),
    );
}

/** What a policy has once it is deployed, at least; for a validation, after which nothing is added. */
export function renderedCharacters(resource: PolicyResource): number {
  return documentCharacters(resource, resource.stack.resolve(resource.policyDocument), shortestText);
}

/** The inline policies in the resource of the principal itself. */
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

/** The principals that a policy names, as they are rendered; a list that only the deployment knows has none. */
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
