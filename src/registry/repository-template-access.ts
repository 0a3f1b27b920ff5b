import * as iam from 'aws-cdk-lib/aws-iam';
import type { AccessEntry } from '../access/access-report';
import { PullByLambdaOptions, RepositoryAccess } from '../access/repository-access';
import { RepositoriesBelow } from '../repository/repositories-below';

/**
 * Permissions on the repositories that Amazon ECR creates from a template. They are in the repository policy of the template, which each new
 * repository receives, and in the identity policies of the grantees, where they name the repositories below the prefix. Repositories that
 * exist already keep their policies.
 *
 * A grant that requires an identity policy is an error for the root prefix, because it would be for every repository of the account.
 */
export class RepositoryTemplateAccess {
  /** @internal */
  public static _of(repositories: RepositoriesBelow): RepositoryTemplateAccess {
    return new RepositoryTemplateAccess(repositories);
  }

  private readonly access: RepositoryAccess;

  private constructor(repositories: RepositoriesBelow) {
    this.access = RepositoryAccess.of(repositories);
  }

  /** Allows pulling images, and the login. See `RepositoryAccess.grantPull`. */
  public grantPull(grantee: iam.IGrantable): iam.Grant {
    return this.access.grantPull(grantee);
  }

  /** Allows pushing images, and the login. See `RepositoryAccess.grantPush`. */
  public grantPush(grantee: iam.IGrantable): iam.Grant {
    return this.access.grantPush(grantee);
  }

  /** Allows pulling and pushing images, and the login. */
  public grantPullPush(grantee: iam.IGrantable): iam.Grant {
    return this.access.grantPullPush(grantee);
  }

  /** Allows describing the repositories and listing their images. See `RepositoryAccess.grantRead`. */
  public grantRead(grantee: iam.IGrantable): iam.Grant {
    return this.access.grantRead(grantee);
  }

  /** Allows the specified actions, without the login. See `RepositoryAccess.grant`. */
  public grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    return this.access.grant(grantee, ...actions);
  }

  /** Allows all principals in an organization to pull. See `RepositoryAccess.grantPullToOrganization`. */
  public grantPullToOrganization(organizationId: string): iam.Grant {
    return this.access.grantPullToOrganization(organizationId);
  }

  /** Allows all principals in an organizational unit to pull. See `RepositoryAccess.grantPullToOrganizationalUnit`. */
  public grantPullToOrganizationalUnit(path: string): iam.Grant {
    return this.access.grantPullToOrganizationalUnit(path);
  }

  /** Allows Lambda to pull for functions. See `RepositoryAccess.grantPullToLambda`. */
  public grantPullToLambda(options: PullByLambdaOptions = {}): iam.Grant {
    return this.access.grantPullToLambda(options);
  }

  /** Describes the permissions that this app grants, in alphabetical order. */
  public describe(): AccessEntry[] {
    return this.access.describe();
  }
}
