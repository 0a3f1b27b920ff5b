import { RepositoryFile } from '../inventory-format';

/** What `SecureRepository` would change in a repository that it takes over. */
export interface StandardDifferences {
  /** A sentence for each change. Images and policies stay. */
  readonly changes: readonly string[];
  /** Why `SecureRepository` cannot take the repository over; none if it can. */
  readonly obstacle?: string;
}

/** Compares a repository with what `SecureRepository` makes of it with its own lifecycle policy and encryption. */
export function standardDifferences({ repository, lifecyclePolicyText }: RepositoryFile): StandardDifferences {
  const { imageTagMutability: mutability, imageScanningConfiguration, encryptionConfiguration } = repository;
  const changes: string[] = [];
  if (imageScanningConfiguration?.scanOnPush !== true) changes.push('scan on push is turned on');
  if (mutability === 'MUTABLE' || mutability === undefined) {
    changes.push('all tags become immutable; set mutableTags for tags that move, such as latest');
  }
  if (mutability === 'MUTABLE_WITH_EXCLUSION') changes.push('tags become immutable, also those that are mutable now; set mutableTags');
  if (lifecyclePolicyText === null) {
    changes.push('there is no lifecycle policy; the one of the standard would expire images, so preview it first');
  }
  const obstacle =
    encryptionConfiguration?.encryptionType === 'KMS_DSSE'
      ? 'SecureRepository does not support the encryption KMS_DSSE, and another encryption would replace the repository'
      : undefined;
  return { changes, obstacle };
}
