import { keptPolicy } from './kept-policy';
import { policyFaults } from '../../lifecycle/core/policy-faults';
import { repositoryProperties } from '../deployed-settings';
import { RepositoryFile } from '../inventory-format';

/** What `SecureRepository` would change in a repository that it takes over. */
export interface StandardDifferences {
  /** A line for each property that changes, which begins with the name of the property. */
  readonly changes: readonly string[];
  /** Why `SecureRepository` cannot take the repository over; none if it can. */
  readonly obstacle?: string;
}

/**
 * Compares a repository with what `SecureRepository` makes of it with its own policies, encryption and tags, as the app of `adopt` does when
 * the standard is turned on.
 */
export function standardDifferences(file: RepositoryFile): StandardDifferences {
  const { repository, lifecyclePolicyText } = file;
  const {
    ImageTagMutability: mutability,
    ImageTagMutabilityExclusionFilters: filters,
    EncryptionConfiguration: encryption,
    RepositoryPolicyText: policy,
  } = repositoryProperties(file);
  const { kmsKey } = repository.encryptionConfiguration ?? {};
  const kept = keptPolicy(policy, repository.repositoryArn);
  const changes = [
    ...(repository.imageScanningConfiguration?.scanOnPush === true ? [] : ['ImageScanningConfiguration: scan on push is turned on']),
    ...mutabilityChanges(mutability, filters),
    ...(lifecyclePolicyText ? [] : ['LifecyclePolicy: there is none, and untagged images will expire after 14 days; preview it first']),
    ...(kept.changes.length > 0 ? [`RepositoryPolicyText: ${kept.changes.join('; ')}`] : []),
  ];
  const obstacles = [
    ...kept.obstacles.map((obstacle) => `the repository policy: ${obstacle}`),
    ...(lifecyclePolicyText ? faultsOf(lifecyclePolicyText).map((fault) => `the lifecycle policy: ${fault}`) : []),
    ...(encryption !== undefined && kmsKey !== undefined && !/^arn:[^:]+:kms:[^:]+:\d{12}:key\/./.test(kmsKey)
      ? [`the KMS key is ${kmsKey}, which is not the ARN of a key.`]
      : []),
  ];
  return { changes, obstacle: obstacles.length > 0 ? obstacles.join(' ') : undefined };
}

function mutabilityChanges(mutability: unknown, filters: unknown): string[] {
  switch (mutability) {
    case 'IMMUTABLE':
    case 'IMMUTABLE_WITH_EXCLUSION':
      return [];
    case 'MUTABLE_WITH_EXCLUSION':
      return [
        'ImageTagMutability: all tags become immutable; list those that must move in mutableTags',
        ...(filters === undefined
          ? []
          : ['ImageTagMutabilityExclusionFilters: they are removed, because their tags are immutable as well']),
      ];
    default:
      return ['ImageTagMutability: all tags become immutable; list those that must move, such as latest, in mutableTags'];
  }
}

function faultsOf(lifecyclePolicyText: string): string[] {
  try {
    return policyFaults(JSON.parse(lifecyclePolicyText)).map(({ message }) => message);
  } catch {
    return ['the text is not valid JSON.'];
  }
}
