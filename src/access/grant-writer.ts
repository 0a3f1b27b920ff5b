import { Validations } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AccessRecord, Place } from './access-record';
import { LOGIN_ACTION } from './ecr-actions';
import { everyoneBecause, GrantPlanner, PlannedPermission } from './grant-plan';
import { allowLogin } from './login-policy';
import { identityGrant, repositoryGrant } from './own-grant';
import { placeOfIdentity } from './policy-holder';
import { RepositoryPolicy } from './repository-policy';
import { checkDeployedArn } from './resource-policy-grantee';
import { SharedStatements } from './shared-statements';
import { importedPolicyError } from './statement-by-hand';
import { report } from './statement-check';
import { RepositoryIdentity } from '../repository/repository-identity';

/** Writes planned grants to the policies that AWS evaluates, and on record. */
export class GrantWriter {
  constructor(
    private readonly repository: ecr.IRepository,
    private readonly isPolicyElsewhere: boolean,
  ) {}

  /**
   * Allows actions on the repository.
   * @param login whether to allow logging in as well, to principals that have an identity policy
   */
  public allow(grantee: iam.IGrantable, given: readonly string[], login = false): iam.Grant {
    const actions = [...new Set(given)].sort();
    const planner = new GrantPlanner({ grantee, actions, login, isPolicyElsewhere: this.isPolicyElsewhere }, this.repository);
    const plan = planner.plan();
    // a repository of another class may still refuse statements: that is noticed before anything else is written
    const inRepository = plan.map((planned) => this.writeRepository(planned));
    return plan.map((planned, index) => this.write(planned, inRepository[index], planner)).reduce((all, grant) => all.combine(grant));
  }

  private write(planned: PlannedPermission, inRepository: iam.Grant | undefined, planner: GrantPlanner): iam.Grant {
    const { grantee, principal, actions, conditions, identity } = planned;
    const places: (() => Place)[] = [];
    const inIdentity = this.writeIdentity(planned, places);
    if (identity && !inIdentity && !inRepository) {
      // only a principal of another class than those of aws-cdk-lib refuses without having said so
      const instead = planner.planWithoutIdentity(planned);
      return this.write(instead, this.writeRepository(instead), planner);
    }
    if (planned.repository) places.push(() => 'repository policy');
    if (planned.isPolicyElsewhere) places.push(() => 'managed externally');
    AccessRecord.of(this.repository).add({ grantee, actions, conditions, places: () => places.map((place) => place()) });
    this.requireOfPermissionSet(planned);
    report(planned.warnings, this.repository);
    this.acknowledge(planned);
    if (inIdentity) return inRepository ? inIdentity.combine(inRepository) : inIdentity;
    // nothing is written before the look-up
    return inRepository ?? repositoryGrant(grantee, this.repository, new iam.PolicyStatement({ actions: [...actions] }), principal);
  }

  /** The identity side, and logging in; undefined when the principal accepts no statements. */
  private writeIdentity(planned: PlannedPermission, places: (() => Place)[]): iam.Grant | undefined {
    const { grantee, principal, actions, conditions, login, identity } = planned;
    if (!identity) return undefined;
    const { arn, deployedArnLength } = identity;
    const added = SharedStatements.of(principal).allow(actions, arn, deployedArnLength, conditions);
    if (!added.statementAdded) return undefined;
    places.push(() => placeOfIdentity(principal, added));
    const grant = identityGrant(grantee, added, { actions, arn, conditions });
    if (!login) return grant;
    const loggedIn = allowLogin(principal, conditions);
    return grant.combine(identityGrant(grantee, loggedIn, { actions: [LOGIN_ACTION], arn: '*', conditions }));
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

  /** The AwsSolutions pack of cdk-nag reports an Allow to `*` as public, whatever its conditions are. */
  private acknowledge({ repository }: PlannedPermission): void {
    const because = repository && everyoneBecause(repository.principal, this.repository);
    if (because === undefined) return;
    const reason = `the repository policy names everyone under ${because}`;
    Validations.of(this.repository).acknowledge({ id: 'AwsSolutions-ECR1', reason });
  }
}
