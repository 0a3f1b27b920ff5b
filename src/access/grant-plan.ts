import { Resource } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AccessFault } from './action-check';
import { Conditions, mergedConditions, namePrincipals, narrowToOrganization } from './conditions';
import { Grantee, granteesOf, IdentityGrantee, PermissionSetGrantee, ResourcePolicyGrantee, withConditions } from './grantee';
import { asResourcePolicyGrantee, placementOfIdentity, principalOf, principalOfPermissionSet } from './policy-placement';
import { deployedArnLength } from './policy-size';
import { RepositoryPolicy } from './repository-policy';
import { PolicyPrincipal, statementFor, validateResourcePolicyPrincipal } from './resource-policy-grantee';
import { narrowedToOwnAccount } from './service-source';
import { importedPolicyError } from './statement-by-hand';
import { acceptsStatements } from '../private/cdk-internals';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { areKnownToDiffer } from '../private/unknown-value';
import { resolvedToRead } from '../private/values-of-other-stacks';
import { RepositoryIdentity } from '../repository/repository-identity';

/** What is asked for. */
export interface GrantRequest {
  readonly grantee: iam.IGrantable;
  /** In alphabetical order. */
  readonly actions: readonly string[];
  /** Whether to allow logging in as well, to principals that have an identity policy. */
  readonly login: boolean;
  /** Whether the policy of the repository is kept elsewhere. */
  readonly isPolicyElsewhere: boolean;
}

/** What a grant writes for one principal. */
export interface PlannedPermission {
  readonly grantee: string;
  readonly principal: iam.IPrincipal;
  readonly actions: readonly string[];
  readonly conditions: Conditions;
  /** Whether to allow logging in as well, in the identity policy or in that of the permission set. */
  readonly login: boolean;
  /** The repository, as the identity policy of the principal names it, where that policy allows the actions. */
  readonly identity?: { readonly arn: string; readonly deployedArnLength: number };
  /** Whom the repository policy allows, and the statement that does. */
  readonly repository?: { readonly principal: PolicyPrincipal; readonly statement: iam.PolicyStatement };
  /** Whether the repository policy is kept elsewhere, so that only `describe()` says what it has to allow. */
  readonly isPolicyElsewhere?: boolean;
  /** The permission set whose own policy has to allow logging in, and the actions unless it is in the repository's account. */
  readonly permissionSet?: { readonly grantee: PermissionSetGrantee; readonly needsActions: boolean };
  readonly warnings: readonly AccessFault[];
}

/**
 * Plans a grant: which statements allow it, and in which policies they are. Nothing is written before all of it is planned, so a grant
 * that is refused, be it for one part of a composite principal, leaves nothing behind.
 */
export class GrantPlanner {
  private readonly known: RepositoryIdentity;

  constructor(
    private readonly request: GrantRequest,
    private readonly repository: ecr.IRepository,
  ) {
    this.known = RepositoryIdentity.of(repository);
  }

  /** The permissions of the grantee, one for each principal that it consists of. */
  public plan(): PlannedPermission[] {
    return granteesOf(this.request.grantee, this.repository).map((grantee) => this.planFor(grantee));
  }

  /** The permission of a principal that has refused the statement for its identity policy, in the policy of the repository. */
  public planWithoutIdentity({ grantee: name, principal, conditions }: PlannedPermission): PlannedPermission {
    return this.planResourcePolicyGrantee(asResourcePolicyGrantee({ kind: 'identity', name, principal, conditions }, this.repository));
  }

  private planFor(grantee: Grantee): PlannedPermission {
    switch (grantee.kind) {
      case 'identity':
        return this.planIdentity(grantee);
      case 'resource policy':
        return this.planResourcePolicyGrantee(grantee);
      case 'permission set':
        return this.planPermissionSet(grantee);
    }
  }

  private planIdentity(grantee: IdentityGrantee): PlannedPermission {
    const { principal } = grantee;
    refuseRoleOfPermissionSet(grantee, this.repository);
    const placement = placementOfIdentity(grantee, this.repository);
    const accepts = placement.identity && acceptsStatements(principal);
    if (!accepts && !placement.repository) return this.planResourcePolicyGrantee(asResourcePolicyGrantee(grantee, this.repository));
    // a name that is generated if needed exists from the second on
    const identity = accepts ? { deployedArnLength: deployedArnLength(this.repository), arn: this.known.arnFor(principal) } : undefined;
    const planned = { ...this.permissionOf(grantee), identity };
    return placement.repository ? this.inRepositoryPolicy(planned, placement.repository) : planned;
  }

