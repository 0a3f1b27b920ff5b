import { standardDifferences } from '../../../src/fleet/adoption/standard-differences';
import { furnished, lifecyclePolicyText, PULL, repositoryFile } from '../../fixtures/adoption/repositories';

// that these are exactly the properties that change is tested with any repositories, in app-source.test.ts

test('a repository of the console changes in scanning, mutability and lifecycle', () => {
  expect(standardDifferences(repositoryFile('app'))).toEqual({
    changes: [
      'ImageScanningConfiguration: scan on push is turned on',
      'ImageTagMutability: all tags become immutable; list those that must move, such as latest, in mutableTags',
      'LifecyclePolicy: there is none, and untagged images will expire after 14 days; preview it first',
    ],
    obstacle: undefined,
  });
});

test('a repository with the standard changes in nothing', () => {
  const repository = { imageTagMutability: 'IMMUTABLE', imageScanningConfiguration: { scanOnPush: true } };
  expect(standardDifferences(repositoryFile('app', { repository, lifecyclePolicyText: lifecyclePolicyText(1) }))).toEqual({ changes: [] });
});

test('tags that are immutable by exception are immutable without it', () => {
  expect(standardDifferences(furnished('app')).changes).toEqual([
    'ImageTagMutability: all tags become immutable; list those that must move in mutableTags',
    'ImageTagMutabilityExclusionFilters: they are removed, because their tags are immutable as well',
  ]);
});

test.each([
  [
    'a public repository',
    { repositoryPolicyText: JSON.stringify({ Version: '2012-10-17', Statement: { ...PULL, Principal: '*' } }) },
    /^the repository policy: the statement would allow everyone/,
  ],
  ['a lifecycle policy with a fault', { lifecyclePolicyText: '{"rules": [{}]}' }, /^the lifecycle policy: /],
  ['a lifecycle policy that is not JSON', { lifecyclePolicyText: '{' }, /^the lifecycle policy: the text is not valid JSON\.$/],
  [
    'an alias as the key',
    { repository: { encryptionConfiguration: { encryptionType: 'KMS', kmsKey: 'alias/ecr' } } },
    /^the KMS key is alias\/ecr, which is not the ARN of a key\.$/,
  ],
])('%s cannot have the standard', (_, settings, obstacle) => {
  expect(standardDifferences(repositoryFile('app', settings)).obstacle).toMatch(obstacle);
});
