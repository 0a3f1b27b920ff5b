import { RegistryFile, RepositoryFile } from './inventory-format';

/** The properties of an `AWS::ECR::Repository` that has exactly the settings of a collected repository, as far as they could be read. */
export function repositoryProperties({ repository, tags, lifecyclePolicyText, repositoryPolicyText }: RepositoryFile): {
  readonly [property: string]: unknown;
} {
  const {
    repositoryName,
    imageTagMutability,
    imageTagMutabilityExclusionFilters: exclusions,
    encryptionConfiguration: encryption,
  } = repository;
  return withoutUndefined({
    RepositoryName: repositoryName,
    ImageTagMutability: imageTagMutability,
    ImageTagMutabilityExclusionFilters: exclusions?.map(({ filterType, filter }) => ({
      ImageTagMutabilityExclusionFilterType: filterType,
      ImageTagMutabilityExclusionFilterValue: filter,
    })),
    ImageScanningConfiguration: { ScanOnPush: repository.imageScanningConfiguration?.scanOnPush ?? false },
    EncryptionConfiguration: encryption && withoutUndefined({ EncryptionType: encryption.encryptionType, KmsKey: encryption.kmsKey }),
    LifecyclePolicy: lifecyclePolicyText ? { LifecyclePolicyText: lifecyclePolicyText } : undefined,
    RepositoryPolicyText: repositoryPolicyText ? (JSON.parse(repositoryPolicyText) as unknown) : undefined,
    Tags: tags && tags.length > 0 ? tags.map(({ Key, Value }) => ({ Key, Value })) : undefined,
  });
}

/** The scanning configuration of a registry as a resource, which decides whether a repository is scanned. */
export function scanningResource({ settings }: RegistryFile): { readonly [logicalId: string]: object } {
  const { scanType, rules = [] } = (settings.scanning ?? {}) as ScanningConfiguration;
  if (scanType === undefined) return {};
  const Rules = rules.map(({ scanFrequency, repositoryFilters = [] }) => ({
    ScanFrequency: scanFrequency,
    RepositoryFilters: repositoryFilters.map(({ filter, filterType }) => ({ Filter: filter, FilterType: filterType })),
  }));
  return { Scanning: { Type: 'AWS::ECR::RegistryScanningConfiguration', Properties: { ScanType: scanType, Rules } } };
}

/** The member `scanningConfiguration` of the output of `aws ecr get-registry-scanning-configuration`. */
interface ScanningConfiguration {
  readonly scanType?: string;
  readonly rules?: readonly {
    readonly scanFrequency: string;
    readonly repositoryFilters?: readonly { readonly filter: string; readonly filterType: string }[];
  }[];
}

function withoutUndefined(object: { readonly [name: string]: unknown }): { readonly [name: string]: unknown } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
