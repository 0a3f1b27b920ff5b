import { Aspects, Duration, ITaggableV2, Lazy, Resource, Stack, TagManager, TagType } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { RepositoryCreation } from './repository-creation';
import { CreatedRepositoryProps } from './repository-template-props';
import { templateRole } from './template-role';
import { LifecyclePolicy } from '../lifecycle/lifecycle-policy';
import { annotate, checkAtSynthesis } from '../private/report-findings';
import { notScannedBelow } from '../repository/described-scanning';
import { scanBelow } from '../repository/registry-scan';
import { RegistrySettings } from '../repository/registry-settings';
import { RepositoriesBelow } from '../repository/repositories-below';
import { encryptionConfiguration } from '../repository/settings';

/** The priority of the Aspect that creates the role, after those that add tags. */
const AFTER_TAGS = 800;

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

  constructor(scope: Construct, id: string, props: CreationTemplateProps) {
    super(scope, id);
    const tags = Object.entries(props.tags ?? {}).map(([key, value]) => ({ key, value }));
    this.cdkTagManager = new TagManager(TagType.STANDARD, 'AWS::ECR::RepositoryCreationTemplate', tags);
    const policy = props.lifecyclePolicy ?? LifecyclePolicy.expireUntaggedAfter(Duration.days(14));
    LifecyclePolicy._check(this, policy);
    for (const warning of policy._warnings) annotate(this, { ...warning, severity: 'warning' });
    const encryption = encryptionConfiguration(this, props);
    const text = policy.toText();
    this.resource = new ecr.CfnRepositoryCreationTemplate(this, 'Resource', {
      prefix: props.namespace ?? 'ROOT',
      appliedFor: [...props.appliedFor],
      description: props.description,
      encryptionConfiguration: encryption,
      ...props.tagMutability,
      lifecyclePolicy: text === '' ? undefined : text,
      repositoryPolicy: Lazy.string({ produce: () => this.policyText() }),
      resourceTags: Lazy.any({ produce: () => this.cdkTagManager.renderedTags }, { omitEmptyArray: true }) as never,
    });
    this.repositories = new RepositoriesBelow(this, 'Repositories', { namespace: props.namespace, resource: () => this.resource });
    RegistrySettings.of(this).readAtSynthesis(this.stack);
    checkAtSynthesis(this, () => notScannedBelow(scanBelow(this.stack, props.namespace), props.namespace));
    if (encryption?.kmsKey !== undefined) {
      this.createRole(encryption.kmsKey);
    } else {
      Aspects.of(this).add(
        { visit: (node) => node === this && this.cdkTagManager.hasTags() && this.createRole(undefined) },
        { priority: AFTER_TAGS },
      );
    }
  }

  private createRole(kmsKeyArn: string | undefined): void {
    if (this.node.tryFindChild('Role')) return;
    const { role, policy } = templateRole(this, this.repositories.repositoryArn, kmsKeyArn);
    this.repositories.acknowledgeWildcard(role);
    this.resource.customRoleArn = role.roleArn;
    // the policy must exist before ECR assumes the role
    this.resource.node.addDependency(policy);
  }

  private policyText(): string | undefined {
    const { statements } = this.repositories;
    return statements.length === 0 ? undefined : Stack.of(this).toJsonString(new iam.PolicyDocument({ statements: [...statements] }));
  }
}
