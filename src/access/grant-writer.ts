import { Stage, Validations } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, DependencyGroup } from 'constructs';
import { AccessReport, PolicyType } from './access-report';
import { LOGIN_ACTION } from './actions';
import { Conditions, restrictsToOrganization, restrictsToPrincipals, withoutResourceTags } from './conditions';
import { GrantPlanner, importedPolicyError, PlannedPermission } from './grant-plan';
import { allowLogin } from './login-policy';
import { warnOfCache } from './plain-grant-on-cache';
import { policyTypeOfIdentity } from './policy-holder';
import { RepositoryPolicy } from './repository-policy';
import { checkDeployedArn, PolicyPrincipal } from './resource-policy-grantee';
import { SharedStatements } from './shared-statements';
import { allowSigning, deployedProfileArnLength, SIGN_ACTION } from './signing-permission';
import { report } from '../private/report-findings';
import { resolvedToRead } from '../private/values-of-other-stacks';
import { RepositoriesBelow } from '../repository/repositories-below';
import { RepositoryIdentity } from '../repository/repository-identity';

/** Writes planned grants to the policies that AWS evaluates, and adds them to the access report. */
export class GrantWriter {
  constructor(
    private readonly repository: ecr.IRepository,
    private readonly isPolicyExternal: boolean,
  ) {}

  /**
   * Allows actions on the repository.
   * @param login whether to allow the login as well, for principals with an identity policy
   */
  public allow(grantee: iam.IGrantable, requested: readonly string[], login = false): iam.Grant {
    return this.plan(grantee, requested, login)();
  }

  /** Plans a grant, and returns the function that writes it, so that several grants are all planned before the first is written. */
  public plan(grantee: iam.IGrantable, requested: readonly string[], login = false): () => iam.Grant {
    const actions = [...new Set(requested)].sort();
    const planner = new GrantPlanner({ grantee, actions, login, isPolicyExternal: this.isPolicyExternal }, this.repository);
    const plan = planner.plan();
    return () => {
      if (actions.includes('ecr:GetDownloadUrlForLayer')) warnOfCache(this.repository);
      // a repository of another class can still refuse a statement, so the policy is written before the identity policies
      const inRepository = plan.map((planned) => this.writeRepository(planned));
      return plan.map((planned, index) => this.write(planned, inRepository[index], planner)).reduce((all, grant) => all.combine(grant));
    };
  }

  private write(planned: PlannedPermission, inRepository: iam.Grant | undefined, planner: GrantPlanner): iam.Grant {
    const { grantee, principal, actions, conditions, identity } = planned;
    const policyTypes: (() => PolicyType)[] = [];
    const inIdentity = this.writeIdentity(planned, policyTypes);
    if (identity && !inIdentity && !inRepository) {
      // only a class of principals outside aws-cdk-lib refuses a statement without being recognized in the plan
      const instead = planner.planWithoutIdentity(planned);
      return this.write(instead, this.writeRepository(instead), planner);
    }
    if (planned.repository) {
      policyTypes.push(() => (this.repository instanceof RepositoriesBelow ? this.repository.policyType : 'repository policy'));
    }
    if (planned.isPolicyExternal) policyTypes.push(() => 'managed externally');
    AccessReport.of(this.repository).add({ grantee, actions, conditions, policyTypes: () => policyTypes.map((type) => type()) });
    this.requireOfPermissionSet(planned);
    report(this.repository, planned.warnings);
    this.acknowledge(planned);
    const signing = this.writeSigning(planned, inIdentity !== undefined);
    if (inIdentity) return [inRepository, ...signing].reduce<iam.Grant>((all, grant) => (grant ? all.combine(grant) : all), inIdentity);
    // nothing is written for a repository that has not been looked up yet
    return inRepository ?? repositoryGrant(grantee, this.repository, new iam.PolicyStatement({ actions: [...actions] }), principal);
  }

  /** Writes the identity policy and the login. Returns undefined if the principal does not accept statements. */
  private writeIdentity(planned: PlannedPermission, policyTypes: (() => PolicyType)[]): iam.Grant | undefined {
    const { grantee, principal, actions, conditions, login, identity } = planned;
    if (!identity) return undefined;
    const { arn, deployedArnLength } = identity;
    const added = SharedStatements.of(principal).allow(actions, arn, deployedArnLength, conditions);
    if (!added.statementAdded) return undefined;
    policyTypes.push(() => policyTypeOfIdentity(principal, added));
    if (this.repository instanceof RepositoriesBelow) {
      this.repository.acknowledgeWildcard(Construct.isConstruct(principal) ? principal : added.policyDependable);
    }
    const grant = identityGrant(grantee, added, { actions, arn, conditions });
    if (!login) return grant;
    const loggedIn = allowLogin(principal, conditions);
    return grant.combine(identityGrant(grantee, loggedIn, { actions: [LOGIN_ACTION], arn: '*', conditions }));
  }

