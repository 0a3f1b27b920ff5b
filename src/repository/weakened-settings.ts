import { Annotations } from 'aws-cdk-lib';
import { CfnRepository, CfnRepositoryProps } from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';
import { RepositorySettings, repositorySettings } from './repository-settings';
import { isIntrinsic } from '../private/intrinsic-text';
import { mayHaveOverrides } from '../private/rendered-resource';

type SecureSettings = Pick<
  CfnRepositoryProps,
  'imageScanningConfiguration' | 'imageTagMutability' | 'imageTagMutabilityExclusionFilters' | 'encryptionConfiguration'
>;
type Encryption = CfnRepository.EncryptionConfigurationProperty;
type ExclusionFilter = CfnRepository.ImageTagMutabilityExclusionFilterProperty;

const WEAKEST_FIRST: readonly unknown[] = ['AES256', 'KMS', 'KMS_DSSE'];
const REMEDY = 'Remove the change, or acknowledge this warning with the reason';

/**
 * Warns at synthesis when the template holds less than the construct has set: an assignment to the L1, an override, an Aspect or a Mixin
 * has no name that says that it weakens a setting. What is known at the deployment only is not judged.
 */
export function warnOfWeakenedSettings(scope: Construct, resource: CfnRepository, given: SecureSettings): void {
  scope.node.addValidation({
    validate: () => {
      // to render each of many repositories once more would be slow
      if (isUntouched(resource, given)) return [];
      const settings = repositorySettings(resource);
      const warn = (setting: string, text: string) =>
        Annotations.of(scope).addWarningV2(`cdk-secure-repository:weakened-${setting}`, `${text}. ${REMEDY}`);
      if (settings.scanOnPush === false) {
        warn('scan-on-push', 'ScanOnPush was changed to false on the L1, so that images are not scanned on push');
      }
      const tags = weakenedTags(settings, given);
      if (tags !== undefined) warn('tag-mutability', tags);
      const encryption = weakenedEncryption(settings, given.encryptionConfiguration as Encryption | undefined);
      if (encryption !== undefined) warn('encryption', encryption);
      return [];
    },
  });
}

function isUntouched(resource: CfnRepository, given: SecureSettings): boolean {
  return (
    !mayHaveOverrides(resource) &&
    resource.imageScanningConfiguration === given.imageScanningConfiguration &&
    resource.imageTagMutability === given.imageTagMutability &&
    resource.imageTagMutabilityExclusionFilters === given.imageTagMutabilityExclusionFilters &&
    resource.encryptionConfiguration === given.encryptionConfiguration
  );
}

function weakenedTags({ mutability, exclusions }: RepositorySettings, given: SecureSettings): string | undefined {
  if (isIntrinsic(mutability)) return undefined;
  if (!mutability.startsWith('IMMUTABLE')) {
    return `ImageTagMutability was changed to ${mutability} on the L1, so that tags can be overwritten`;
  }
  const named = ((given.imageTagMutabilityExclusionFilters ?? []) as ExclusionFilter[]).map(
    ({ imageTagMutabilityExclusionFilterValue: value }) => value,
  );
  if (isIntrinsic(exclusions)) return undefined;
  const more = exclusions.filter((tag) => typeof tag === 'string' && !named.includes(tag));
  if (more.length === 0) return undefined;
  return `ImageTagMutabilityExclusionFilters was changed on the L1, so that tags can be overwritten that mutableTags does not name: ${more.join(', ')}`;
}

function weakenedEncryption({ encryptionType: type, kmsKey }: RepositorySettings, given: Encryption | undefined): string | undefined {
  const { encryptionType: wanted = 'AES256', kmsKey: wantedKey } = given ?? {};
  if (isIntrinsic(type)) return undefined;
  if (WEAKEST_FIRST.indexOf(type) < WEAKEST_FIRST.indexOf(wanted)) {
    return `EncryptionType was changed from ${wanted} to ${type} on the L1`;
  }
  if (wantedKey === undefined || kmsKey !== undefined) return undefined;
  return `KmsKey was removed on the L1, so that images are encrypted with the key that AWS manages`;
}
