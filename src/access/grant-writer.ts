import { Validations } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AccessRecord, Place } from './access-record';
import { LOGIN_ACTION } from './ecr-actions';
import { GrantRequest, importedPolicyError, planGrant, planInRepositoryPolicy, PlannedPermission } from './grant-plan';
import { KnownRepository } from './known-repository';
import { allowLogin } from './login-policy';
import { identityGrant, repositoryGrant } from './own-grant';
import { RepositoryPolicy } from './repository-policy';
import { placeOfIdentity } from './stands-in-policy';
import { report } from './statement-check';
import { StatementLedger } from './statement-ledger';

/** Writes planned grants to the policies that AWS evaluates, and on record. */
export class GrantWriter {
  constructor(
    private readonly repository: ecr.IRepository,
    private readonly externalRepositoryPolicy: boolean,
  ) {}

  /**
   * Allows actions on the repository.
   * @param login whether to allow logging in as well, to principals that have an identity policy
   */
  public allow(grantee: iam.IGrantable, given: readonly string[], login = false): iam.Grant {
    const actions = [...new Set(given)].sort();
    const request = { grantee, actions, login, externalRepositoryPolicy: this.externalRepositoryPolicy };
    const plan = planGrant(request, this.repository);
    // a repository of another class may still refuse statements: that is noticed before anything else is written
    const inRepository = plan.map((planned) => this.writeRepository(planned, request));
    return plan.map((planned, index) => this.write(planned, inRepository[index], request)).reduce((all, grant) => all.combine(grant));
  }

  private write(planned: PlannedPermission, inRepository: iam.Grant | undefined, request: GrantRequest): iam.Grant {
    const { grantee, actions, conditions, identity } = planned;
    const places: (() => Place)[] = [];
    const inIdentity = this.writeIdentity(planned, places);
    if (identity && !inIdentity && !inRepository) {
      // only a principal of another class than those of aws-cdk-lib refuses without having said so
      const instead = planInRepositoryPolicy(planned, identity.principal, request, this.repository);
      return this.write(instead, this.writeRepository(instead, request), request);
    }
    if (planned.repository) places.push(() => 'repository policy');
    if (planned.elsewhere === 'outside of this app') places.push(() => 'outside of this app');
    AccessRecord.of(this.repository).add({ grantee, actions, conditions, places: () => places.map((place) => place()) });
    this.requireOfPermissionSet(planned);
    report(planned.warnings, this.repository);
    this.acknowledge(planned);
    if (inIdentity) return inRepository ? inIdentity.combine(inRepository) : inIdentity;
    // nothing is written before the look-up
    return inRepository ?? repositoryGrant(grantee, this.repository, new iam.PolicyStatement({ actions: [...actions] }));
  }

  /** The identity side, and logging in; undefined when the principal accepts no statements. */
  private writeIdentity({ grantee, actions, conditions, identity }: PlannedPermission, places: (() => Place)[]): iam.Grant | undefined {
    if (!identity) return undefined;
    const { principal, arn, deployedArnLength, login } = identity;
    const added = StatementLedger.of(principal).allow(actions, arn, deployedArnLength, conditions);
    if (!added.statementAdded) return undefined;
    places.push(() => placeOfIdentity(principal, added));
    const grant = identityGrant(grantee, added, { actions, arn, conditions });
    if (!login) return grant;
    const loggedIn = allowLogin(principal, conditions);
    return grant.combine(identityGrant(grantee, loggedIn, { actions: [LOGIN_ACTION], arn: '*', conditions }));
  }

  private writeRepository(planned: PlannedPermission, request: GrantRequest): iam.Grant | undefined {
    const { grantee, actions, identity, repository } = planned;
    if (!repository) return undefined;
    const policy = RepositoryPolicy.of(this.repository);
    if (!policy.allow(actions, repository)) throw importedPolicyError(planned, this.repository);
    const principal = identity?.principal ?? request.grantee.grantPrincipal;
    return repositoryGrant(grantee, this.repository, policy.statementFor(actions, repository), principal);
  }

  private requireOfPermissionSet({ actions, permissionSet }: PlannedPermission): void {
    if (!permissionSet) return;
    const { grantee, foreign, login } = permissionSet;
    if (login) grantee.principal._require(this.repository, [LOGIN_ACTION], '*');
    if (foreign) grantee.principal._require(this.repository, actions, KnownRepository.of(this.repository).arnFor(grantee.principal));
  }

  /** The AwsSolutions pack of cdk-nag reports an Allow to `*` as public, whatever its conditions are. */
  private acknowledge({ everyoneBecause }: PlannedPermission): void {
    if (everyoneBecause === undefined) return;
    const reason = `the repository policy names everyone under ${everyoneBecause}`;
    Validations.of(this.repository).acknowledge({ id: 'AwsSolutions-ECR1', reason });
  }
}
