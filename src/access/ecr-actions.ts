/** Actions that act on a repository, as the service authorization reference lists them. */
export const REPOSITORY_ACTIONS: ReadonlySet<string> = prefixed(
  'BatchCheckLayerAvailability BatchDeleteImage BatchGetImage BatchGetRepositoryScanningConfiguration BatchImportUpstreamImage',
  'CompleteLayerUpload CreateRepository DeleteLifecyclePolicy DeleteRepository DeleteRepositoryPolicy DescribeImageReplicationStatus',
  'DescribeImageScanFindings DescribeImageSigningStatus DescribeImages DescribeRepositories GetDownloadUrlForLayer',
  'GetImageCopyStatus GetLifecyclePolicy GetLifecyclePolicyPreview GetRepositoryPolicy InitiateLayerUpload ListImages',
  'ListTagsForResource PutImage PutImageScanningConfiguration PutImageTagMutability PutLifecyclePolicy ReplicateImage',
  'SetRepositoryPolicy StartImageScan StartLifecyclePolicyPreview TagResource UntagResource UpdateImageStorageClass UploadLayerPart',
);

/** Actions that act on the registry of an account: they need `Resource: "*"` and have no place in a repository policy. */
export const REGISTRY_ACTIONS: ReadonlySet<string> = prefixed(
  'CreatePullThroughCacheRule CreateRepositoryCreationTemplate DeletePullThroughCacheRule DeleteRegistryPolicy',
  'DeleteRepositoryCreationTemplate DeleteSigningConfiguration DeregisterPullTimeUpdateExclusion DescribePullThroughCacheRules',
  'DescribeRegistry DescribeRepositoryCreationTemplates GetAccountSetting GetAuthorizationToken GetRegistryPolicy',
  'GetRegistryScanningConfiguration GetSigningConfiguration ListPullTimeUpdateExclusions PutAccountSetting PutRegistryPolicy',
  'PutRegistryScanningConfiguration PutReplicationConfiguration PutSigningConfiguration RegisterPullTimeUpdateExclusion',
  'UpdatePullThroughCacheRule UpdateRepositoryCreationTemplate ValidatePullThroughCacheRule',
);

/** Logging in: a token for the whole registry. */
export const LOGIN_ACTION = 'ecr:GetAuthorizationToken';

function prefixed(...lines: string[]): Set<string> {
  return new Set(
    lines
      .join(' ')
      .split(' ')
      .map((name) => `ecr:${name}`),
  );
}
