import { Duration } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { PolicyDocument } from '../../../../src/lifecycle/core/document';
import { callsFor, RuleCall, rulesMadeBy } from '../../../../src/lifecycle/core/source/factories';
import { ImageSelection } from '../../../../src/lifecycle/image-selection';
import { LifecyclePolicy } from '../../../../src/lifecycle/lifecycle-policy';
import { LifecycleRule } from '../../../../src/lifecycle/lifecycle-rule';
import { acceptedRules } from '../../../fixtures/policy-documents';
import { randomCalls } from '../../../fixtures/rule-calls';

/** The real factories. One that is missing here does not compile. */
const REAL: Record<RuleCall['factory'], (call: RuleCall, selection: ImageSelection) => LifecycleRule> = {
  protect: ({ filter, description }) => LifecycleRule.protect(filter.tagPatternList![0], { description }),
  keepLatest: ({ count, description }, selection) => LifecycleRule.keepLatest(count, selection, { description }),
  archiveAllButLatest: ({ count, description }, selection) => LifecycleRule.archiveAllButLatest(count, selection, { description }),
  expireAfter: ({ count, description }, selection) => LifecycleRule.expireAfter(Duration.days(count), selection, { description }),
  archiveAfter: ({ count, description }, selection) => LifecycleRule.archiveAfter(Duration.days(count), selection, { description }),
  archiveUnpulledAfter: ({ count, description }, selection) =>
    LifecycleRule.archiveUnpulledAfter(Duration.days(count), selection, { description }),
  expireArchivedAfter: ({ count, description }, selection) =>
    LifecycleRule.expireArchivedAfter(Duration.days(count), selection, { description }),
};

function selectionOf({ filter: { tagStatus, tagPatternList = [] } }: RuleCall): ImageSelection {
  return tagStatus === 'tagged' ? ImageSelection.taggedWithAll(...tagPatternList) : ImageSelection[tagStatus]();
}

const documentOf = (policy: LifecyclePolicy) => JSON.parse(policy.toText()) as PolicyDocument;

test('the table has every factory of rules', () => {
  const factories = Object.getOwnPropertyNames(LifecycleRule).filter(
    (name) => /^[a-z]/.test(name) && !['length', 'name', 'prototype'].includes(name),
  );
  expect(Object.keys(REAL).sort()).toEqual(factories.sort());
});

test('the table makes of calls what the factories make', () => {
  fc.assert(
    fc.property(randomCalls, (calls) => {
      const policy = LifecyclePolicy.of(...calls.map((call) => REAL[call.factory](call, selectionOf(call))));
      expect(rulesMadeBy(calls)).toEqual(documentOf(policy).rules);
    }),
  );
});

test('the calls for what factories made are as few as those that made it', () => {
  fc.assert(
    fc.property(randomCalls, (calls) => {
      const found = callsFor({ rules: rulesMadeBy(calls) });
      expect(rulesMadeBy(found!)).toEqual(rulesMadeBy(calls));
      expect(found!.length).toBeLessThanOrEqual(calls.length);
    }),
  );
});

test('calls are found for every policy without prefixes, and for no other', () => {
  fc.assert(
    fc.property(acceptedRules, (rules) => {
      const hasPrefixes = rules.some(({ selection }) => selection.tagPrefixList !== undefined);
      expect(callsFor({ rules }) === undefined).toBe(hasPrefixes);
    }),
  );
});
