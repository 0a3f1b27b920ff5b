import { Lazy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/** What a policy may be attached to. */
export type HolderKind = 'role' | 'user' | 'group';

/** A principal that the library attaches policies to: a role, a user or a group, of the app or imported. */
export interface PolicyHolder {
  readonly kind: HolderKind;
  readonly construct: Construct;
  /** Whether the app creates it; else other policies may be attached that nobody sees here. */
  readonly owned: boolean;
  /** The name by which a policy is attached to it. */
  readonly name: string;
  /** The resource, where the app creates it and has not left that for later. */
  readonly resource: () => Construct | undefined;
}

/** The context of `Role.customizeRoles`, which makes a role keep its statements in a report. */
const CUSTOMIZED_ROLES = '@aws-cdk/iam:customizeRoles';
/** What aws-cdk-lib calls its roles that are imported and may be changed; the class itself is not exported. */
const IMPORTED_ROLE = 'aws-cdk-lib.aws-iam.ImportedRole';

/**
 * The principal as a holder of policies. Undefined for those that keep statements elsewhere: immutable roles, `Role.customizeRoles`,
 * policies of the user's own, principals that are no construct.
 */
export function holderOf(principal: iam.IPrincipal): PolicyHolder | undefined {
  if (!Construct.isConstruct(principal)) return undefined;
  if (principal instanceof iam.Role) {
    return isWrittenByApp(principal) ? owned('role', principal, principal.roleName) : undefined;
  }
  if (principal instanceof iam.LazyRole) return principal.node.tryGetContext(CUSTOMIZED_ROLES) ? undefined : lazy(principal);
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

/** A role that is created when it is used: asking for its name now would create it. */
function lazy(construct: iam.LazyRole): PolicyHolder {
  const role = () => construct.node.tryFindChild('Default');
  const name = Lazy.uncachedString({ produce: () => (role() ? construct.roleName : undefined) });
  return { kind: 'role', construct, name, owned: true, resource: () => role()?.node.defaultChild };
}

function isImportedRole(principal: Construct): principal is Construct & iam.IRole {
  return (principal.constructor as { readonly PROPERTY_INJECTION_ID?: string }).PROPERTY_INJECTION_ID === IMPORTED_ROLE;
}

/** Whether the app creates the role, and not somebody else by the report of `Role.customizeRoles`. */
function isWrittenByApp(role: iam.Role): boolean {
  return role.node.defaultChild !== undefined && role.node.tryFindChild(`PrecreatedRole${role.node.id}`) === undefined;
}
