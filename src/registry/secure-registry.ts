import { RemovalPolicy, Resource } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { CreateOnPush } from './create-on-push';
import { nextSteps } from './next-steps';
import { PullThroughCache } from './pull-through-cache';
import { PullThroughCacheProps } from './pull-through-cache-props';
import { pullTimeExclusions } from './pull-time-exclusions';
import { DescribedResources, describeRegistry } from './registry-description';
import { RegistryPolicy } from './registry-policy';
import { checkRegistryProps } from './registry-props-check';
import { replicationResource, scanningResource, signingResource } from './registry-resources';
import { guardRail, replicationStatement } from './registry-statements';
import { checkReplica } from './replica-check';
import { ReplicaRepository } from './replica-repository';
import { RepositoryTemplate } from './repository-template';
import { RepositoryTemplateProps } from './repository-template-props';
import { SecureRegistryProps } from './secure-registry-props';
import { profileFacts } from './signing-profile';
import { numberOfCaches } from './template-checks';
import { checkUnique } from './unique-settings';
import type { RepositoryAccessOptions } from '../access/repository-access';
import { checkOptions, checkType } from '../private/input-type';
import { throwErrors } from '../private/report-findings';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { anyOverlaps } from '../repository/name-pattern';
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
  private readonly props: SecureRegistryProps;
  private readonly resources: Pick<DescribedResources, 'scanning' | 'replication' | 'signing'>;
  private readonly policy: RegistryPolicy;
  private readonly exclusions: ecr.CfnPullTimeUpdateExclusion[];
  private readonly caches: PullThroughCache[] = [];
  private readonly templates: RepositoryTemplate[] = [];
  private readonly createOnPush: CreateOnPush;
  private hasGuardRail = false;

  constructor(scope: Construct, id: string, props: SecureRegistryProps = {}) {
    super(scope, id);
    checkRegistryProps(this, props);
    const { scanning, replication, signing, removalPolicy: retained = RemovalPolicy.RETAIN } = props;
    // a deployment creates these two only where the registry has none, so a rollback of their creation clears nothing that was there before
    const retainedOnceDeployed = props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
    this.policy = new RegistryPolicy(this, retainedOnceDeployed);
    this.createOnPush = new CreateOnPush(this, this.policy);
    this.props = props;
    this.resources = {
      scanning: scanning && scanningResource(this, scanning),
      replication: replication && replicationResource(this, replication),
      signing: signing && signingResource(this, signing),
    };
    this.resources.scanning?.applyRemovalPolicy(retained);
    this.resources.replication?.applyRemovalPolicy(retainedOnceDeployed);
    this.resources.signing?.applyRemovalPolicy(retained);
    this.exclusions = props.ignorePullsBy === undefined ? [] : pullTimeExclusions(this, props.ignorePullsBy);
    RegistryRecord.of(this).add({
      construct: this,
      ...this.env,
      scanning: this.resources.scanning,
      signing: (signing ?? []).map(({ _profile: profile, _filters: filters }) => ({
        profile: profileFacts(profile),
        signs: (name) => anyOverlaps(filters.map(String), name),
      })),
      cachePrefixes: () => this.caches.map(({ prefix }) => prefix),
    });
    checkUnique(this);
  }

  /**
   * Adds a pull-through cache with the template of its repositories.
   * @param id the ID of the construct, unique in this registry
   */
  public addPullThroughCache(id: string, props: PullThroughCacheProps): PullThroughCache {
    const cache = PullThroughCache._of(this, id, props, this.policy);
    this.caches.push(cache);
    throwErrors(this, numberOfCaches(this.caches.length));
    return cache;
  }

  /**
   * Adds a template for the repositories that Amazon ECR creates below a prefix.
   * @param id the ID of the construct, unique in this registry
   */
  public addRepositoryTemplate(id: string, props: RepositoryTemplateProps): RepositoryTemplate {
    const template = RepositoryTemplate._of(this, id, props);
    this.templates.push(template);
    return template;
  }

  /**
   * Allows pushing to the repositories below a prefix and creating them, and the login: the actions of `grantPush` and `ecr:CreateRepository`, on
   * the repositories below the prefix only. Amazon ECR creates a repository for a push only from a template with `RepositoryCreation.CREATE_ON_PUSH`. It
   * does not document which principal requires `ecr:CreateRepository`, so the grant includes it. If the app has no such template for the prefix, synthesis
   * reports a warning.
   *
   * For a principal of another account, the registry policy allows the actions as well, which requires the scope V2 of registry policies. `nextSteps` has
   * the command.
   * @param grantee the principal, such as a role or a `GitHubPublisher`
   * @param prefix the namespace of the repositories, such as `team-a/`. A slash at its end has no effect
   */
  public grantCreateOnPush(grantee: iam.IGrantable, prefix: string): iam.Grant {
    return this.createOnPush.grant(grantee, prefix);
  }

  /**
   * Returns the replica of a repository in another Region of the account, for services in that Region, such as Amazon ECS and AWS Lambda. Its name, ARN and URI
   * are those of the replica. Other stacks require a `repositoryName` that is known at synthesis.
   *
   * Replication copies no repository policy, so grants write the identity policies only. A grant that requires the policy of the replica, such as one to a
   * principal of another account or to Lambda, is an error that contains the template to add in the other Region.
   * @param repository a repository of this account and Region
   * @param region the Region of the replica, such as `eu-central-1`. A replication rule of this registry must replicate the repository to it
   * @param options whether a template, or another app, manages the policy of the replica
   */
  public replicaOf(repository: ecr.IRepository, region: string, options: RepositoryAccessOptions = {}): ecr.IRepository {
    checkReplica(this, this.props.replication ?? [], repository, region);
    checkOptions(this, 'options', options, { externalRepositoryPolicy: 'flag' });
    return ReplicaRepository.of(repository, this.env.account, region, options.externalRepositoryPolicy ?? false);
  }

  /**
   * Allows another account to replicate images to this registry, and to create the repositories.
   * @param account the 12-digit ID of the account
   * @param prefixes the beginnings of the names of the repositories, such as `prod/`. Without a prefix, every repository
   */
  public acceptReplicationFrom(account: string, ...prefixes: string[]): void {
    this.policy.add(replicationStatement(this, account, prefixes));
  }

  /**
   * Denies every ECR action to principals outside of the organizations, even if another policy allows it. The account of the registry and AWS
   * services are never denied, so a wrong ID cannot lock the account out. Use a service control policy or a resource control policy for
   * principals of the own account. An account that replicates to this registry must be in one of the organizations.
   *
   * The registry policy applies to every request only with the scope V2, which is the default of new registries. `nextSteps` has the command.
   * @param organizationIds the IDs of the organizations, such as `o-a1b2c3d4e5`
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html
   */
  public denyUnlessInOrganization(...organizationIds: string[]): void {
    if (this.hasGuardRail) {
      throw new SecureRepositoryError(
        'registry-policy',
        this,
        'denyUnlessInOrganization was called twice, and two statements would deny everyone who is not in the organizations of both. Pass all IDs in one call.',
      );
    }
    this.policy.add(guardRail(this, organizationIds));
    this.hasGuardRail = true;
  }

  /**
   * Adds a statement to the registry policy, which applies to every request to ECR in the account and Region. Prefer the grants.
   * @throws for a statement without an action, a principal or a resource, and for an unconditional Allow to everyone
   */
  public addToRegistryPolicy(statement: iam.PolicyStatement): void {
    checkType(this, 'statement', statement, 'statement');
    this.policy.add(statement);
  }

  /**
   * Describes the settings in the template, one line per setting: scanning, replication, signing, caches, templates and permissions. The lines include
   * assignments to the L1s and overrides. They include the effects of Aspects only if the method is called in a validation or after synthesis.
   */
  public describe(): string[] {
    return describeRegistry(this.described());
  }

  /**
   * Returns the AWS CLI commands for what CloudFormation cannot set, each after a comment: the scope of the registry policy, a test of each credential,
   * the replication of existing images and of deletions, and blob mounting. Join them with line breaks for a `CfnOutput`.
   */
  public nextSteps(): string[] {
    return nextSteps(this, this.described());
  }

  private described(): DescribedResources {
    return {
      ...this.resources,
      policy: this.policy.resource,
      caches: this.caches.map(({ _rule: rule }) => rule),
      templates: [...this.caches, ...this.templates].map(({ _template: template }) => template.resource),
      exclusions: this.exclusions,
    };
  }
}
