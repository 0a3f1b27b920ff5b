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

test('what is stored is not a part of what is there', () => {
  const known = { ...repository, imageCount: 2, storedBytes: 5, isCostExact: true };
  expect(totalsOf([known, repository, known])).toMatchObject({ storedBytes: 10, isCostExact: true });
  const { storedBytes, isCostExact } = totalsOf([known, { ...repository, imageCount: 1, isCostExact: false }]);
  expect([storedBytes, isCostExact]).toEqual([undefined, false]);
});

test('without repositories nothing is unknown', () => {
  expect(totalsOf([])).toMatchObject({ repositoryCount: 0, imageCount: 0, additionallyExpiredCount: 0 });
});
