import { Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { CachedRepository, imageUri } from './cached-repository';
import { changedPrefix } from './changed-prefix';
import { CreationTemplate } from './creation-template';
import { CacheOfImage, checkTagOrDigest, checkUpstreamName } from './image-name';
import { PullThroughCacheProps } from './pull-through-cache-props';
import { RegistryPolicy } from './registry-policy';
import { RepositoryCreation } from './repository-creation';
import { checkPrefix } from './repository-prefix';
import { Upstream } from './upstream';
import { CachedRegistry, upstreamRole, upstreamStatement } from './upstream-role';
import { secretFindings } from './upstream-secret';
import type { AccessEntry } from '../access/access-report';
import { LEVELS } from '../access/actions';
import { GrantWriter } from '../access/grant-writer';
import { checkOrganization, granteesOf, organizationPath } from '../access/grantee';
import { RepositoryAccess } from '../access/repository-access';
import { LAMBDA } from '../access/service-principals';
import { Finding, warningFinding } from '../private/finding';
import { describeValue } from '../private/format-value';
import { checkOptions, checkType } from '../private/input-type';
import { annotate, checkAtSynthesis, throwErrors } from '../private/report-findings';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { partitionOfRegion } from '../repository/partition';
import { RepositoriesBelow } from '../repository/repositories-below';
import { tagMutability } from '../repository/settings';

/** The actions that import an image: a new image requires both, and a new tag of a cached image the first. */
const IMPORT = ['ecr:BatchImportUpstreamImage', 'ecr:CreateRepository'];

/**
 * A pull-through cache rule with the template of its repositories. `SecureRegistry.addPullThroughCache` creates it. The cached repositories
 * remain when the rule is deleted.
 *
 * Lambda cannot pull through a cache, so a grant to it causes a warning. The first pull of an image may require a route to the internet.
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
  private readonly ofImages: CacheOfImage;
  private readonly source?: CachedRegistry;
  private readonly imported: () => RepositoriesBelow;
  private readonly repositories = new Map<string, CachedRepository>();

  private constructor(scope: Construct, id: string, props: PullThroughCacheProps, policy: RegistryPolicy) {
    super(scope, id);
    checkOptions(this, 'props', props);
    const { upstream, prefix, upstreamPrefix, mutableTags } = props;
    if (!(upstream instanceof Upstream)) {
      const problem = `upstream is ${describeValue(upstream)}, but must be an Upstream. Use Upstream.ecrPublic(), for example.`;
      throw new SecureRepositoryError('upstream', this, problem);
    }
    checkPrefix(this, prefix, { shortest: 2, longest: 30 });
    if (upstreamPrefix !== undefined) checkPrefix(this, upstreamPrefix, { shortest: 2, longest: 30 }, 'upstreamPrefix');
    this.prefix = prefix;
    const { registry, url, secret, source } = upstream._settings;
    this.ofImages = { prefix, upstreamPrefix, registry, url };
    if (source) this.source = { ...source, prefix, upstreamPrefix };
    this._template = new CreationTemplate(this, 'Template', {
      ...props,
      namespace: prefix,
      appliedFor: [RepositoryCreation.PULL_THROUGH_CACHE],
      tagMutability: mutableTags === undefined ? { imageTagMutability: 'MUTABLE' } : tagMutability(this, mutableTags),
    });
    const upstreamAccess = this.source && upstreamRole(this, this.source);
    this._rule = new ecr.CfnPullThroughCacheRule(this, 'Resource', {
      ecrRepositoryPrefix: prefix,
      upstreamRegistry: registry,
      upstreamRegistryUrl: url,
      upstreamRepositoryPrefix: upstreamPrefix,
      credentialArn: secret?.secretArn,
      customRoleArn: upstreamAccess?.role.roleArn,
    });
    // the first pull must find the template
    this._rule.node.addDependency(this._template, ...(upstreamAccess?.policies ?? []));
    if (secret) {
      throwErrors(this, secretFindings(this, secret));
      checkAtSynthesis(this, () => secretFindings(this, secret));
    }
    checkAtSynthesis(this, () => changedPrefix(this._rule, 'EcrRepositoryPrefix', prefix));
    this.regionFindings().forEach((finding) => annotate(this, finding));
    let imported: RepositoriesBelow | undefined;
    this.imported = () => (imported ??= policy.repositoriesBelow(this, 'Imported', prefix));
  }

  /**
   * The statement that the registry policy or the policies of the repositories of the upstream must contain, if the upstream is a registry of Amazon ECR.
   * Undefined for another upstream.
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private.html
   */
  public get upstreamStatement(): iam.PolicyStatement | undefined {
    return this.source && upstreamStatement(this, this.source);
  }

  /**
   * Allows pulling through the cache, importing images, creating the repository with the first pull, and the login, below the prefix only. The registry
   * policy and the policies of the cached repositories allow a principal of another account.
   */
  public grantPull(grantee: iam.IGrantable): iam.Grant {
    return this.grant(grantee, true);
  }

  /** Allows all principals in an organization to pull through the cache, in the registry policy and in the policy of each cached repository. */
  public grantPullToOrganization(organizationId: string): iam.Grant {
    checkType(this, 'organizationId', organizationId, 'text');
    checkOrganization(this, organizationId);
    return this.grant(new iam.AnyPrincipal().withConditions({ StringEquals: { 'aws:PrincipalOrgID': organizationId } }));
  }

  /**
   * Allows all principals in an organizational unit, and in the units below it, to pull through the cache. See `grantPullToOrganization`.
   * @param path the path of the unit from the organization, such as `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111`
   */
  public grantPullToOrganizationalUnit(path: string): iam.Grant {
    checkType(this, 'path', path, 'text');
    const paths = organizationPath(this, path);
    return this.grant(new iam.AnyPrincipal().withConditions({ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': paths } }));
  }

  /**
   * Returns the URI of an image in the cache.
   * @param name the name of the repository in the upstream without `upstreamPrefix`, such as `library/nginx`. Official images of Docker Hub are in `library`
   * @param tagOrDigest a tag such as `1.29`, or a digest that begins with `sha256:`
   */
  public imageUri(name: string, tagOrDigest: string): string {
    checkUpstreamName(this, name, this.ofImages);
    checkTagOrDigest(this, tagOrDigest);
    return imageUri(this, `${this.prefix}/${name}`, tagOrDigest);
  }

  /**
   * Returns a repository of the cache for constructs that accept an `ecr.IRepository`, such as `ecs.ContainerImage.fromEcrRepository`. Its `grantPull` is that of
   * the cache. The repository may not exist yet: Amazon ECR creates it with the first pull.
   * @param name the name of the repository in the upstream without `upstreamPrefix`, such as `library/nginx`
   */
  public repository(name: string): ecr.IRepository {
    checkUpstreamName(this, name, this.ofImages);
    const known = this.repositories.get(name);
    if (known) return known;
    const repository = new CachedRepository(this, `Repository${this.repositories.size}`, {
      repositoryName: `${this.prefix}/${name}`,
      grantPull: (grantee) => this.grantPull(grantee),
    });
    this.repositories.set(name, repository);
    return repository;
  }

  /** Describes the permissions on the cache that this app grants: to pull, and to import images, in alphabetical order of the principals. */
  public describeAccess(): AccessEntry[] {
    const entries = [this._template.repositories, this.imported()].flatMap((repositories) => RepositoryAccess.of(repositories).describe());
    return entries.sort((a, b) => (a.grantee < b.grantee ? -1 : 1));
  }

  /** Plans both permissions before the first is written, so that a grant that is refused writes nothing. */
  private grant(grantee: iam.IGrantable, login = false): iam.Grant {
    const importing = new GrantWriter(this.imported(), false).plan(grantee, IMPORT);
    const pulling = new GrantWriter(this._template.repositories, false).plan(grantee, LEVELS.pull.actions, login);
    this.warnOfLambda(grantee);
    return importing().combine(pulling());
  }

  private warnOfLambda(grantee: iam.IGrantable): void {
    const isLambda = granteesOf(grantee, this.imported()).some((one) => one.kind === 'resource policy' && one.resolved === LAMBDA);
    if (!isLambda) return;
    const problem =
      'AWS Lambda does not pull through a cache according to the documentation of Amazon ECR. Copy the image to a repository, or acknowledge this warning if each ' +
      'image is cached before the function is created.';
    annotate(this, warningFinding('pull-through-cache-lambda', problem));
  }

  private regionFindings(): Finding[] {
    const { region } = Stack.of(this);
    const partition = partitionOfRegion(region);
    if (partition !== 'aws-cn' && partition !== 'aws-us-gov') return [];
    return [
      warningFinding(
        'pull-through-cache-region',
        `Amazon ECR has no pull-through caches in ${region} according to its documentation. Copy the images to a repository, or acknowledge this warning if they ` +
          'are available there.',
      ),
    ];
  }
}
