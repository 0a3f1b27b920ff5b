import { Resource } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Conditions, mergedConditions, namePrincipals, narrowToOrganization } from './conditions';
import { Grantee, granteesOf, IdentityGrantee, NamedGrantee, PermissionSetGrantee, withConditions } from './grantee';
import { KnownRepository } from './known-repository';
import { namedFaults } from './named-grantee-check';
import { PolicyPrincipal, RepositoryPolicy } from './repository-policy';
import { narrowedToOwnAccount } from './service-source';
import { resourcePrincipal, sideOfNamed, sideOfPermissionSet, sidesOfIdentity } from './sides';
import { statementByHand } from './statement-by-hand';
import { StatementFault } from './statement-check';
import { acceptsStatements } from '../private/cdk-internals';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { resolvedToRead } from '../private/values-of-other-stacks';

/** What is asked for. */
export interface GrantRequest {
  readonly grantee: iam.IGrantable;
  /** In alphabetical order. */
  readonly actions: readonly string[];
  /** Whether to allow logging in as well, to principals that have an identity policy. */
  readonly login: boolean;
  /** Whether the policy of the repository is kept elsewhere. */
  readonly externalRepositoryPolicy: boolean;
}

/** What a grant writes for one principal. */
export interface PlannedPermission {
  readonly grantee: string;
  readonly actions: readonly string[];
  readonly conditions: Conditions;
  /** The principal whose identity policy allows it. */
  readonly identity?: {
    readonly principal: iam.IPrincipal;
    readonly arn: string;
    readonly deployedArnLength: number;
    readonly login: boolean;
  };
  /** Whom the repository policy allows. */
  readonly repository?: PolicyPrincipal;
  /** Whether a permission in the repository policy is needed, and is kept elsewhere or not yet known. */
  readonly elsewhere?: 'outside of this app' | 'not looked up yet';
  /** What the policy of a permission set has to allow. */
  readonly permissionSet?: { readonly grantee: PermissionSetGrantee; readonly foreign: boolean; readonly login: boolean };
  readonly warnings: readonly StatementFault[];
  /** Why cdk-nag need not report the principal `*`. */
  readonly everyoneBecause?: string;
}

/**
 * Plans a grant: which statements allow it, and in which policies they are. Nothing is written before all of it is planned, so a grant
 * that is refused, be it for one part of a composite principal, leaves nothing behind.
 */
export function planGrant(request: GrantRequest, repository: ecr.IRepository): PlannedPermission[] {
  return granteesOf(request.grantee, repository).map((grantee) => new PermissionPlanner(request, repository).plan(grantee));
}

/** The permission of a principal that has refused the statement for its identity policy, in the policy of the repository. */
export function planInRepositoryPolicy(
  { grantee: name, conditions }: PlannedPermission,
  principal: iam.IPrincipal,
  request: GrantRequest,
  repository: ecr.IRepository,
): PlannedPermission {
  const named = resourcePrincipal({ kind: 'identity', name, principal, conditions }, repository);
  return new PermissionPlanner(request, repository).plan(named);
}

/** The error for a permission that only the policy of an imported repository can allow. */
export function importedPolicyError(planned: PlannedPermission, repository: ecr.IRepository): SecureRepositoryError {
  const { grantee, actions, repository: principal, identity, permissionSet } = planned;
  const byHand = principal && statementByHand(RepositoryPolicy.of(repository).statementFor(actions, principal), repository);
  const rest =
    identity || permissionSet
      ? 'once it is there, RepositoryAccess.of(repository, { repositoryPolicyElsewhere: true }), or that property of a GitHubPublisher, ' +
        'writes the rest'
      : 'it is all that is needed, so leave this grant out then';
  return new SecureRepositoryError(
    repository,
    `${grantee} can be allowed by the repository policy only, and the policy of an imported repository is not the app's to write: ` +
      (byHand === undefined
        ? `the statement to add where it is kept has to name ${grantee}, which has no name yet, so give it a roleName or userName first`
        : `add this statement to it where it is kept: ${byHand}; ${rest}`),
  );
}

/** IAM lets only IAM Identity Center change the policies of the roles that it provisions. */
function refusePermissionSetRole({ principal, name }: IdentityGrantee, repository: ecr.IRepository): void {
  // reading the name of a lazy role makes it real
  if (principal instanceof iam.LazyRole || !('roleName' in principal) || !acceptsStatements(principal)) return;
  const [, permissionSet] = /^AWSReservedSSO_(.+)_[^_]+$/.exec(String(principal.roleName)) ?? [];
  if (permissionSet === undefined) return;
  throw new SecureRepositoryError(
    repository,
    `${name} is a role that IAM Identity Center provisions, and only IAM Identity Center can change its policies: grant to ` +
      `new PermissionSetPrincipal('${permissionSet}')`,
  );
}

