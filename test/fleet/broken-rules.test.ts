import { brokenRules } from '../../src/fleet/broken-rules';
import { fleetRules } from '../../src/fleet/fleet-preview-options';
import { Inventory } from '../../src/fleet/inventory';
import { RepositoryRule } from '../../src/rules/repository-rule';
import { inventoryOnDisk, RepositoryOnDisk, untaggedAfter } from '../fixtures/inventory-on-disk';

function broken(repository: Omit<RepositoryOnDisk, 'name'>, registry: object = {}, extra: RepositoryRule[] = []): string[] {
  const folder = inventoryOnDisk([{ name: 'team/api', policy: { rules: [untaggedAfter(14)] }, ...repository }], { registry });
  const [{ repositories }] = [...Inventory.fromDirectory(folder)._registries()].map((one) => ({ repositories: [...one.repositories()] }));
  const missing: string[] = [];
  return [...brokenRules(repositories[0], fleetRules('rules', extra), missing), ...missing];
}
const scanOff = { repository: { imageScanningConfiguration: { scanOnPush: false } } };

test('a repository with the settings of the standard breaks no rule', () => {
  expect(broken({})).toEqual([]);
});

test('the default rules are applied to what is there', () => {
  expect(broken({ ...scanOff, repository: { ...scanOff.repository, imageTagMutability: 'MUTABLE' }, policy: undefined })).toEqual([
    'scanned-on-push',
    'immutable-tags',
    'lifecycle-policy',
  ]);
});

test('additional rules are applied to what is there', () => {
  expect(
    broken({}, {}, [RepositoryRule.requiredTags('cost-center'), RepositoryRule.CUSTOMER_KEY, RepositoryRule.nameMatches('^x')]),
  ).toEqual(['required-tags', 'customer-key', 'name-matches']);
});

test.each([
  ['lifecyclePolicyText', 'lifecycle-policy', { lifecyclePolicyText: undefined }],
  ['tags', 'required-tags', { tags: undefined }],
])('a value that could not be read (%s) breaks no rule', (value, rule, without) => {
  expect(broken({ file: without, policy: undefined }, {}, [RepositoryRule.requiredTags('x')])).toContain(rule);
  expect(broken({ file: { ...without, missing: { [value]: 'denied' } } }, {}, [RepositoryRule.requiredTags('x')])).not.toContain(rule);
});

describe('a repository whose own scan setting is off', () => {
  test('may be scanned by the registry', () => {
    const rules = [{ scanFrequency: 'SCAN_ON_PUSH', repositoryFilters: [{ filter: '*', filterType: 'WILDCARD' }] }];
    expect(broken(scanOff, { settings: { scanning: { scanType: 'BASIC', rules } } })).toEqual([]);
  });

  test('is not judged if the configuration of the registry could not be read', () => {
    expect(broken(scanOff, { missing: { scanning: 'denied' } })).toEqual([]);
    expect(broken(scanOff)).toEqual(['scanned-on-push']);
  });
});

test('a repository policy that is not JSON could not be read', () => {
  expect(broken({ file: { repositoryPolicyText: '{' } })).toEqual([expect.stringMatching(/^repositoryPolicyText: /)]);
});

test('the other rules apply to a repository whose policy is not JSON', () => {
  expect(broken({ ...scanOff, file: { repositoryPolicyText: '{' } })[0]).toBe('scanned-on-push');
});