  private planResourcePolicyGrantee(given: ResourcePolicyGrantee): PlannedPermission {
    const grantee = this.narrowed(given);
    const warnings = validateResourcePolicyPrincipal(grantee, this.repository);
    const principal = principalOf(grantee, this.repository);
    return this.inRepositoryPolicy({ ...this.permissionOf(grantee), warnings }, () => principal);
  }

  private planPermissionSet(grantee: PermissionSetGrantee): PlannedPermission {
    const needsActions = grantee.principal._accountFor(this.known.account) !== this.known.account;
    const planned = { ...this.permissionOf(grantee), permissionSet: { grantee, needsActions } };
    return this.inRepositoryPolicy(planned, () => principalOfPermissionSet(grantee, this.repository));
  }

  private permissionOf(grantee: Grantee): PlannedPermission {
    const { actions, login } = this.request;
    const principal = grantee.kind === 'identity' ? grantee.principal : this.request.grantee.grantPrincipal;
    return { grantee: grantee.name, principal, actions, conditions: grantee.conditions, login, warnings: [] };
  }

  private inRepositoryPolicy(planned: PlannedPermission, principalThere: () => PolicyPrincipal): PlannedPermission {
    // nothing is known before the look-up, so nothing is refused; the next synthesis decides
    if (this.known.isPlaceholder) return planned;
    const hasOtherSide = planned.identity !== undefined || planned.permissionSet !== undefined;
    if (this.request.isPolicyElsewhere) {
      if (!hasOtherSide) throw this.nothingToWrite(planned.grantee);
      // a name that is not known need not be known here
      return { ...planned, isPolicyElsewhere: true };
    }
    const policy = RepositoryPolicy.of(this.repository);
    const principal = principalThere();
    const statement = statementFor(planned.actions, principal, this.repository);
    if (!Resource.isOwnedResource(this.repository)) throw importedPolicyError(planned.grantee, statement, hasOtherSide, this.repository);
    policy.requireWritable();
    return { ...planned, repository: { principal, statement } };
  }

  /** Lambda and CodeBuild without a source condition are narrowed, because `aws-cdk-lib` passes them so. */
  private narrowed(grantee: ResourcePolicyGrantee): ResourcePolicyGrantee {
    if (grantee.type !== 'Service') return grantee;
    const asked = resolvedToRead(grantee.conditions, this.repository) as Conditions;
    const narrowing = narrowedToOwnAccount(grantee.resolved, asked, this.repository);
    if (!narrowing) return grantee;
    return withConditions(grantee, mergedConditions(this.repository, grantee.conditions, narrowing), this.repository);
  }

  private nothingToWrite(name: string): SecureRepositoryError {
    return new SecureRepositoryError(
      'grant-placement',
      this.repository,
      `${name} is allowed by the repository policy alone, and externalRepositoryPolicy says that it is kept elsewhere: leave this grant out`,
    );
  }
}

/** Why a principal that is everyone is not public, where it is not: cdk-nag does not look at conditions. */
export function everyoneBecause({ value, conditions, principalAccount }: PolicyPrincipal, repository: ecr.IRepository): string | undefined {
  if (value !== '*') return undefined;
  const asked = resolvedToRead(conditions, repository) as Conditions;
  if (narrowToOrganization(asked)) return 'a condition on the organization: nobody outside of it is allowed';
  if (principalAccount !== undefined || namePrincipals(asked)) {
    return 'conditions on the ARN and the account of the principal: nobody else is allowed';
  }
  return undefined;
}

/** IAM lets only IAM Identity Center change the policies of the roles that it provisions. */
function refuseRoleOfPermissionSet({ principal, name }: IdentityGrantee, repository: ecr.IRepository): void {
  // reading the name of a lazy role makes it real
  if (principal instanceof iam.LazyRole || !('roleName' in principal) || !acceptsStatements(principal)) return;
  if (/^AWSServiceRoleFor/.test(String(principal.roleName))) {
    throw new SecureRepositoryError(
      'grant-placement',
      repository,
      `${name} is a service-linked role, and only its service can change its policies: grant to the service or to another role`,
    );
  }
  const [, permissionSet] = /^AWSReservedSSO_(.+)_[^_]+$/.exec(String(principal.roleName)) ?? [];
  if (permissionSet === undefined) return;
  const { principalAccount: account = '' } = principal;
  const elsewhere = account !== '' && areKnownToDiffer(account, RepositoryIdentity.of(repository).account);
  throw new SecureRepositoryError(
    'grant-placement',
    repository,
    `${name} is a role that IAM Identity Center provisions, and only IAM Identity Center can change its policies: grant to ` +
      `new PermissionSetPrincipal('${permissionSet}'${elsewhere ? `, { account: '${account}' }` : ''})`,
  );
}
