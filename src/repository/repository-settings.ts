import { CfnRepository } from 'aws-cdk-lib/aws-ecr';
import { Intrinsic, isIntrinsic } from '../private/intrinsic-text';
import { renderedResource } from '../private/rendered-resource';

/** A value that the template says, or an intrinsic function that the deployment resolves. */
type Rendered<T> = T | Intrinsic;

/** The settings of a repository as the template would hold them now; what ECR assumes where the template says nothing. */
export interface RepositorySettings {
  readonly scanOnPush: Rendered<boolean>;
  readonly mutability: Rendered<string>;
  /** The tags to which the mutability does not apply; ECR ignores the filters of a mutability without exclusions. */
  readonly exclusions: Rendered<unknown[]>;
  readonly encryptionType: Rendered<string>;
  readonly kmsKey: unknown;
  /** Whether the repository is deleted with its stack: CloudFormation deletes what has no deletion policy. */
  readonly isDeleted: Rendered<boolean>;
  readonly emptyOnDelete: Rendered<boolean>;
  /** The JSON, an intrinsic function, or undefined where the repository has no policy. */
  readonly lifecyclePolicyText: unknown;
}

/** Reads the settings of a repository, after assignments, overrides, Mixins, and the Aspects that have run. */
export function repositorySettings(resource: CfnRepository): RepositorySettings {
  const { Properties: properties, DeletionPolicy: deletionPolicy } = renderedResource(resource, { repositoryPolicyText: undefined });
  const { type = 'AES256', key } = encryptionOf(properties.EncryptionConfiguration);
  const mutability = known(properties.ImageTagMutability) ?? 'MUTABLE';
  return {
    scanOnPush: flag(memberOf(properties.ImageScanningConfiguration, 'ScanOnPush')),
    mutability,
    exclusions: hasExclusions(mutability) ? exclusionsOf(properties.ImageTagMutabilityExclusionFilters) : [],
    encryptionType: type,
    kmsKey: key,
    isDeleted: isIntrinsic(deletionPolicy) ? deletionPolicy : (deletionPolicy ?? 'Delete') === 'Delete',
    emptyOnDelete: flag(properties.EmptyOnDelete),
    lifecyclePolicyText: memberOf(properties.LifecyclePolicy, 'LifecyclePolicyText'),
  };
}

function encryptionOf(configuration: unknown): { readonly type?: Rendered<string>; readonly key?: unknown } {
  return {
    type: known(memberOf(configuration, 'EncryptionType')),
    key: isIntrinsic(configuration) ? undefined : memberOf(configuration, 'KmsKey'),
  };
}

function hasExclusions(mutability: Rendered<string>): boolean {
  return isIntrinsic(mutability) || mutability.endsWith('_WITH_EXCLUSION');
}

function exclusionsOf(filters: unknown): Rendered<unknown[]> {
  if (isIntrinsic(filters)) return filters;
  return [filters ?? []].flat().map((filter) => memberOf(filter, 'ImageTagMutabilityExclusionFilterValue'));
}

/** A member of an object in a template; the whole where that is an intrinsic function. */
function memberOf(value: unknown, member: string): unknown {
  if (isIntrinsic(value)) return value;
  return typeof value === 'object' && value !== null ? Reflect.get(value, member) : undefined;
}

/** CloudFormation accepts texts for booleans. */
function flag(value: unknown): Rendered<boolean> {
  return isIntrinsic(value) ? value : String(value) === 'true';
}

function known(value: unknown): Rendered<string> | undefined {
  return isIntrinsic(value) || value === undefined ? value : String(value);
}
