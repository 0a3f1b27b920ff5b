import { Duration, ITaggableV2, Lazy, Resource, Stack, TagManager, TagType } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { changedPrefix } from './changed-prefix';
import { RepositoryCreation } from './repository-creation';
import { CreatedRepositoryProps } from './repository-template-props';
import { roleFindings } from './service-role';
import { checkCreatedRepositoryProps, requireUnusedNamespace, templateFindings } from './template-checks';
import { TEMPLATE_SERVICE, TemplateRole, templateStatements } from './template-role';
import { LifecyclePolicy } from '../lifecycle/lifecycle-policy';
import { mayHaveOverrides, overriddenProperty, renderedResource } from '../private/cdk-internals';
import { annotate, checkAtSynthesis } from '../private/report-findings';
import { notScannedBelow } from '../repository/described-scanning';
import { scanBelow } from '../repository/registry-scan';
import { RegistrySettings } from '../repository/registry-settings';
import { RepositoriesBelow } from '../repository/repositories-below';
import { encryptionConfiguration } from '../repository/settings';

type Rendered = { readonly [property: string]: unknown };

/** What a template and the template of a cache have in common, with the properties in the form of the L1. */
export interface CreationTemplateProps extends CreatedRepositoryProps {
  readonly namespace: string | undefined;
  readonly appliedFor: readonly RepositoryCreation[];
  readonly tagMutability: Pick<ecr.CfnRepositoryCreationTemplateProps, 'imageTagMutability' | 'imageTagMutabilityExclusionFilters'>;
}

/** A repository creation template, its role, and the repository policy that the grants write. */
export class CreationTemplate extends Resource implements ITaggableV2 {
  public readonly cdkTagManager: TagManager;
  public readonly resource: ecr.CfnRepositoryCreationTemplate;
  public readonly repositories: RepositoriesBelow;

  /** @param owner the construct of the user, which is a child of the registry */
  constructor(owner: Construct, id: string, props: CreationTemplateProps) {
    super(owner, id);
    checkCreatedRepositoryProps(owner, props);
    requireUnusedNamespace(owner, props.namespace);
    const { namespace, description, creationRole, lifecyclePolicy = LifecyclePolicy.expireUntaggedAfter(Duration.days(14)) } = props;
    const tags = Object.entries(props.tags ?? {}).map(([key, value]) => ({ key, value }));
    this.cdkTagManager = new TagManager(TagType.STANDARD, 'AWS::ECR::RepositoryCreationTemplate', tags);
    LifecyclePolicy._check(owner, lifecyclePolicy);
    for (const warning of lifecyclePolicy._warnings) annotate(this, { ...warning, severity: 'warning' });
    const text = lifecyclePolicy.toText();
    // nothing is cached: a description before the last grant or tag must not determine what is deployed
    const repositoryPolicy = Lazy.uncachedString({ produce: () => this.policyText() });
    this.resource = new ecr.CfnRepositoryCreationTemplate(this, 'Resource', {
      prefix: namespace ?? 'ROOT',
      appliedFor: [...props.appliedFor],
      description,
      encryptionConfiguration: encryptionConfiguration(this, props),
      ...props.tagMutability,
      lifecyclePolicy: text === '' ? undefined : text,
      repositoryPolicy,
      resourceTags: Lazy.uncachedAny({ produce: () => this.cdkTagManager.renderTags() as unknown }, { omitEmptyArray: true }) as never,
    });
    this.repositories = new RepositoriesBelow(this, 'Repositories', {
      namespace,
      resource: () => this.resource,
      replacedPolicy: () => this.replacedPolicy(repositoryPolicy),
    });
    this.setRole(creationRole);
    checkAtSynthesis(owner, () => templateFindings(this.resource, this.replacedPolicy(repositoryPolicy) !== undefined));
    checkAtSynthesis(owner, () => changedPrefix(this.resource, 'Prefix', namespace ?? 'ROOT'));
    RegistrySettings.of(this).readAtSynthesis(this.stack);
    checkAtSynthesis(this, () => notScannedBelow(scanBelow(this.stack, namespace), namespace));
  }

  private setRole(role: iam.IRole | undefined): void {
    const { repositoryArn } = this.repositories;
    if (role) {
      this.resource.customRoleArn = role.roleArn;
      const added = templateStatements(repositoryArn, this.kmsKey()).map(
        (statement) => role.addToPrincipalPolicy(statement).policyDependable,
      );
      // the policy must exist before Amazon ECR assumes the role
      added.forEach((policy) => policy && this.resource.node.addDependency(policy));
      this.repositories.acknowledgeWildcard(role);
      checkAtSynthesis(this, () => roleFindings(this, role, { finding: 'repository-template', service: TEMPLATE_SERVICE, path: false }));
      return;
    }
    const created = new TemplateRole(this, 'Role', {
      repositoryArn,
      kmsKey: () => this.kmsKey(),
      isNeeded: () => this.needsRole() && this.resource.customRoleArn === arn,
    });
    this.repositories.acknowledgeWildcard(created);
    // a role that was removed from the tree is not in the template
    const isPresent = () => this.node.tryFindChild('Role') === created;
    const arn = Lazy.uncachedString({ produce: () => (this.needsRole() && isPresent() ? created.attrArn : undefined) });
    this.resource.customRoleArn = arn;
  }

  /** Whether the template contains tags or KMS now, which require a role, and no role of an override. */
  private needsRole(): boolean {
    const { CustomRoleArn, EncryptionConfiguration, ResourceTags } = this.rendered();
    const { EncryptionType = 'AES256', KmsKey } = (EncryptionConfiguration ?? {}) as Rendered;
    const usesKms = KmsKey !== undefined || EncryptionType !== 'AES256';
    return CustomRoleArn === undefined && (usesKms || ResourceTags !== undefined);
  }

  /** The key in the template. A value without an override is not resolved, so that another stack can export it. */
  private kmsKey(): unknown {
    const { encryptionConfiguration: encryption } = this.resource;
    const isObject = typeof encryption === 'object' && 'encryptionType' in encryption;
    if (isObject && !mayHaveOverrides(this.resource)) return encryption.kmsKey;
    return ((this.rendered().EncryptionConfiguration ?? {}) as Rendered).KmsKey;
  }

  /** The properties in the template without those that depend on the role or on the grants. */
  private rendered(): Rendered {
    return renderedResource(this.resource, { customRoleArn: undefined, repositoryPolicy: undefined }).Properties;
  }

  private policyText(): string | undefined {
    const { statements } = this.repositories;
    if (statements.length === 0) return undefined;
    // copies, because a policy that is resolved accepts no more changes to its statements
    return Stack.of(this).toJsonString(new iam.PolicyDocument({ statements: statements.map((statement) => statement.copy()) }));
  }

  /** The policy in the template, if an assignment or an override has replaced the one with the statements of the grants. */
  private replacedPolicy(own: string): { readonly policy: unknown } | undefined {
    const policy = overriddenProperty(this.resource, 'RepositoryPolicy', this.resource.repositoryPolicy);
    return policy === own ? undefined : { policy };
  }
}
