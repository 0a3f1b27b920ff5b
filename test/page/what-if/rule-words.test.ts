import * as fc from 'fast-check';
import { NEW_RULES } from '../../../page/what-if/new-rules';
import { rulePartsOf, tagsText } from '../../../page/what-if/rule-words';
import { describeRule } from '../../../src/lifecycle/core/describe';
import { DocumentRule } from '../../../src/lifecycle/core/document';
import { policyFaults } from '../../../src/lifecycle/core/policy-faults';
import { acceptedRules } from '../../fixtures/policy-documents';

/** The sentence as the form shows it. */
function sentence(rule: DocumentRule): string {
  const values = { count: String(rule.selection.countNumber), tags: tagsText(rule.selection) };
  const words = rulePartsOf(rule).map((part) => ('field' in part ? values[part.field] : part.words));
  return words.join(' ').replaceAll(' ,', ',');
}

test('a rule has the words of its description', () => {
  fc.assert(
    fc.property(acceptedRules, (rules) => {
      for (const rule of rules) {
        // a field has a number where the description leaves out one, and a pattern where it says "tagged"; prefixes are the next test
        if (rule.selection.countNumber === 1 || rule.selection.tagPrefixList || tagsText(rule.selection) === '*') continue;
        expect(sentence(rule)).toBe(describeRule(rule));
      }
    }),
  );
});

test('a prefix is not shown as a pattern', () => {
  const selection = {
    tagStatus: 'tagged',
    tagPrefixList: ['v'],
    countType: 'sinceImagePushed',
    countNumber: 7,
    countUnit: 'days',
  } as const;
  const rule = { rulePriority: 1, selection, action: { type: 'expire' } } as const;
  expect(sentence(rule)).toBe('expire images with a tag that begins with v 7 days after the push');
});

test('a rule that protects images has no number to change', () => {
  expect(rulePartsOf(NEW_RULES[0].rule)).toEqual([{ words: 'keep all' }, { words: 'images tagged' }, { field: 'tags' }]);
});

test('ECR accepts each rule that can be added', () => {
  expect(NEW_RULES.map(({ rule }) => policyFaults({ rules: [rule] }))).toEqual(NEW_RULES.map(() => []));
});

test('the rules that can be added', () => {
  expect(NEW_RULES.map(({ name }) => name)).toEqual([
    'keep all images tagged v*',
    'keep the 10 newest of the tagged images, expire the others',
    'expire images tagged pr-* 30 days after the push',
    'expire untagged images 14 days after the push',
    'keep the 100 newest of the images, expire the others',
    'archive images 60 days after the last pull',
    'keep the 10 newest of the tagged images, archive the others',
    'expire archived images 365 days after archiving',
  ]);
});
