import { CfnRepository, CfnRepositoryProps } from 'aws-cdk-lib/aws-ecr';
import { describeScanning } from './described-scanning';
import { RegistryScan } from './registry-scan';
import { mayHaveOverrides, renderedResource } from '../private/cdk-internals';
import { Finding, warningFinding } from '../private/finding';
import { Intrinsic, intrinsicText, isIntrinsic, memberOf } from '../private/intrinsics';

/** A value in the template, or an intrinsic function whose value is known only at deployment. */
type Rendered<T> = T | Intrinsic;

/** The settings of a repository as the template would contain them now, with ECR's defaults for what the template leaves out. */
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

/** Returns the settings of a repository after assignments, overrides, Mixins, and the Aspects that have run. */
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

/** CloudFormation accepts strings for booleans. */
function flag(value: unknown): Rendered<boolean> {
  return isIntrinsic(value) ? value : String(value) === 'true';
}

function known(value: unknown): Rendered<string> | undefined {
  return isIntrinsic(value) || value === undefined ? value : String(value);
}

/** Describes the settings of a repository as the template would contain them now, one line per setting. */
export function describeSettings(resource: CfnRepository, scan: RegistryScan | undefined): string[] {
  const settings = repositorySettings(resource);
  return [describeScanning(settings.scanOnPush, scan), tags(settings), encryption(settings), deletion(settings)];
}

function tags({ mutability, exclusions }: RepositorySettings): string {
  if (isIntrinsic(mutability)) return `whether a tag can be overwritten is known only at deployment: ${intrinsicText(mutability)}`;
  const words = mutability.startsWith('IMMUTABLE') ? 'tags cannot be overwritten' : 'tags can be overwritten';
  const except = isIntrinsic(exclusions) ? intrinsicText(exclusions) : exclusions.map(intrinsicText).join(', ');
  if (Array.isArray(exclusions) && exclusions.includes('*')) return 'tags can be overwritten';
  return except === '' ? words : `${words}, except ${except}`;
}

function encryption({ encryptionType, kmsKey }: RepositorySettings): string {
  if (isIntrinsic(encryptionType)) return `how images are encrypted is known only at deployment: ${intrinsicText(encryptionType)}`;
  if (encryptionType === 'AES256') return 'images are encrypted with AES256';
  const key = kmsKey === undefined ? 'the key that AWS manages' : `the key ${intrinsicText(kmsKey)}`;
  return `images are encrypted with ${encryptionType}, using ${key}`;
}

function deletion({ isDeleted, emptyOnDelete }: RepositorySettings): string {
  if (isIntrinsic(isDeleted)) {
    return `whether the repository is deleted with the stack is known only at deployment: ${intrinsicText(isDeleted)}`;
  }
  if (!isDeleted) return 'the repository and its images are retained when the stack is deleted';
  if (isIntrinsic(emptyOnDelete)) {
    return `the repository is deleted with the stack; whether its images are deleted is known only at deployment: ${intrinsicText(emptyOnDelete)}`;
  }
  return emptyOnDelete
    ? 'the repository and its images are deleted with the stack'
    : 'the repository is deleted with the stack if it is empty at that time';
}

type SecureSettings = Pick<
  CfnRepositoryProps,
  'imageScanningConfiguration' | 'imageTagMutability' | 'imageTagMutabilityExclusionFilters' | 'encryptionConfiguration'
>;
type Encryption = Partial<CfnRepository.EncryptionConfigurationProperty>;
type ExclusionFilter = CfnRepository.ImageTagMutabilityExclusionFilterProperty;

const WEAKEST_FIRST: readonly unknown[] = ['AES256', 'KMS', 'KMS_DSSE'];
const REMEDY = 'Remove the change, or acknowledge this warning with the reason.';

/**
 * Finds the settings in the template that are weaker than those that the construct has set. An assignment to the L1, an override,
 * an Aspect or a Mixin does not show in its name that it weakens a setting. Values that are known only at deployment are not checked.
 * @param scan the scanning of the registry, if the app configures it
 */
export function weakenedSettings(resource: CfnRepository, secure: SecureSettings, scan: RegistryScan | undefined): Finding[] {
  // rendering each of many repositories again would be slow
  if (isUntouched(resource, secure)) return [];
  const settings = repositorySettings(resource);
  const found = [weakenedScanning(settings, scan), weakenedTags(settings, secure), weakenedEncryption(settings, secure)];
  return found.filter((finding) => finding !== undefined);
}

function isUntouched(resource: CfnRepository, secure: SecureSettings): boolean {
  return (
    !mayHaveOverrides(resource) &&
    resource.imageScanningConfiguration === secure.imageScanningConfiguration &&
    resource.imageTagMutability === secure.imageTagMutability &&
    resource.imageTagMutabilityExclusionFilters === secure.imageTagMutabilityExclusionFilters &&
    resource.encryptionConfiguration === secure.encryptionConfiguration
  );
}

function weakenedScanning({ scanOnPush }: RepositorySettings, scan: RegistryScan | undefined): Finding | undefined {
  // a filter of the registry scans the images with either setting
  if (scanOnPush !== false || scan?.frequency !== undefined) return undefined;
  return warningFinding(
    'weakened-scan-on-push',
    `ScanOnPush was changed to false on the L1, so that images are not scanned on push. ${REMEDY}`,
  );
}

function weakenedTags({ mutability, exclusions }: RepositorySettings, secure: SecureSettings): Finding | undefined {
  if (isIntrinsic(mutability)) return undefined;
  if (!mutability.startsWith('IMMUTABLE')) {
    return warningFinding(
      'weakened-tag-mutability',
      `ImageTagMutability was changed to ${mutability} on the L1, so that tags can be overwritten. ${REMEDY}`,
    );
  }
  if (isIntrinsic(exclusions)) return undefined;
  const named = ((secure.imageTagMutabilityExclusionFilters ?? []) as ExclusionFilter[]).map(
    ({ imageTagMutabilityExclusionFilterValue: value }) => value,
  );
  const more = exclusions.filter((tag) => typeof tag === 'string' && !named.includes(tag));
  if (more.length === 0) return undefined;
  return warningFinding(
    'weakened-tag-mutability',
    'ImageTagMutabilityExclusionFilters was changed on the L1, so that tags that mutableTags does not list can be overwritten ' +
      `(${more.join(', ')}). ${REMEDY}`,
  );
}

function weakenedEncryption({ encryptionType, kmsKey }: RepositorySettings, secure: SecureSettings): Finding | undefined {
  const { encryptionType: wanted = 'AES256', kmsKey: wantedKey } = (secure.encryptionConfiguration ?? {}) as Encryption;
  if (isIntrinsic(encryptionType)) return undefined;
  if (WEAKEST_FIRST.indexOf(encryptionType) < WEAKEST_FIRST.indexOf(wanted)) {
    return warningFinding('weakened-encryption', `EncryptionType was changed from ${wanted} to ${encryptionType} on the L1. ${REMEDY}`);
  }
  if (wantedKey === undefined || kmsKey !== undefined) return undefined;
  return warningFinding(
    'weakened-encryption',
    `KmsKey was removed on the L1, so that images are encrypted with the key that AWS manages. ${REMEDY}`,
  );
}
