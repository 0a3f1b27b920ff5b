import { Lazy, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { replicaPolicyError } from '../access/replica-policy';
import { RepositoryAccess } from '../access/repository-access';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { requireAvailableName } from '../repository/cross-stack-reference';
import { notedTag } from '../repository/latest-tag';
import { partitionOfRegion } from '../repository/partition';
import { recordReplica, ReplicaFacts } from '../repository/replica-facts';
import { RepositoryIdentity, requireThisName } from '../repository/repository-identity';

/**
 * The replica of a repository in another Region of its account. Its name, ARN and URI are those of the replica. The grants write identity policies
 * only, because the repository policy belongs to the other Region.
 */
export class ReplicaRepository extends ecr.RepositoryBase {
  /** Returns the replica of a repository, always the same object for the same arguments. */
  public static of(source: ecr.IRepository, account: string, region: string, isPolicyExternal: boolean): ReplicaRepository {
    const id = `Replica-${region}${isPolicyExternal ? '-ExternalPolicy' : ''}`;
    const earlier = source.node.tryFindChild(id);
    return earlier instanceof ReplicaRepository ? earlier : new ReplicaRepository(source, id, account, { region, isPolicyExternal });
  }

  public readonly repositoryName: string;
  public readonly repositoryArn: string;
  private readonly facts: ReplicaFacts;

  private constructor(
    private readonly source: ecr.IRepository,
    id: string,
    account: string,
    facts: Omit<ReplicaFacts, 'name'>,
  ) {
    const { region } = facts;
    super(source as unknown as Construct, id, { account, region });
    const identity = RepositoryIdentity.of(source);
    const { knownName: name, resource } = identity;
    this.facts = { ...facts, name };
    recordReplica(this, this.facts);
    // a literal name does not follow a later change
    if (resource) requireThisName(source, () => identity.name);
    this.repositoryName = name ?? nameInOtherStack(source);
    this.repositoryArn = `arn:${partitionOfRegion(region) ?? identity.partition}:ecr:${region}:${account}:repository/${this.repositoryName}`;
  }

  public repositoryUriForTag(tag?: string): string {
    return super.repositoryUriForTag(tag === undefined ? tag : notedTag(this.source, tag, 'name'));
  }

  public addToResourcePolicy(_statement: iam.PolicyStatement): iam.AddToResourcePolicyResult {
    if (!this.facts.isPolicyExternal) throw replicaPolicyError(this, this.facts, 'this statement', undefined);
    return { statementAdded: false };
  }

  public grantPull(grantee: iam.IGrantable): iam.Grant {
    return RepositoryAccess.of(this).grantPull(grantee);
  }

  public grantPush(grantee: iam.IGrantable): iam.Grant {
    return RepositoryAccess.of(this).grantPush(grantee);
  }

  public grantPullPush(grantee: iam.IGrantable): iam.Grant {
    return RepositoryAccess.of(this).grantPullPush(grantee);
  }

  public grantRead(grantee: iam.IGrantable): iam.Grant {
    return RepositoryAccess.of(this).grantRead(grantee);
  }

  public grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    return RepositoryAccess.of(this).grant(grantee, ...actions);
  }

  public onEvent(id: string, _options?: events.OnEventOptions): events.Rule {
    throw this.ruleElsewhere(id);
  }

  public onCloudTrailEvent(id: string, _options?: events.OnEventOptions): events.Rule {
    throw this.ruleElsewhere(id);
  }

  public onImageScanCompleted(id: string, _options?: ecr.OnImageScanCompletedOptions): events.Rule {
    throw this.ruleElsewhere(id);
  }

  private ruleElsewhere(id: string): SecureRepositoryError {
    return new SecureRepositoryError(
      'event-rule-environment',
      `${this.node.path}/${id}`,
      `the rule is in the stack of the repository that is replicated, but the events of the replica arrive only in Region ${this.facts.region}. Import the replica ` +
        'into a stack with that env.',
    );
  }
}

/** The name that another stack uses; an error where it requires a name that is known at synthesis. */
function nameInOtherStack(source: ecr.IRepository): string {
  const { resource } = RepositoryIdentity.of(source);
  const { repositoryName: reference } = source;
  if (!resource) return reference;
  return Lazy.uncachedString({
    produce: ({ scope: user, resolve }) => {
      if (Stack.of(user).environment !== Stack.of(source).environment) {
        requireAvailableName({ resource, name: resource.repositoryName, reference, user, resolve });
      }
      return reference;
    },
  });
}
