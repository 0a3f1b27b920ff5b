import { Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { PolicyType } from './access-report';
import { hasDefaultPolicy, isCustomized, isImportedRole, isWrittenByApp, isWrittenNowhere, roleOfLazyRole } from '../private/cdk-internals';

/** The kinds of principals that a policy is attached to. */
export type HolderKind = 'role' | 'user' | 'group';

/** A principal that the library attaches policies to: a role, user or group, of the app or imported. */
export interface PolicyHolder {
  readonly kind: HolderKind;
  readonly construct: Construct;
  /** Whether the app creates the principal. An imported principal may have policies that are unknown to the app. */
  readonly owned: boolean;
  /** The name that a policy is attached by. */
  readonly name: string;
  /** Returns the resource of the principal; undefined for a lazy role that is not created yet. */
  readonly resource: () => Construct | undefined;
}

/**
 * Returns the principal as a holder of policies. Undefined for principals that keep statements elsewhere: immutable roles, roles under
 * `Role.customizeRoles`, policies of the user, and principals that are not constructs.
 */
export function holderOf(principal: iam.IPrincipal): PolicyHolder | undefined {
  if (!Construct.isConstruct(principal)) return undefined;
  if (principal instanceof iam.Role) {
    return isWrittenByApp(principal) ? owned('role', principal, principal.roleName) : undefined;
  }
  if (principal instanceof iam.LazyRole) return isCustomized(principal) ? undefined : lazy(principal);
  if (principal instanceof iam.User) return owned('user', principal, principal.userName);
  if (principal instanceof iam.Group) return owned('group', principal, principal.groupName);
  if (isImportedRole(principal)) return imported('role', principal, principal.roleName);
  if ('userArn' in principal) return imported('user', principal, (principal as Construct & iam.IUser).userName);
  if ('groupArn' in principal) return imported('group', principal, (principal as Construct & iam.IGroup).groupName);
  return undefined;
}

function owned(kind: HolderKind, construct: Construct, name: string): PolicyHolder {
  return { kind, construct, name, owned: true, resource: () => construct.node.defaultChild };
}

function imported(kind: HolderKind, construct: Construct, name: string): PolicyHolder {
  return { kind, construct, name, owned: false, resource: () => construct };
}

/** A role that is created on first use. Reading its name now would create the role. */
function lazy(construct: iam.LazyRole): PolicyHolder {
  const role = () => roleOfLazyRole(construct);
  const name = Lazy.uncachedString({ produce: () => (role() ? construct.roleName : undefined) });
  return { kind: 'role', construct, name, owned: true, resource: () => role()?.node.defaultChild };
}

/**
 * Whether a statement is certain to be in a policy of the app. Under `Role.customizeRoles` a role keeps a copy, a lazy role keeps the
 * statement until it is used, and an immutable role drops it.
 */
export function isInPolicy(principal: iam.IPrincipal, { policyDependable }: iam.AddToPrincipalPolicyResult): boolean {
  if (policyDependable instanceof iam.Policy || policyDependable instanceof iam.ManagedPolicy) return true;
  return hasDefaultPolicy(principal);
}

/** Returns the type of the policy that contains an accepted statement, which may not be in a template. */
export function policyTypeOfIdentity(principal: iam.IPrincipal, added: iam.AddToPrincipalPolicyResult): PolicyType {
  const { policyDependable } = added;
  // a lazy role creates its role on first use
  if (principal instanceof iam.LazyRole && !roleOfLazyRole(principal)) return 'policy of an unused role';
  if (holderOf(principal)) return 'identity policy';
  if (policyDependable instanceof iam.Policy && !isAttached(policyDependable)) return 'unattached policy';
  // an immutable role, or a role under `Role.customizeRoles`
  if (isWrittenNowhere(principal, added)) return 'managed externally';
  return 'identity policy';
}

/** Whether a policy is attached to a principal. One that is not is not rendered. */
function isAttached(policy: iam.Policy): boolean {
  const resource = policy.node.defaultChild;
  if (!(resource instanceof iam.CfnPolicy)) return true;
  const { roles, users, groups } = resource;
  return (Stack.of(policy).resolve([roles, users, groups]) as unknown[]).some((attached) => attached !== undefined && attached !== null);
}
