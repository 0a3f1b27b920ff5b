import { Resource, Stack, Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Conditions, mergedConditions } from './conditions';
import { Grantee, granteesOf, IdentityGrantee, PermissionSetGrantee, ResourcePolicyGrantee, withConditions } from './grantee';
import { asResourcePolicyGrantee, placementOfIdentity, principalOf, principalOfPermissionSet } from './policy-placement';
import { deployedArnLength } from './policy-size';
import { replicaPolicyError } from './replica-policy';
import { RepositoryPolicy } from './repository-policy';
import { PolicyPrincipal, statementFor, validateResourcePolicyPrincipal } from './resource-policy-grantee';
import { restrictionToOwnAccount } from './service-principals';
import { acceptsStatements, resolvedInEnvironment } from '../private/cdk-internals';
import { Finding } from '../private/finding';
import { intrinsicText, withoutIntrinsics } from '../private/intrinsics';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { areKnownToDiffer } from '../private/unknown-value';
import { resolvedToRead } from '../private/values-of-other-stacks';
import { replicaFacts } from '../repository/replica-facts';
import { RepositoriesBelow } from '../repository/repositories-below';
import { RepositoryIdentity } from '../repository/repository-identity';

/** The request for a grant. */
export interface GrantRequest {
  readonly grantee: iam.IGrantable;
  /** The actions, in alphabetical order. */
  readonly actions: readonly string[];
  /** Whether to allow the login as well, for principals with an identity policy. */
  readonly login: boolean;
  /** Whether the repository policy is managed outside the app. */
  readonly isPolicyExternal: boolean;
}

/** The statements that a grant writes for one principal. */
export interface PlannedPermission {
  readonly grantee: string;
  readonly principal: iam.IPrincipal;
  readonly actions: readonly string[];
  readonly conditions: Conditions;
  /** Whether to allow the login as well, in the identity policy or in the policy of the permission set. */
  readonly login: boolean;
  /** The resource of the statement in the identity policy, if that policy allows the actions. */
  readonly identity?: { readonly arn: string; readonly deployedArnLength: number };
  /** The principal and the statement in the repository policy, if that policy allows the actions. */
  readonly repository?: { readonly principal: PolicyPrincipal; readonly statement: iam.PolicyStatement };
  /** Whether the repository policy is managed outside the app, so that only `describe()` reports its part. */
  readonly isPolicyExternal?: boolean;
  /** The permission set whose own policy must allow the login, and the actions unless it is in the account of the repository. */
  readonly permissionSet?: { readonly grantee: PermissionSetGrantee; readonly needsActions: boolean };
  readonly warnings: readonly Finding[];
}

/**
 * Plans the statements and policies of a grant. The whole grant is planned before anything is written, so a grant that is refused, even for
 * one part of a composite principal, writes nothing.
 */
export class GrantPlanner {
  private readonly identity: RepositoryIdentity;

  constructor(
    private readonly request: GrantRequest,
    private readonly repository: ecr.IRepository,
  ) {
    this.identity = RepositoryIdentity.of(repository);
  }

  /** Returns the permissions of the grantee, one for each principal in it. */
  public plan(): PlannedPermission[] {
    return granteesOf(this.request.grantee, this.repository).map((grantee) => this.planFor(grantee));
  }

  /** Returns the permission in the repository policy for a principal that did not accept the statement in its identity policy. */
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
    checkIsManagedByApp(grantee, this.repository);
    const placement = placementOfIdentity(grantee, this.repository);
    const accepts = placement.identity && acceptsStatements(principal);
    if (!accepts && !placement.repository) return this.planResourcePolicyGrantee(asResourcePolicyGrantee(grantee, this.repository));
    if (accepts && this.repository instanceof RepositoriesBelow) this.repository.requireNamespace(grantee.name);
    // a name that is generated on demand exists only after `arnFor`
    const identity = accepts ? { deployedArnLength: deployedArnLength(this.repository), arn: this.identity.arnFor(principal) } : undefined;
    const planned = { ...this.permissionOf(grantee), identity };
    return placement.repository ? this.inRepositoryPolicy(planned, placement.repository) : planned;
  }

  private planResourcePolicyGrantee(requested: ResourcePolicyGrantee): PlannedPermission {
    const grantee = this.restricted(requested);
    const warnings = validateResourcePolicyPrincipal(grantee, this.repository);
    const principal = principalOf(grantee, this.repository);
    return this.inRepositoryPolicy({ ...this.permissionOf(grantee), warnings }, () => principal);
  }

  private planPermissionSet(grantee: PermissionSetGrantee): PlannedPermission {
    const needsActions = grantee.principal._accountFor(this.identity.account) !== this.identity.account;
    if (needsActions && this.repository instanceof RepositoriesBelow) this.repository.requireNamespace(grantee.name);
    const planned = { ...this.permissionOf(grantee), permissionSet: { grantee, needsActions } };
    return this.inRepositoryPolicy(planned, () => principalOfPermissionSet(grantee, this.repository));
  }

  private permissionOf(grantee: Grantee): PlannedPermission {
    const { actions, login } = this.request;
    const principal = grantee.kind === 'identity' ? grantee.principal : this.request.grantee.grantPrincipal;
    return { grantee: grantee.name, principal, actions, conditions: grantee.conditions, login, warnings: [] };
  }

  private inRepositoryPolicy(planned: PlannedPermission, principalThere: () => PolicyPrincipal): PlannedPermission {
    // a repository that has not been looked up yet is unknown, so nothing is refused until the next synthesis
    if (this.identity.isPlaceholder) return planned;
    const writesIdentity = planned.identity !== undefined || planned.permissionSet !== undefined;
    const replica = replicaFacts(this.repository);
    if (this.request.isPolicyExternal || replica?.isPolicyExternal) {
      // constructs such as DockerImageFunction grant in any case
      if (!writesIdentity && !replica) throw this.nothingToWrite(planned.grantee);
      // the name of the principal is not needed, so it may be unknown
      return { ...planned, isPolicyExternal: true };
    }
    const policy = RepositoryPolicy.of(this.repository);
    const principal = principalThere();
    const statement = statementFor(planned.actions, principal, this.repository);
    if (replica) throw replicaPolicyError(this.repository, replica, planned.grantee, statementJson(statement, this.repository));
    if (!isPolicyOwned(this.repository)) throw importedPolicyError(planned.grantee, statement, writesIdentity, this.repository);
    policy.requireWritable();
    return { ...planned, repository: { principal, statement } };
  }

  /** Restricts Lambda and CodeBuild to the account of the repository, because `aws-cdk-lib` passes them without a source condition. */
  private restricted(grantee: ResourcePolicyGrantee): ResourcePolicyGrantee {
    if (grantee.type !== 'Service') return grantee;
    const conditions = resolvedToRead(grantee.conditions, this.repository) as Conditions;
    const restriction = restrictionToOwnAccount(grantee.resolved, conditions, this.repository);
    if (!restriction) return grantee;
    return withConditions(grantee, mergedConditions(this.repository, grantee.conditions, restriction), this.repository);
  }

  private nothingToWrite(name: string): SecureRepositoryError {
    return new SecureRepositoryError(
      'external-repository-policy',
      this.repository,
      `only the repository policy can allow ${name}, but externalRepositoryPolicy is true, so this app does not write that policy. ` +
        'Remove this grant, and add the permission where the policy is managed.',
    );
  }
}

