import { Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { RepositoryAccess } from '../access/repository-access';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { repositoryArns } from '../repository/repositories-below';

/** What a cached repository requires of its cache. */
export interface CachedRepositoryProps {
  readonly repositoryName: string;
  readonly grantPull: (grantee: iam.IGrantable) => iam.Grant;
}

/**
 * A repository of a cache, which Amazon ECR creates with the first pull, for constructs that accept an `ecr.IRepository`. Its `grantPull` is that of the
 * cache, because the first pull requires more than the permission to pull.
 */
export class CachedRepository extends ecr.RepositoryBase {
  public readonly repositoryName: string;
  public readonly repositoryArn: string;
  private readonly props: CachedRepositoryProps;

  constructor(scope: Construct, id: string, props: CachedRepositoryProps) {
    super(scope, id);
    this.props = props;
    this.repositoryName = props.repositoryName;
    this.repositoryArn = repositoryArns(this, props.repositoryName);
  }

  public get registryUri(): string {
    return registryUri(this);
  }

  public repositoryUriForTag(tag?: string): string {
    return imageUri(this, this.repositoryName, tag);
  }

  public repositoryUriForDigest(digest?: string): string {
    return imageUri(this, this.repositoryName, digest);
  }

  public addToResourcePolicy(_statement: iam.PolicyStatement): iam.AddToResourcePolicyResult {
    throw new SecureRepositoryError(
      'pull-through-cache',
      this,
      'a cached repository has the repository policy of the template of its cache. Use the grants of the cache, such as cache.grantPullToOrganization(id).',
    );
  }

  public grantPull(grantee: iam.IGrantable): iam.Grant {
    return this.props.grantPull(grantee);
  }

  public grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    return RepositoryAccess.of(this).grant(grantee, ...actions);
  }

  public grantRead(grantee: iam.IGrantable): iam.Grant {
    return RepositoryAccess.of(this).grantRead(grantee);
  }

  public grantPush(grantee: iam.IGrantable): iam.Grant {
    return RepositoryAccess.of(this).grantPush(grantee);
  }

  public grantPullPush(grantee: iam.IGrantable): iam.Grant {
    return this.grantPull(grantee).combine(this.grantPush(grantee));
  }
}

/** Returns the URI of a repository in the registry of a construct, with a tag or a digest if there is one. */
export function imageUri(scope: Construct, repositoryName: string, tagOrDigest = ''): string {
  const separator = tagOrDigest.startsWith('sha256:') ? '@' : ':';
  return `${registryUri(scope)}/${repositoryName}${tagOrDigest && `${separator}${tagOrDigest}`}`;
}

function registryUri(scope: Construct): string {
  const { account, region, urlSuffix } = Stack.of(scope);
  return `${account}.dkr.ecr.${region}.${urlSuffix}`;
}
