import { CfnDeletionPolicy, Stack } from 'aws-cdk-lib';
import { CfnRepository } from 'aws-cdk-lib/aws-ecr';
import { intrinsicText } from './intrinsic-text';

/** The settings of a repository in words, a line each, as they stand on the resource now. */
export function settingsInWords(resource: CfnRepository): string[] {
  return [scanning(resource), tags(resource), encryption(resource), deletion(resource)];
}

function scanning(resource: CfnRepository): string {
  const { scanOnPush } = resolved<CfnRepository.ImageScanningConfigurationProperty>(resource, resource.imageScanningConfiguration) ?? {};
  return scanOnPush
    ? 'every image is scanned when it is pushed, while the registry is on basic scanning'
    : 'images are not scanned when they are pushed';
}

function tags(resource: CfnRepository): string {
  const mutability = resource.imageTagMutability ?? 'MUTABLE';
  const filters =
    resolved<CfnRepository.ImageTagMutabilityExclusionFilterProperty[]>(resource, resource.imageTagMutabilityExclusionFilters) ?? [];
  const but = filters.map((filter) => filter.imageTagMutabilityExclusionFilterValue).join(', ');
  const words = mutability.startsWith('IMMUTABLE') ? 'a tag is never overwritten' : 'tags may be overwritten';
  return but === '' ? words : `${words}, except ${but}`;
}

function encryption(resource: CfnRepository): string {
  const { encryptionType = 'AES256', kmsKey } =
    resolved<CfnRepository.EncryptionConfigurationProperty>(resource, resource.encryptionConfiguration) ?? {};
  if (encryptionType === 'AES256') return 'images are encrypted with AES256';
  const key = kmsKey === undefined ? "with AWS's own key" : `with the key ${intrinsicText(kmsKey)}`;
  return `images are encrypted by ${encryptionType} ${key}`;
}

function deletion(resource: CfnRepository): string {
  if (resource.cfnOptions.deletionPolicy !== CfnDeletionPolicy.DELETE) return 'repository and images stay when the stack is deleted';
  return resource.emptyOnDelete
    ? 'repository and images are deleted with the stack'
    : 'the repository is deleted with the stack, if it is empty by then';
}

function resolved<T>(resource: CfnRepository, value: unknown): T | undefined {
  return Stack.of(resource).resolve(value) as T | undefined;
}