  /** Allows a grantee that pushes, and so logs in, to sign. Returns the grants for the registries so far. */
  private writeSigning(planned: PlannedPermission, writesIdentity: boolean): iam.Grant[] {
    const { grantee, principal, actions, login } = planned;
    const grants: iam.Grant[] = [];
    if (!login || !actions.includes('ecr:PutImage')) return grants;
    const conditions = withoutResourceTags(planned.conditions);
    const allow = (arn: string) => {
      const added = SharedStatements.of(principal).allow([SIGN_ACTION], arn, deployedProfileArnLength(arn), conditions);
      grants.push(identityGrant(grantee, added, { actions: [SIGN_ACTION], arn, conditions }));
    };
    allowSigning(this.repository, planned, writesIdentity ? allow : undefined);
    return grants;
  }

  private writeRepository(planned: PlannedPermission): iam.Grant | undefined {
    const { grantee, principal, actions, identity, permissionSet, repository } = planned;
    if (!repository) return undefined;
    const { statement } = repository;
    if (!RepositoryPolicy.of(this.repository).allow(actions, repository.principal)) {
      throw importedPolicyError(grantee, statement, identity !== undefined || permissionSet !== undefined, this.repository);
    }
    for (const arn of permissionSet ? [] : (repository.principal.principalArns ?? [])) checkDeployedArn(principal, arn, this.repository);
    return repositoryGrant(grantee, this.repository, statement, principal);
  }

  private requireOfPermissionSet({ actions, login, permissionSet }: PlannedPermission): void {
    if (!permissionSet) return;
    const { grantee, needsActions } = permissionSet;
    if (login) grantee.principal._require(this.repository, [LOGIN_ACTION], '*');
    if (needsActions) {
      grantee.principal._require(this.repository, actions, RepositoryIdentity.of(this.repository).arnFor(grantee.principal));
    }
  }

  /** Acknowledges a rule of the AwsSolutions pack of cdk-nag, which reports every Allow to `*` as public and ignores conditions. */
  private acknowledge({ repository }: PlannedPermission): void {
    const restriction = repository && restrictionOfEveryone(repository.principal, this.repository);
    if (restriction === undefined) return;
    const reason = `the conditions of the repository policy allow only principals ${restriction}`;
    Validations.of(this.repository).acknowledge({ id: 'AwsSolutions-ECR1', reason });
  }
}

/** Describes the conditions that keep an Allow to everyone from making the repository public. */
function restrictionOfEveryone(principal: PolicyPrincipal, repository: ecr.IRepository): string | undefined {
  if (principal.value !== '*') return undefined;
  const conditions = resolvedToRead(principal.conditions, repository) as Conditions;
  if (restrictsToOrganization(conditions)) return 'in one organization';
  if (principal.principalAccount !== undefined || restrictsToPrincipals(conditions)) return 'with certain ARNs in one account';
  return undefined;
}

/**
 * The principal of the grants that users receive. Its statement is that of one grant and is frozen: the statement in the policy is shared
 * with other repositories, so editing it through one grant would change the permissions of the others.
 */
class GrantResultPrincipal extends iam.PrincipalBase {
  public readonly policyFragment = new iam.PrincipalPolicyFragment({});

  constructor(
    private readonly name: string,
    private readonly added: iam.AddToPrincipalPolicyResult,
  ) {
    super();
  }

  public addToPrincipalPolicy(_statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    return this.added;
  }

  public dedupeString(): undefined {
    return undefined;
  }

  public toString(): string {
    return this.name;
  }
}

/** Returns the grant for a statement in the identity policy of a principal. */
function identityGrant(
  name: string,
  added: iam.AddToPrincipalPolicyResult,
  permission: { readonly actions: readonly string[]; readonly arn: string; readonly conditions: Conditions },
): iam.Grant {
  const { actions, arn, conditions } = permission;
  const grantee = new GrantResultPrincipal(name, added);
  const grant = iam.Grant.addToPrincipal({ grantee, actions: [...actions], resourceArns: [arn], conditions });
  grant.principalStatement?.freeze();
  return grant;
}

/**
 * Returns the grant for a statement in the repository policy, which exists when the repository exists. A principal in another Stage cannot
 * depend on the repository, because Stages are deployed independently.
 */
function repositoryGrant(name: string, repository: ecr.IRepository, statement: iam.PolicyStatement, principal: iam.IPrincipal): iam.Grant {
  const isInAnotherStage = Construct.isConstruct(principal) && Stage.of(principal) !== Stage.of(repository);
  const policyDependable = isInAnotherStage ? new DependencyGroup() : repository;
  return iam.Grant.addStatementToResourcePolicy({
    grantee: new GrantResultPrincipal(name, { statementAdded: false }),
    actions: statement.actions,
    resourceArns: [],
    statement: statement.freeze(),
    resource: { env: repository.env, addToResourcePolicy: () => ({ statementAdded: true, policyDependable }) },
  });
}
