import * as fc from 'fast-check';
import { documentOf, Draft, draftOf, withFields, withMoved, withRule } from '../../../page/what-if/draft';
import { draftFaults } from '../../../page/what-if/draft-faults';
import { NEW_RULES } from '../../../page/what-if/new-rules';
import { DocumentRule } from '../../../src/lifecycle/core/document';
import { policyFaults } from '../../../src/lifecycle/core/policy-faults';
import { acceptedRules } from '../../fixtures/policy-documents';

const [PROTECT, KEEP_TEN, , UNTAGGED, KEEP_ANY, , , ARCHIVED] = NEW_RULES.map(({ rule }) => rule);

const formOf = (...rules: DocumentRule[]) => rules.reduce<Draft>(withRule, []);
const messages = (draft: Draft) => draftFaults(draft).map(({ message }) => message);

test('a policy that ECR accepts has no fault in the form', () => {
  fc.assert(
    fc.property(acceptedRules, (rules) => {
      expect(draftFaults(draftOf({ rules }))).toEqual([]);
    }),
  );
});

test('what the form accepts, ECR accepts; what it refuses has a message at a rule of the form', () => {
  const text = fc.oneof(
    fc.constantFrom('', '0', '-1', '1.5', 'x', '1e3', '9007199254740993', 'v*', 'a*b*c*d*e*', 'a/b', '.a'),
    fc.string(),
  );
  fc.assert(
    fc.property(acceptedRules, fc.nat(), text, text, fc.constantFrom<1 | -1>(1, -1), (rules, at, count, tags, by) => {
      const form = draftOf({ rules });
      const { key } = form[at % form.length];
      const changed = withMoved(withFields(form, key, { count, tags }), key, by);
      const faults = draftFaults(changed);
      if (faults.length === 0) {
        // a protection has no field for its number
        const document = JSON.parse(JSON.stringify(documentOf(changed)));
        expect(policyFaults(document)).toEqual([]);
      }
      for (const fault of faults) {
        expect(changed.map((one) => one.key)).toContain(fault.key);
        expect(fault.message).toMatch(/^["A-Z][^]*\.$/);
        if (fault.field !== undefined) expect(fault.message).not.toMatch(/countNumber|countType|tagPatternList|tagPrefixList|expireAfter/);
      }
    }),
  );
});

test.each<[string, DocumentRule, string, string]>([
  [
    'no number',
    KEEP_TEN,
    '',
    'The number of images is empty, but must be a whole number of at least 1. Keep at least one image, or remove the rule.',
  ],
  [
    '0 images',
    KEEP_TEN,
    '0',
    'The number of images is 0, but must be a whole number of at least 1. Keep at least one image, or remove the rule.',
  ],
  ['a part of a day', UNTAGGED, '1.5', 'The number of days is 1.5, but must be a whole number of at least 1. Enter whole days.'],
  ['a word', UNTAGGED, 'ten', 'The number of days is ten, but must be a whole number of at least 1. Enter whole days.'],
  [
    'a number that JSON cannot carry',
    UNTAGGED,
    '9007199254740993',
    'The number of days is 9007199254740993, but must be at most 9007199254740991. Enter a smaller number.',
  ],
  [
    'too short in the archive',
    ARCHIVED,
    '30',
    'The number of days is 30, but must be at least 90. Enter 90 or more, because ECR stores an archived image for at least 90 days.',
  ],
  ['no number in the archive', ARCHIVED, '', 'The number of days is empty, but must be a whole number of at least 90. Enter whole days.'],
])('%s', (_, rule, count, message) => {
  const [{ key }] = formOf(rule);
  expect(draftFaults(withFields(formOf(rule), key, { count }))).toEqual([{ key, field: 'count', message }]);
});

test.each([
  ['', 'The tag pattern is empty, but a tag must match it. Enter a pattern such as v*, or * for every tag.'],
  [
    'feature/*',
    '"feature/*" matches no tag, because a tag cannot contain "/". Use A-Z, a-z, 0-9, ".", "_" and "-", and "*" for zero or more characters.',
  ],
  [
    'v*, (a|b)',
    '"(a|b)" matches no tag, because a tag cannot contain "(", and a pattern is not a regular expression. ' +
      'Use A-Z, a-z, 0-9, ".", "_" and "-", and "*" for zero or more characters.',
  ],
  [
    '*a*b*c*d*',
    'The pattern is "*a*b*c*d*", but must be a pattern with at most 4 wildcards. Replace adjacent * with a single *, or use fewer wildcards.',
  ],
])('the tags %j', (tags, message) => {
  const [{ key }] = formOf(PROTECT);
  expect(draftFaults(withFields(formOf(PROTECT), key, { tags }))).toEqual([{ key, field: 'tags', message }]);
});

test('a beginning of tags has no wildcards', () => {
  const selection = {
    tagStatus: 'tagged',
    tagPrefixList: ['v'],
    countType: 'sinceImagePushed',
    countNumber: 7,
    countUnit: 'days',
  } as const;
  const draft = formOf({ ...UNTAGGED, selection });
  expect(messages(withFields(draft, draft[0].key, { tags: 'v*' }))).toEqual([
    '"v*" matches no tag, because it is a beginning without wildcards. Remove the "*".',
  ]);
  expect(messages(withFields(draft, draft[0].key, { tags: '' }))).toEqual([
    'The beginning of the tag is empty, but a tag must match it. Enter a text such as v.',
  ]);
});

test('a pattern that no tag can match stays until it is changed, because ECR accepts it', () => {
  const selection = { ...PROTECT.selection, tagPatternList: ['a,b'] };
  const draft = draftOf({ rules: [{ ...PROTECT, selection }] });
  expect(draftFaults(draft)).toEqual([]);
  expect(documentOf(draft)!.rules[0].selection.tagPatternList).toEqual(['a,b']);
  expect(draftFaults(withFields(draft, 0, { tags: 'a/b' }))).toHaveLength(1);
});

test('an order that ECR refuses is a fault of its rule', () => {
  const draft = formOf(UNTAGGED, KEEP_ANY);
  const moved = withMoved(draft, draft[1].key, -1);
  expect(draftFaults(moved)).toEqual([
    {
      key: draft[1].key,
      message:
        'The rule selects any image of the storage class "standard", but is not the last rule for it, because rule 2 follows. ' +
        'Move the rule to the end, or remove one of the two.',
    },
  ]);
});

test('a second rule on untagged images is a fault of its rule', () => {
  const draft = formOf(UNTAGGED, UNTAGGED);
  expect(draftFaults(draft)).toEqual([{ key: 1, message: expect.stringContaining('like rule 1, but only one rule may do so') }]);
});

test('too many rules are a fault of all together', () => {
  const draft = formOf(...Array.from({ length: 51 }, () => PROTECT));
  expect(draftFaults(draft)).toEqual([{ message: expect.stringContaining('The policy has 51 rules, but must have at most 50.') }]);
});

test('a form without rules has no fault', () => {
  expect(draftFaults([])).toEqual([]);
});
