import { Validations } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AccessRecord, Place } from './access-record';
import { Conditions, mergedConditions, narrowToOrganization } from './conditions';
import { LOGIN_ACTION } from './ecr-actions';
import { Grantee, granteesOf, IdentityGrantee, NamedGrantee } from './grantee';
import { KnownRepository } from './known-repository';
import { allowLogin } from './login-policy';
import { checkNamed } from './named-grantee-check';
import { identityGrant, repositoryGrant } from './own-grant';
import { PolicyPrincipal, RepositoryPolicyWriter } from './repository-policy-writer';
import { narrowedToOwnAccount } from './service-source';
import { asNamed, sideOfNamed, sidesOfIdentity } from './sides';
import { isKeptElsewhere } from './stands-in-policy';
import { StatementLedger } from './statement-ledger';
import { SecureRepositoryError } from '../private/secure-repository-error';

/** Writes a grant to where AWS looks for it, and on record. */
export class GrantWriter {
  private readonly known: KnownRepository;

  constructor(
    private readonly repository: ecr.IRepository,
    private readonly repositoryPolicyElsewhere: boolean,
  ) {
    this.known = KnownRepository.of(repository);
  }

  /**
   * Allows actions on the repository.
   * @param login whether to allow logging in as well, to principals that have an identity policy
   */
  public allow(grantee: iam.IGrantable, given: readonly string[], login = false): iam.Grant {
    const actions = [...new Set(given)].sort();
    const grants = granteesOf(grantee, this.repository).map((part) => this.allowPart(part, actions, login));
    return grants.reduce((all, grant) => all.combine(grant));
  }

  private allowPart(grantee: Grantee, actions: readonly string[], login: boolean): iam.Grant {
    return grantee.kind === 'identity' ? this.allowIdentity(grantee, actions, login) : this.allowNamed(grantee, actions);
  }

  private allowIdentity(grantee: IdentityGrantee, actions: readonly string[], login: boolean): iam.Grant {
    const { name, conditions } = grantee;
    const sides = sidesOfIdentity(grantee, this.repository);
    const places: Place[] = [];
    // the side that may be refused comes first, so that an error leaves nothing behind
    const repository = sides.repository && this.writeRepository(name, actions, sides.repository, places);
    const identity = sides.identity ? this.writeIdentity(grantee, actions, login, places) : undefined;
    if (!identity && !sides.repository) return this.allowNamed(asNamed(grantee, this.repository), actions);
    const grant = identity && repository ? identity.combine(repository) : (identity ?? repository);
    if (!grant) throw this.nothingToWrite(name);
    AccessRecord.of(this.repository).addGrant(name, actions, places, conditions);
    return grant;
  }

  /** The identity side, and logging in; undefined when the principal takes no statements. */
  private writeIdentity(grantee: IdentityGrantee, actions: readonly string[], login: boolean, places: Place[]): iam.Grant | undefined {
    const { name, principal, conditions } = grantee;
    const arn = this.known.arnFor(principal);
    const added = StatementLedger.of(principal).allow(actions, arn, this.known.deployedArnLength, conditions);
    if (!added.statementAdded) return undefined;
    places.push(isKeptElsewhere(principal, added) ? 'outside of this app' : 'identity policy');
    const grant = identityGrant(name, added, { actions, arn, conditions });
    if (!login) return grant;
    const loggedIn = allowLogin(principal, conditions);
    return grant.combine(identityGrant(name, loggedIn, { actions: [LOGIN_ACTION], arn: '*', conditions }));
  }

  private allowNamed(grantee: NamedGrantee, actions: readonly string[]): iam.Grant {
    const narrowed = narrowedService(grantee, this.repository);
    checkNamed(narrowed, this.repository);
    const places: Place[] = [];
    const grant = this.writeRepository(narrowed.name, actions, () => sideOfNamed(narrowed, this.repository), places);
    if (!grant) throw this.nothingToWrite(narrowed.name);
    AccessRecord.of(this.repository).addGrant(narrowed.name, actions, places, narrowed.conditions);
    if (namesEveryone(narrowed) && narrowToOrganization(narrowed.conditions)) this.acknowledgeOrganization();
    return grant;
  }

  private writeRepository(
    name: string,
    actions: readonly string[],
    principal: () => PolicyPrincipal,
    places: Place[],
  ): iam.Grant | undefined {
    if (this.known.isPlaceholder) {
      // nothing is known before the look-up, so nothing is refused; the next synthesis decides
      return repositoryGrant(name, this.repository, new iam.PolicyStatement({ actions: [...actions] }));
    }
    if (this.repositoryPolicyElsewhere) {
      places.push('outside of this app');
      return undefined;
    }
    places.push('repository policy');
    return repositoryGrant(name, this.repository, RepositoryPolicyWriter.of(this.repository).allow(name, actions, principal()));
  }

  /** The AwsSolutions pack of cdk-nag takes an Allow to `*` for public, whatever its conditions are. */
  private acknowledgeOrganization(): void {
    Validations.of(this.repository).acknowledge({
      id: 'AwsSolutions-ECR1',
      reason: 'the repository policy names everyone under a condition on the organization: nobody outside of it is allowed',
    });
  }

  private nothingToWrite(name: string): SecureRepositoryError {
    return new SecureRepositoryError(
      this.repository,
      `${name} is allowed by the repository policy alone, which you said is kept elsewhere (repositoryPolicyElsewhere): ` +
        'there is nothing to write here: leave this grant out',
    );
  }
}

function namesEveryone({ json }: NamedGrantee): boolean {
  return Object.values(json).flat().includes('*');
}

/** Lambda and CodeBuild without a source condition are narrowed, because `aws-cdk-lib` passes them so. */
function narrowedService(grantee: NamedGrantee, repository: ecr.IRepository): NamedGrantee {
  const [service] = grantee.json.Service ?? [];
  const narrowing = narrowedToOwnAccount(service, grantee.conditions, repository);
  const conditions: Conditions = narrowing ? mergedConditions(grantee.conditions, narrowing) : grantee.conditions;
  return { ...grantee, conditions };
}
