import { Aws } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct } from 'constructs';
import { describeValue, quoted } from '../private/format-value';
import { checkType } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';

/** @internal A private registry of Amazon ECR as an upstream. */
export interface UpstreamRegistry {
  readonly account: string;
  readonly region: string;
  readonly role?: iam.IRole;
}

/** @internal The parts of an upstream as a rule renders them. */
export interface UpstreamSettings {
  readonly registry: string;
  readonly url: string;
  readonly secret?: secretsmanager.ISecret;
  /** The registry, if the upstream is one of Amazon ECR. */
  readonly source?: UpstreamRegistry;
}

/**
 * The upstream registry of a pull-through cache.
 *
 * The [secret](https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html) of an upstream with a credential has a
 * name that begins with `ecr-pullthroughcache/`, is in the account and Region of the registry, contains JSON with the keys `username` and `accessToken`,
 * and is encrypted with the key `aws/secretsmanager`. What the app knows of it is checked. Every property of a cache is create-only, so a changed ARN of
 * the secret fails the deployment: to rotate the credential, change the value of the secret. `aws ecr validate-pull-through-cache-rule` tests the
 * credential after the deployment.
 *
 * The AwsSolutions pack of cdk-nag reports a secret without automatic rotation (`AwsSolutions-SMG4`). Secrets Manager cannot create a credential of another
 * registry, so acknowledge that rule on the secret, with the reason how the credential is rotated.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */
export class Upstream {
  /**
   * Docker Hub.
   * @param secret the user name and an access token of Docker Hub
   */
  public static dockerHub(secret: secretsmanager.ISecret): Upstream {
    return Upstream.withSecret('dockerHub', 'docker-hub', 'registry-1.docker.io', secret);
  }

  /**
   * The GitHub container registry, ghcr.io.
   * @param secret the user name and a personal access token of GitHub
   */
  public static github(secret: secretsmanager.ISecret): Upstream {
    return Upstream.withSecret('github', 'github-container-registry', 'ghcr.io', secret);
  }

  /**
   * The GitLab container registry, for gitlab.com only.
   * @param secret the user name and an access token of GitLab
   */
  public static gitlab(secret: secretsmanager.ISecret): Upstream {
    return Upstream.withSecret('gitlab', 'gitlab-container-registry', 'registry.gitlab.com', secret);
  }

  /**
   * Azure Container Registry.
   * @param registryName the name of the registry, which is the part before `.azurecr.io`, in lowercase
   * @param secret the name and a password of a token of the registry
   */
  public static azure(registryName: string, secret: secretsmanager.ISecret): Upstream {
    const place = 'Upstream.azure(registryName, secret)';
    checkType(place, 'registryName', registryName, 'text');
    if (!isUnknown(registryName) && !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(registryName)) {
      const meant = registryName
        .replace(/^https?:\/\//, '')
        .replace(/\.azurecr\.io.*$/, '')
        .toLowerCase();
      const action = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(meant) ? `Pass ${quoted(meant)}.` : 'Pass the name before ".azurecr.io".';
      throw new SecureRepositoryError(
        'upstream',
        place,
        `registryName is ${quoted(registryName)}, but must be the name of a registry: lowercase letters and digits, with single hyphens between them. ${action}`,
      );
    }
    return Upstream.withSecret('azure', 'azure-container-registry', `${registryName}.azurecr.io`, secret, place);
  }

  /**
   * Chainguard, cgr.dev. Set `upstreamPrefix` of the cache to the organization.
   * @param secret the user name and the password of a pull token of Chainguard
   */
  public static chainguard(secret: secretsmanager.ISecret): Upstream {
    return Upstream.withSecret('chainguard', 'chainguard', 'cgr.dev', secret);
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
   * The private registry of another account or Region. The upstream must allow it in the registry policy or in the policies of its repositories:
   * `PullThroughCache.upstreamStatement` returns the statement.
   * @param account the 12-digit ID of the account
   * @param region the Region, such as `eu-west-1`
   * @param role the role that Amazon ECR assumes, which `pullthroughcache.ecr.amazonaws.com` must be able to assume. The cache adds the permissions to it.
   *   By default, the cache creates a role if the account is known to be another one. If that is known only at deployment, the cache
   *   has no role and a warning
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private.html
   */
  public static ecr(account: string, region: string, role?: iam.IRole): Upstream {
    const place = 'Upstream.ecr(account, region, role)';
    checkType(place, 'account', account, 'text');
    checkType(place, 'region', region, 'text');
    const refuse = (problem: string) => new SecureRepositoryError('upstream', place, problem);
    if (!isUnknown(account) && !/^\d{12}$/.test(account)) {
      throw refuse(`account is ${quoted(account)}, but must be a 12-digit account ID. Pass all 12 digits as text.`);
    }
    if (!isUnknown(region) && !/^[a-z]+(-[a-z]+)+-\d+$/.test(region)) {
      throw refuse(`region is ${quoted(region)}, but must be the code of a Region. Pass a code such as "eu-central-1".`);
    }
    if (role !== undefined && !(Construct.isConstruct(role) && typeof role.roleArn === 'string')) {
      throw refuse(
        `role is ${describeValue(role)}, but must be a role. Use iam.Role.fromRoleArn(this, "Role", arn) for a role that is not in the app.`,
      );
    }
    const suffix = isUnknown(region) ? Aws.URL_SUFFIX : (RegionInfo.get(region).domainSuffix ?? 'amazonaws.com');
    return new Upstream({ registry: 'ecr', url: `${account}.dkr.ecr.${region}.${suffix}`, source: { account, region, role } });
  }

  private static withSecret(
    factory: string,
    registry: string,
    url: string,
    secret: unknown,
    place = `Upstream.${factory}(secret)`,
  ): Upstream {
    if (!Construct.isConstruct(secret) || typeof (secret as Partial<secretsmanager.ISecret>).secretArn !== 'string') {
      throw new SecureRepositoryError(
        'upstream',
        place,
        `secret is ${describeValue(secret)}, but must be a secret with the credential. Use ` +
          'secretsmanager.Secret.fromSecretCompleteArn(this, "Secret", arn) for a secret that is not in the app.',
      );
    }
    return new Upstream({ registry, url, secret: secret as unknown as secretsmanager.ISecret });
  }

  private constructor(
    /** @internal */
    public readonly _settings: UpstreamSettings,
  ) {}
}
