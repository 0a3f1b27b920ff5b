import { CfnRepository } from 'aws-cdk-lib/aws-ecr';
import { RepositorySettings, repositorySettings } from './repository-settings';
import { intrinsicText, isIntrinsic } from '../private/intrinsic-text';

/** The settings of a repository in words, a line each, as the template would hold them now. */
export function settingsInWords(resource: CfnRepository): string[] {
  const settings = repositorySettings(resource);
  return [scanning(settings), tags(settings), encryption(settings), deletion(settings)];
}

function scanning({ scanOnPush }: RepositorySettings): string {
  if (isIntrinsic(scanOnPush)) {
    return `whether images are scanned when they are pushed is known at the deployment only: ${intrinsicText(scanOnPush)}`;
  }
  return scanOnPush
    ? 'every image is scanned when it is pushed, while the registry is on basic scanning'
    : 'images are not scanned when they are pushed';
}

function tags({ mutability, exclusions }: RepositorySettings): string {
  if (isIntrinsic(mutability)) return `whether a tag can be overwritten is known at the deployment only: ${intrinsicText(mutability)}`;
  const words = mutability.startsWith('IMMUTABLE') ? 'a tag is never overwritten' : 'tags may be overwritten';
  const except = isIntrinsic(exclusions) ? intrinsicText(exclusions) : exclusions.map(intrinsicText).join(', ');
  if (Array.isArray(exclusions) && exclusions.includes('*')) return 'tags may be overwritten';
  return except === '' ? words : `${words}, except ${except}`;
}

function encryption({ encryptionType, kmsKey }: RepositorySettings): string {
  if (isIntrinsic(encryptionType)) return `how images are encrypted is known at the deployment only: ${intrinsicText(encryptionType)}`;
  if (encryptionType === 'AES256') return 'images are encrypted with AES256';
  const key = kmsKey === undefined ? "with AWS's own key" : `with the key ${intrinsicText(kmsKey)}`;
  return `images are encrypted by ${encryptionType} ${key}`;
}

function deletion({ isDeleted, emptyOnDelete }: RepositorySettings): string {
  if (isIntrinsic(isDeleted)) {
    return `whether the repository is deleted with the stack is known at the deployment only: ${intrinsicText(isDeleted)}`;
  }
  if (!isDeleted) return 'repository and images stay when the stack is deleted';
  if (isIntrinsic(emptyOnDelete)) {
    return `the repository is deleted with the stack; whether its images are is known at the deployment only: ${intrinsicText(emptyOnDelete)}`;
  }
  return emptyOnDelete
    ? 'repository and images are deleted with the stack'
    : 'the repository is deleted with the stack, if it is empty by then';
}