/** Why a principal that is everyone is not public, where it is not. */
function everyoneBecause({ value, conditions, principalAccount }: PolicyPrincipal, repository: ecr.IRepository): string | undefined {
  if (value !== '*') return undefined;
  const asked = resolvedToRead(conditions, repository) as Conditions;
  if (narrowToOrganization(asked)) return 'a condition on the organization: nobody outside of it is allowed';
  if (principalAccount !== undefined || namePrincipals(asked)) {
    return 'conditions on the ARN and the account of the principal: nobody else is allowed';
  }
  return undefined;
}

class PermissionPlanner {
  private readonly known: KnownRepository;

  constructor(
    private readonly request: GrantRequest,
    private readonly repository: ecr.IRepository,
  ) {
    this.known = KnownRepository.of(repository);
  }

  public plan(grantee: Grantee): PlannedPermission {
    switch (grantee.kind) {
      case 'identity':
        return this.planIdentity(grantee);
      case 'named':
        return this.planNamed(grantee);
      case 'permission set':
        return this.planPermissionSet(grantee);
    }
  }

  private planIdentity(grantee: IdentityGrantee): PlannedPermission {
    const { actions, login } = this.request;
    const { name, principal, conditions } = grantee;
    refusePermissionSetRole(grantee, this.repository);
    const sides = sidesOfIdentity(grantee, this.repository);
    const takes = sides.identity && acceptsStatements(principal);
    if (!takes && !sides.repository) return this.planNamed(resourcePrincipal(grantee, this.repository));
    const { known } = this;
    const identity = takes ? { principal, arn: known.arnFor(principal), deployedArnLength: known.deployedArnLength, login } : undefined;
    const planned = { grantee: name, actions, conditions, identity, warnings: [] };
    return sides.repository ? this.withRepositorySide(planned, sides.repository) : planned;
  }

  private planNamed(given: NamedGrantee): PlannedPermission {
    const grantee = this.narrowed(given);
    const warnings = namedFaults(grantee, this.repository);
    const principal = sideOfNamed(grantee, this.repository);
    const planned = { grantee: grantee.name, actions: this.request.actions, conditions: grantee.conditions, warnings };
    return this.withRepositorySide({ ...planned, everyoneBecause: everyoneBecause(principal, this.repository) }, () => principal);
  }

  private planPermissionSet(grantee: PermissionSetGrantee): PlannedPermission {
    const { actions, login } = this.request;
    const principal = sideOfPermissionSet(grantee, this.repository);
    const foreign = principal.principalAccount === undefined;
    return this.withRepositorySide(
      {
        grantee: grantee.name,
        actions,
        conditions: grantee.conditions,
        permissionSet: { grantee, foreign, login },
        warnings: [],
        everyoneBecause: everyoneBecause(principal, this.repository),
      },
      () => principal,
    );
  }

  private withRepositorySide(planned: PlannedPermission, principal: () => PolicyPrincipal): PlannedPermission {
    // nothing is known before the look-up, so nothing is refused; the next synthesis decides
    if (this.known.isPlaceholder) return { ...planned, elsewhere: 'not looked up yet' };
    if (this.request.externalRepositoryPolicy) {
      if (!planned.identity && !planned.permissionSet) throw this.nothingToWrite(planned.grantee);
      return { ...planned, elsewhere: 'outside of this app' };
    }
    const policy = RepositoryPolicy.of(this.repository);
    const complete = { ...planned, repository: principal() };
    // an operator that is not free is refused here
    policy.statementFor(planned.actions, complete.repository);
    if (!Resource.isOwnedResource(this.repository)) throw importedPolicyError(complete, this.repository);
    policy.requireWritable();
    return complete;
  }

  /** Lambda and CodeBuild without a source condition are narrowed, because `aws-cdk-lib` passes them so. */
  private narrowed(grantee: NamedGrantee): NamedGrantee {
    if (grantee.type !== 'Service') return grantee;
    const narrowing = narrowedToOwnAccount(
      grantee.resolved,
      resolvedToRead(grantee.conditions, this.repository) as Conditions,
      this.repository,
    );
    if (!narrowing) return grantee;
    return withConditions(grantee, mergedConditions(this.repository, grantee.conditions, narrowing), this.repository);
  }

  private nothingToWrite(name: string): SecureRepositoryError {
    return new SecureRepositoryError(
      this.repository,
      `${name} is allowed by the repository policy alone, which you said is kept elsewhere (repositoryPolicyElsewhere): ` +
        'there is nothing to write here: leave this grant out',
    );
  }
}
