import { JsonObject } from '../cloudformation/template';

const LIFECYCLE_POLICY = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 5 },
      action: { type: 'expire' },
    },
  ],
});

/** A resource of each type of the registry with every property that it can have. */
export const SOUND_RESOURCES: Readonly<Record<string, JsonObject>> = {
  'AWS::ECR::PullThroughCacheRule': {
    EcrRepositoryPrefix: 'docker-hub',
    UpstreamRegistry: 'docker-hub',
    UpstreamRegistryUrl: 'registry-1.docker.io',
    UpstreamRepositoryPrefix: 'ROOT',
    CredentialArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:ecr-pullthroughcache/docker-hub-AbCdEf',
    CustomRoleArn: 'arn:aws:iam::111122223333:role/cache',
  },
  'AWS::ECR::PullTimeUpdateExclusion': { PrincipalArn: 'arn:aws:iam::111122223333:role/security/scanner' },
  'AWS::ECR::RegistryPolicy': {
    PolicyText: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Replication',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::444455556666:root' },
          Action: ['ecr:CreateRepository', 'ecr:ReplicateImage'],
          Resource: 'arn:aws:ecr:eu-west-1:111122223333:repository/prod/*',
        },
      ],
    },
  },
  'AWS::ECR::RegistryScanningConfiguration': {
    ScanType: 'ENHANCED',
    Rules: [
      { ScanFrequency: 'CONTINUOUS_SCAN', RepositoryFilters: [{ Filter: 'prod/*', FilterType: 'WILDCARD' }] },
      { ScanFrequency: 'SCAN_ON_PUSH', RepositoryFilters: [{ Filter: '*', FilterType: 'WILDCARD' }] },
    ],
  },
  'AWS::ECR::ReplicationConfiguration': {
    ReplicationConfiguration: {
      Rules: [
        {
          Destinations: [{ Region: 'eu-central-1', RegistryId: '111122223333' }],
          RepositoryFilters: [{ Filter: 'prod/', FilterType: 'PREFIX_MATCH' }],
        },
      ],
    },
  },
  'AWS::ECR::RepositoryCreationTemplate': {
    Prefix: 'docker-hub',
    AppliedFor: ['PULL_THROUGH_CACHE', 'REPLICATION'],
    Description: 'Repositories of the cache of Docker Hub',
    CustomRoleArn: 'arn:aws:iam::111122223333:role/templates',
    EncryptionConfiguration: {
      EncryptionType: 'KMS',
      KmsKey: 'arn:aws:kms:eu-west-1:111122223333:key/11112222-3333-4444-5555-666677778888',
    },
    ImageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    ImageTagMutabilityExclusionFilters: [
      { ImageTagMutabilityExclusionFilterType: 'WILDCARD', ImageTagMutabilityExclusionFilterValue: 'latest*' },
    ],
    LifecyclePolicy: LIFECYCLE_POLICY,
    RepositoryPolicy: '{"Version":"2012-10-17","Statement":[]}',
    ResourceTags: [
      { Key: 'owner', Value: 'platform' },
      { Key: 'cost-center', Value: '' },
    ],
  },
  'AWS::ECR::SigningConfiguration': {
    Rules: [
      {
        SigningProfileArn: 'arn:aws:signer:eu-west-1:111122223333:/signing-profiles/Release',
        RepositoryFilters: [{ Filter: 'prod/*', FilterType: 'WILDCARD_MATCH' }],
      },
    ],
  },
};
