import { FleetRepository } from '../../src/fleet/fleet-repository';
import { totalsOf } from '../../src/fleet/fleet-totals';

const repository: FleetRepository = { account: '111122223333', region: 'eu-west-1', repositoryName: 'a', brokenRules: [], missing: [] };

test('a total is the sum of what is known', () => {
  const totals = totalsOf([
    { ...repository, imageCount: 2, currentlyExpiredCount: 1, brokenRules: ['not-public'] },
    { ...repository, imageCount: 3, missing: ['lifecyclePolicyText: denied'] },
    repository,
  ]);
  expect(totals).toMatchObject({
    repositoryCount: 3,
    imageCount: 5,
    currentlyExpiredCount: 1,
    repositoriesWithBrokenRules: 1,
    incompleteRepositories: 1,
  });
});

test('what is known of no repository is unknown, and not 0', () => {
  expect(totalsOf([repository, repository]).additionallyExpiredCount).toBeUndefined();
});

test('without repositories nothing is unknown', () => {
  expect(totalsOf([])).toMatchObject({ repositoryCount: 0, imageCount: 0, additionallyExpiredCount: 0 });
});
