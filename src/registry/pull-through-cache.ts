import { Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { CreationTemplate } from './creation-template';
import { PullThroughCacheProps } from './pull-through-cache-props';
import { RegistryPolicy } from './registry-policy';
import { RepositoryCreation } from './repository-creation';
import { checkPrefix } from './repository-prefix';
import { RepositoryAccess } from '../access/repository-access';
import { checkType } from '../private/input-type';
import { tagMutability } from '../repository/settings';

/** The actions that import an image: a new image requires both, and a new tag of a cached image the second. */
const IMPORT = ['ecr:BatchImportUpstreamImage', 'ecr:CreateRepository'];

/**
 * A pull-through cache rule with the template of its repositories. `SecureRegistry.addPullThroughCache` creates it. The cached repositories
 * remain when the rule is deleted.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */
export class PullThroughCache extends Construct {
  /** @internal */
  public static _of(scope: Construct, id: string, props: PullThroughCacheProps, policy: RegistryPolicy): PullThroughCache {
    return new PullThroughCache(scope, id, props, policy);
  }

  /** The namespace of the cached repositories. */
  public readonly prefix: string;

  /** @internal */
  public readonly _template: CreationTemplate;
  /** @internal */
  public readonly _rule: ecr.CfnPullThroughCacheRule;
  private readonly cached: RepositoryAccess;
  private readonly imported: () => RepositoryAccess;

  private constructor(scope: Construct, id: string, props: PullThroughCacheProps, policy: RegistryPolicy) {
    super(scope, id);
    checkPrefix(this, props.prefix, { shortest: 2, longest: 30 });
    this.prefix = props.prefix;
    const { registry, url, secret, role } = props.upstream._settings;
    this._template = new CreationTemplate(this, 'Template', {
      ...props,
      namespace: props.prefix,
      appliedFor: [RepositoryCreation.PULL_THROUGH_CACHE],
      tagMutability: props.mutableTags === undefined ? { imageTagMutability: 'MUTABLE' } : tagMutability(this, props.mutableTags),
    });
    this._rule = new ecr.CfnPullThroughCacheRule(this, 'Resource', {
      ecrRepositoryPrefix: props.prefix,
      upstreamRegistry: registry,
      upstreamRegistryUrl: url,
      upstreamRepositoryPrefix: props.upstreamPrefix,
      credentialArn: secret?.secretArn,
      customRoleArn: role?.roleArn,
    });
    // the first pull must find the template
    this._rule.node.addDependency(this._template);
    this.cached = RepositoryAccess.of(this._template.repositories);
    let imported: RepositoryAccess | undefined;
    this.imported = () => (imported ??= RepositoryAccess.of(policy.repositoriesBelow(this, 'Imported', props.prefix)));
  }

  /** Allows pulling through the cache, importing images, creating the repository with the first pull, and the login, below the prefix only. */
  public grantPull(grantee: iam.IGrantable): iam.Grant {
    return this.imported()
      .grant(grantee, ...IMPORT)
      .combine(this.cached.grantPull(grantee));
  }

  /** Allows all principals in an organization to pull through the cache, in the registry policy and in the policy of each cached repository. */
  public grantPullToOrganization(organizationId: string): iam.Grant {
    const everyone = this.cached.grantPullToOrganization(organizationId);
    const principal = new iam.AnyPrincipal().withConditions({ StringEquals: { 'aws:PrincipalOrgID': organizationId } });
    return everyone.combine(this.imported().grant(principal, ...IMPORT));
  }

  /**
   * Returns the URI of an image in the cache.
   * @param name the name of the repository in the upstream, such as `library/nginx`
   * @param tagOrDigest a tag such as `1.29`, or a digest that begins with `sha256:`
   */
  public imageUri(name: string, tagOrDigest: string): string {
    checkType(this, 'name', name, 'text');
    checkType(this, 'tagOrDigest', tagOrDigest, 'text');
    const { account, region, urlSuffix } = Stack.of(this);
    const separator = tagOrDigest.startsWith('sha256:') ? '@' : ':';
    return `${account}.dkr.ecr.${region}.${urlSuffix}/${this.prefix}/${name}${separator}${tagOrDigest}`;
  }
}
