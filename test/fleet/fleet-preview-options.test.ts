import { RepositoryRule } from '../../src';
import { checkedOptions, FleetPreviewOptions, fleetRules } from '../../src/fleet/fleet-preview-options';

test('the defaults are those of the documentation', () => {
  const before = Date.now();
  const { now, rules, ...rest } = checkedOptions('place', {});
  expect(rest).toEqual({ current: true, pricePerGbMonth: 0.1, releases: [] });
  expect(now).toBeGreaterThanOrEqual(before);
  expect(rules.map(({ id }) => id)).toEqual(fleetRules('rules', []).map(({ id }) => id));
});

test.each<[unknown, RegExp]>([
  [
    { now: new Date('x') },
    /^place: now is null, but must be a valid Date\. Pass a Date, or omit it\. \[cdk-secure-repository:lifecycle-option\]$/,
  ],
  [{ now: '2026-01-31' }, /now is "2026-01-31", but must be a valid Date/],
  [{ pricePerGbMonth: -1 }, /pricePerGbMonth is -1, but must be a number of at least 0/],
  [{ pricePerGbMonth: NaN }, /pricePerGbMonth is NaN, but must be a number of at least 0/],
  [{ releaseTags: ['v*', 'v/1'] }, /releaseTags\[1\] is "v\/1", which matches no tag\. Use 1 to 128 of/],
  [{ releaseTags: 'v*' }, /releaseTags is "v\*", but must be a list of strings/],
  [{ current: 1 }, /current is 1, but must be a boolean/],
  [{ rules: [{}] }, /^place, rules: entry 0 is \{\}, but must be a RepositoryRule\. .* \[cdk-secure-repository:rule-option\]$/],
  [{ rules: RepositoryRule.CUSTOMER_KEY }, /place, rules: the value is \{.*\}, but must be a list of RepositoryRule/],
  [
    { rules: [RepositoryRule.CUSTOMER_KEY, RepositoryRule.CUSTOMER_KEY] },
    /the rule customer-key is passed twice\. Remove one of the two\./,
  ],
])('%j is an error', (options, message) => {
  expect(() => checkedOptions('place', options as FleetPreviewOptions)).toThrow(message);
});

test('a rule about the template of a repository is an error', () => {
  expect(() => fleetRules('--extra', [RepositoryRule.RETAINED])).toThrow(
    /^--extra: the rule retained is about the template of a repository, which an inventory does not contain\. Check templates with cdk-secure-repository rules\./,
  );
});
