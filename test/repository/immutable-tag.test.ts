import { App, Stack } from 'aws-cdk-lib';
import { CfnRepository } from 'aws-cdk-lib/aws-ecr';
import { isImmutable } from '../../src/repository/immutable-tag';

test.each<[string | undefined, string[], boolean]>([
  [undefined, [], false],
  ['MUTABLE', [], false],
  ['MUTABLE', ['latest'], false],
  ['IMMUTABLE', [], true],
  ['IMMUTABLE', ['latest'], true],
  ['IMMUTABLE_WITH_EXCLUSION', ['dev-*'], true],
  ['IMMUTABLE_WITH_EXCLUSION', ['dev-*', 'latest'], false],
  ['IMMUTABLE_WITH_EXCLUSION', ['*'], false],
  ['MUTABLE_WITH_EXCLUSION', ['dev-*'], false],
  ['MUTABLE_WITH_EXCLUSION', ['lat*'], true],
])('with the mutability %s and the filters %j, latest is immutable: %s', (imageTagMutability, filters, immutable) => {
  const resource = new CfnRepository(new Stack(new App(), 'Stack'), 'Repository', {
    imageTagMutability,
    imageTagMutabilityExclusionFilters: filters.map((filter) => ({
      imageTagMutabilityExclusionFilterType: 'WILDCARD',
      imageTagMutabilityExclusionFilterValue: filter,
    })),
  });
  expect(isImmutable(resource, 'latest')).toBe(immutable);
});
