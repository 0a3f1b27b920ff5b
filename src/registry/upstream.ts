import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';

/** @internal The parts of an upstream as a rule renders them. */
export interface UpstreamSettings {
  readonly registry: string;
  readonly url: string;
  readonly secret?: secretsmanager.ISecret;
  readonly role?: iam.IRole;
}

/**
 * The upstream registry of a pull-through cache.
 *
 * The secret of an upstream with a credential has a name that begins with `ecr-pullthroughcache/`, is in the account and Region of the registry, contains
 * JSON with the keys `username` and `accessToken`, and is encrypted with the key `aws/secretsmanager`. Every property of a cache is create-only, so
 * a changed ARN of the secret fails the deployment: to rotate the credential, change the value of the secret.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */
export class Upstream {
  /** Docker Hub. */
  public static dockerHub(secret: secretsmanager.ISecret): Upstream {
    return new Upstream({ registry: 'docker-hub', url: 'registry-1.docker.io', secret });
  }

  /** The GitHub container registry, ghcr.io. */
  public static github(secret: secretsmanager.ISecret): Upstream {
    return new Upstream({ registry: 'github-container-registry', url: 'ghcr.io', secret });
  }

  /** The GitLab container registry, for gitlab.com only. */
  public static gitlab(secret: secretsmanager.ISecret): Upstream {
    return new Upstream({ registry: 'gitlab-container-registry', url: 'registry.gitlab.com', secret });
  }

  /**
   * Azure Container Registry.
   * @param registryName the name before `.azurecr.io`
   */
  public static azure(registryName: string, secret: secretsmanager.ISecret): Upstream {
    return new Upstream({ registry: 'azure-container-registry', url: `${registryName}.azurecr.io`, secret });
  }

  /** Chainguard, cgr.dev. */
  public static chainguard(secret: secretsmanager.ISecret): Upstream {
    return new Upstream({ registry: 'chainguard', url: 'cgr.dev', secret });
  }

  /** Amazon ECR Public, without a credential. */
  public static ecrPublic(): Upstream {
    return new Upstream({ registry: 'ecr-public', url: 'public.ecr.aws' });
  }

  /** Quay, without a credential. */
  public static quay(): Upstream {
    return new Upstream({ registry: 'quay', url: 'quay.io' });
  }

  /** The Kubernetes registry, without a credential. */
  public static kubernetes(): Upstream {
    return new Upstream({ registry: 'k8s', url: 'registry.k8s.io' });
  }

  /**
   * The private registry of another account or Region.
   * @param account the 12-digit ID of the account
   * @param region the Region, such as `eu-west-1`
   * @param role the role that Amazon ECR assumes, required for another account
   */
  public static ecr(account: string, region: string, role?: iam.IRole): Upstream {
    return new Upstream({ registry: 'ecr', url: `${account}.dkr.ecr.${region}.amazonaws.com`, role });
  }

  private constructor(
    /** @internal */
    public readonly _settings: UpstreamSettings,
  ) {}
}
