import { repositoryProperties, scanningResource } from '../../src/fleet/deployed-settings';
import { FORMAT_VERSION } from '../../src/fleet/inventory-format';
import { ACCOUNT, furnished, KEY_ARN, lifecyclePolicyText, REGION, repositoryFile } from '../fixtures/adoption/repositories';

test('a repository of the console has its name, mutability, scan setting and encryption', () => {
  expect(repositoryProperties(repositoryFile('app'))).toEqual({
    RepositoryName: 'app',
    ImageTagMutability: 'MUTABLE',
    ImageScanningConfiguration: { ScanOnPush: false },
    EncryptionConfiguration: { EncryptionType: 'AES256' },
  });
});

test('every setting is a property, and the text of the lifecycle policy stays as it is', () => {
  expect(repositoryProperties(furnished('app'))).toEqual({
    RepositoryName: 'app',
    ImageTagMutability: 'MUTABLE_WITH_EXCLUSION',
    ImageTagMutabilityExclusionFilters: [
      { ImageTagMutabilityExclusionFilterType: 'WILDCARD', ImageTagMutabilityExclusionFilterValue: 'v*' },
    ],
    ImageScanningConfiguration: { ScanOnPush: true },
    EncryptionConfiguration: { EncryptionType: 'KMS_DSSE', KmsKey: KEY_ARN },
    LifecyclePolicy: { LifecyclePolicyText: lifecyclePolicyText(2) },
    RepositoryPolicyText: { Version: '2012-10-17', Statement: [expect.objectContaining({ Sid: 'Pull' }), expect.anything()] },
    Tags: [
      { Key: 'owner', Value: 'team-a' },
      { Key: 'aws:cloudformation:stack-name', Value: 'Old' },
      { Key: 'empty', Value: '' },
    ],
  });
});

test('what could not be read has no property', () => {
  const { tags, lifecyclePolicyText: text, repositoryPolicyText, ...unread } = furnished('app');
  expect([tags, text, repositoryPolicyText]).not.toContain(undefined);
  expect(Object.keys(repositoryProperties(unread))).toEqual([
    'RepositoryName',
    'ImageTagMutability',
    'ImageTagMutabilityExclusionFilters',
    'ImageScanningConfiguration',
    'EncryptionConfiguration',
  ]);
});

describe('the scanning configuration of a registry', () => {
  const registry = (scanning?: object) => ({
    formatVersion: FORMAT_VERSION,
    account: ACCOUNT,
    region: REGION,
    collectedAt: '2026-11-26T00:00:00.000Z',
    settings: { scanning },
    missing: {},
  });

  test('is a resource with its rules', () => {
    const rules = [
      { scanFrequency: 'CONTINUOUS_SCAN', repositoryFilters: [{ filter: 'team-*', filterType: 'WILDCARD' }] },
      { scanFrequency: 'SCAN_ON_PUSH' },
    ];
    expect(scanningResource(registry({ scanType: 'ENHANCED', rules }))).toEqual({
      Scanning: {
        Type: 'AWS::ECR::RegistryScanningConfiguration',
        Properties: {
          ScanType: 'ENHANCED',
          Rules: [
            { ScanFrequency: 'CONTINUOUS_SCAN', RepositoryFilters: [{ Filter: 'team-*', FilterType: 'WILDCARD' }] },
            { ScanFrequency: 'SCAN_ON_PUSH', RepositoryFilters: [] },
          ],
        },
      },
    });
    expect(scanningResource(registry({ scanType: 'BASIC' }))).toMatchObject({ Scanning: { Properties: { Rules: [] } } });
  });

  test('that could not be read is no resource', () => {
    expect(scanningResource(registry())).toEqual({});
  });
});
