import { RemovalPolicy, Resource } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';
import { PullThroughCache } from './pull-through-cache';
import { PullThroughCacheProps } from './pull-through-cache-props';
import { RegistryPolicy } from './registry-policy';
import { guardRail, replicationStatement } from './registry-statements';
import { anyMatches } from './repository-filter';
import { RepositoryTemplate } from './repository-template';
import { RepositoryTemplateProps } from './repository-template-props';
import { SecureRegistryProps } from './secure-registry-props';
import { RegistryRecord } from '../repository/registry-record';

/**
 * The private ECR registry of an account and Region: scanning, replication, signing, pull-through caches, templates for the repositories that
 * ECR creates, and the registry policy. An account has one registry in each Region, so an app can have one `SecureRegistry` for each
 * account and Region. Nothing is cleared when the stack is deleted: the settings of the registry are retained.
 *
 * @example
 * const registry = new SecureRegistry(this, 'Registry', {
 *   scanning: RegistryScanning.basic(RepositoryFilter.all()),
 *   replication: [ReplicationRule.toRegions('eu-central-1').forPrefix('prod/')],
 * });
 * const cache = registry.addPullThroughCache('EcrPublic', { upstream: Upstream.ecrPublic(), prefix: 'ecr-public' });
 * declare const role: iam.Role;
 * cache.grantPull(role);
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
 */
export class SecureRegistry extends Resource {
  private readonly policy: RegistryPolicy;
  private readonly caches: PullThroughCache[] = [];
  private readonly templates: RepositoryTemplate[] = [];

  constructor(scope: Construct, id: string, props: SecureRegistryProps = {}) {
    super(scope, id);
    const { scanning, replication, signing, removalPolicy = RemovalPolicy.RETAIN } = props;
    this.policy = new RegistryPolicy(this, removalPolicy);
    if (scanning) {
      new ecr.CfnRegistryScanningConfiguration(this, 'Scanning', {
        scanType: scanning._type,
        rules: scanning._rules.map(({ frequency, filters }) => ({
          scanFrequency: frequency,
          repositoryFilters: filters.map((filter) => ({ filter: filter._wildcard('scanning'), filterType: 'WILDCARD' })),
        })),
      }).applyRemovalPolicy(removalPolicy);
    }
    if (replication) {
      new ecr.CfnReplicationConfiguration(this, 'Replication', {
        replicationConfiguration: {
          rules: replication.map(({ _destinations: destinations, _filters: filters }) => ({
            destinations: destinations.map(({ region, account = this.stack.account }) => ({ region, registryId: account })),
            repositoryFilters:
              filters.length === 0
                ? undefined
                : filters.map((filter) => ({ filter: filter._prefix() as string, filterType: 'PREFIX_MATCH' })),
          })),
        },
      }).applyRemovalPolicy(removalPolicy);
    }
    if (signing) {
      new ecr.CfnSigningConfiguration(this, 'Signing', {
        rules: signing.map(({ _profile: profile, _filters: filters }) => ({
          signingProfileArn: profile.signingProfileArn,
          repositoryFilters: filters.map((filter) => ({ filter: filter._wildcard('signing'), filterType: 'WILDCARD_MATCH' })),
        })),
      }).applyRemovalPolicy(removalPolicy);
    }
    RegistryRecord.of(this).add({
      construct: this,
      ...this.env,
      scanning: scanning && {
        type: scanning._type,
        scansContinuously: (name) => scanning._applies('CONTINUOUS_SCAN', name),
        scansOnPush: (name) => scanning._applies('SCAN_ON_PUSH', name),
      },
      signing: (signing ?? []).map(({ _profile: profile, _filters: filters }) => ({
        profileArn: profile.signingProfileArn,
        signs: (name) => anyMatches(filters, name),
      })),
      cachePrefixes: () => this.caches.map(({ prefix }) => prefix),
    });
  }

  /**
   * Adds a pull-through cache with the template of its repositories.
   * @param id the ID of the construct, unique in this registry
   */
  public addPullThroughCache(id: string, props: PullThroughCacheProps): PullThroughCache {
    const cache = new PullThroughCache(this, id, props, this.policy);
    this.caches.push(cache);
    return cache;
  }

  /**
   * Adds a template for the repositories that Amazon ECR creates below a prefix.
   * @param id the ID of the construct, unique in this registry
   */
  public addRepositoryTemplate(id: string, props: RepositoryTemplateProps): RepositoryTemplate {
    const template = new RepositoryTemplate(this, id, props);
    this.templates.push(template);
    return template;
  }

  /**
   * Allows another account to replicate images to this registry, and to create the repositories.
   * @param account the 12-digit ID of the account
   * @param prefixes the prefixes of the repositories, such as `prod/`. Without a prefix, every repository
   */
  public acceptReplicationFrom(account: string, ...prefixes: string[]): void {
    const arns = (prefixes.length === 0 ? [''] : prefixes).map((prefix) => this.policy.arnOf(`${prefix}*`));
    this.policy.add(replicationStatement(account, arns));
  }

  /**
   * Denies every ECR action to principals outside an organization, also if a repository policy allows it. The own account and AWS services are never
   * denied, so a wrong ID cannot lock the account out. For principals of the own account use a service control policy.
   * @param organizationId the ID of the organization, such as `o-a1b2c3d4e5`
   */
  public denyUnlessInOrganization(organizationId: string): void {
    this.policy.add(guardRail(this, organizationId));
  }
}