/** Whether the app writes the policy of a repository. */
function isPolicyOwned(repository: ecr.IRepository): boolean {
  return repository instanceof RepositoriesBelow || Resource.isOwnedResource(repository);
}

/** Throws an error for a role whose policies only an AWS service can change. */
function checkIsManagedByApp({ principal, name }: IdentityGrantee, repository: ecr.IRepository): void {
  // reading the name of a lazy role creates the role
  if (principal instanceof iam.LazyRole || !('roleName' in principal) || !acceptsStatements(principal)) return;
  if (/^AWSServiceRoleFor/.test(String(principal.roleName))) {
    throw new SecureRepositoryError(
      'service-managed-role',
      repository,
      `${name} is a service-linked role, and only its service can change its policies. Grant to the service or to another role.`,
    );
  }
  const [, permissionSet] = /^AWSReservedSSO_(.+)_[^_]+$/.exec(String(principal.roleName)) ?? [];
  if (permissionSet === undefined) return;
  const { principalAccount: account = '' } = principal;
  const isInAnotherAccount = account !== '' && areKnownToDiffer(account, RepositoryIdentity.of(repository).account);
  throw new SecureRepositoryError(
    'service-managed-role',
    repository,
    `${name} is a role of IAM Identity Center, and only IAM Identity Center can change its policies. Grant to ` +
      `new PermissionSetPrincipal('${permissionSet}'${isInAnotherAccount ? `, { account: '${account}' }` : ''}).`,
  );
}

/** An attribute or a parameter of the app, which is unknown in another account; not a pseudo parameter, and not a policy variable. */
const UNKNOWN_ELSEWHERE = /\$\{(?!AWS::|\w+:)[^}]*\}/;

/** Returns the error for a permission that the policy of an imported repository must allow. */
export function importedPolicyError(
  grantee: string,
  statement: iam.PolicyStatement,
  writesIdentity: boolean,
  repository: ecr.IRepository,
): SecureRepositoryError {
  const json = statementJson(statement, repository);
  const rest = writesIdentity
    ? 'Then set externalRepositoryPolicy to true, in RepositoryAccess.of(repository, { externalRepositoryPolicy: true }) or on the ' +
      'GitHubPublisher, so that the grant writes the rest.'
    : 'Then remove this grant, because nothing else is needed.';
  return new SecureRepositoryError(
    'external-repository-policy',
    repository,
    `the repository policy must allow ${grantee}, but the repository is imported, so this app cannot write its policy. ` +
      (json === undefined
        ? 'The statement to add where the policy is managed needs names that are not known yet. Set roleName or userName on the role or user, ' +
          'and use literal values in conditions.'
        : `Add the statement ${json} where the policy is managed. ${rest}`),
  );
}

/**
 * Returns a statement for the policy of an imported repository, with names instead of references as far as they are known.
 * @returns undefined if the statement needs a value that is unknown before the deployment
 */
export function statementJson(statement: iam.PolicyStatement, repository: ecr.IRepository): string | undefined {
  const { partition } = RepositoryIdentity.of(repository);
  const text = (intrinsic: unknown) =>
    intrinsicText(intrinsic).replaceAll('${AWS::Partition}', Token.isUnresolved(partition) ? '${AWS::Partition}' : partition);
  const json = JSON.stringify(withoutIntrinsics(resolvedInItsAccount(statement.toStatementJson(), repository), text));
  return UNKNOWN_ELSEWHERE.test(json) ? undefined : json;
}

/** Resolves a statement as a stack in the account of the repository does: with physical names, if all resources have one. */
function resolvedInItsAccount(statement: unknown, repository: ecr.IRepository): unknown {
  const { account } = RepositoryIdentity.of(repository);
  const { region } = Stack.of(repository);
  const resolved = Token.isUnresolved(account) ? undefined : resolvedInEnvironment(statement, { account, region });
  return resolved ?? Stack.of(repository).resolve(statement);
}
