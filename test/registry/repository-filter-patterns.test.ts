import { App, Stack } from 'aws-cdk-lib';
import { RepositoryFilter } from '../../src/registry/repository-filter';
import { SecureRegistry } from '../../src/registry/secure-registry';
import { REGISTRY_CONSTRAINTS } from '../oracle/registry/constraints';
import { resourceFaults } from '../oracle/registry/resource-faults';

/** Every text of up to five characters of each kind that a pattern distinguishes. */
const TEXTS = Array.from({ length: 5 })
  .reduce<string[][]>(
    (longer) => [...longer, longer[longer.length - 1].flatMap((text) => ['a', '*', '.', '/', '-', 'A'].map((next) => text + next))],
    [['']],
  )
  .flat();

const SCANNING = 'AWS::ECR::RegistryScanningConfiguration';
const SIGNING = 'AWS::ECR::SigningConfiguration';
const REPLICATION = 'AWS::ECR::ReplicationConfiguration';
const FILTER = 'Rules[].RepositoryFilters[].Filter';

function accepts(use: () => unknown): boolean {
  try {
    use();
    return true;
  } catch {
    return false;
  }
}

const constraintOf = (type: string, path: string) => {
  const { patterns = [], min = 0 } = REGISTRY_CONSTRAINTS[type][path];
  return (text: string) => text.length >= min && patterns.every((pattern) => new RegExp(pattern).test(text));
};

test.each([
  ['scanning', SCANNING],
  ['signing', SIGNING],
] as const)('a filter for %s is accepted exactly when the API accepts it', (setting, type) => {
  const sound = constraintOf(type, FILTER);
  const wrong = TEXTS.filter((text) => accepts(() => RepositoryFilter.matching(text)._wildcard(setting)) !== sound(text));
  expect(wrong).toEqual([]);
});

test('a prefix for replication is accepted exactly when the API accepts it', () => {
  const sound = constraintOf(REPLICATION, `ReplicationConfiguration.${FILTER}`);
  const wrong = TEXTS.filter((text) => accepts(() => RepositoryFilter.startingWith(text)._prefix()) !== sound(text));
  // an empty prefix is every repository, which is a rule without a filter
  expect(wrong.filter((text) => text !== '')).toEqual([]);
});

test('the evaluator judges scanning filters as the pattern of the API does', () => {
  const sound = constraintOf(SCANNING, FILTER);
  const rules = (text: string) => [{ ScanFrequency: 'SCAN_ON_PUSH', RepositoryFilters: [{ Filter: text, FilterType: 'WILDCARD' }] }];
  const wrong = TEXTS.filter((text) => (resourceFaults(SCANNING, { ScanType: 'BASIC', Rules: rules(text) }).length === 0) !== sound(text));
  expect(wrong).toEqual([]);
});

// with a pattern that tries every division of the text, none of these ends
test.each([`${'a'.repeat(200)}!`, `${'-'.repeat(200)}!`, `${'a-'.repeat(100)}!`, `${'a/'.repeat(100)}!`, `${'*'.repeat(200)}!`])(
  'a long text is refused: %s',
  (text) => {
    const registry = new SecureRegistry(new Stack(new App(), 'Shop'), 'Registry');
    expect(accepts(() => RepositoryFilter.matching(text)._wildcard('scanning'))).toBe(false);
    expect(accepts(() => RepositoryFilter.matching(text)._wildcard('signing'))).toBe(false);
    expect(accepts(() => RepositoryFilter.matching(`${text}*`)._prefix())).toBe(false);
    expect(accepts(() => registry.acceptReplicationFrom('444455556666', text))).toBe(false);
  },
);
