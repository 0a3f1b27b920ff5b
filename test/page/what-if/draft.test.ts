import * as fc from 'fast-check';
import { documentOf, Draft, draftOf, withFields, withMoved, withoutRule, withRule } from '../../../page/what-if/draft';
import { NEW_RULES } from '../../../page/what-if/new-rules';
import { byPriority, PolicyDocument } from '../../../src/lifecycle/core/document';
import { acceptedRules } from '../../fixtures/policy-documents';

const documents = acceptedRules.map((rules): PolicyDocument => ({ rules }));
const priorities = (draft: Draft) => draft.map(({ rule }) => rule.rulePriority);
const keys = (draft: Draft) => draft.map(({ key }) => key);
/** The rules without their places. */
const contents = (draft: Draft) => (documentOf(draft)?.rules ?? []).map(({ rulePriority: _, ...rule }) => rule);

test('a form that nobody changed has the rules of the policy', () => {
  fc.assert(
    fc.property(documents, (document) => {
      expect(documentOf(draftOf({ rules: [...document.rules].reverse() }))).toEqual({ rules: byPriority(document.rules) });
    }),
  );
});

test('no policy is a form without rules', () => {
  expect(draftOf(null)).toEqual([]);
  expect(documentOf([])).toBeNull();
});

test('fields that are entered again change nothing', () => {
  fc.assert(
    fc.property(documents, (document) => {
      const draft = draftOf(document);
      const entered = draft.reduce<Draft>(
        (all, { key, count, tags }) => withFields(withFields(all, key, { count: '', tags: '' }), key, { count, tags }),
        draft,
      );
      expect(documentOf(entered)).toEqual(documentOf(draft));
    }),
  );
});

test('a changed field changes the value of its rule only', () => {
  fc.assert(
    fc.property(documents, fc.nat(), fc.integer({ min: 1, max: 1e6 }), (document, at, count) => {
      const draft = draftOf(document);
      const { key } = draft[at % draft.length];
      const changed = documentOf(withFields(draft, key, { count: ` ${count} ` }))!.rules;
      documentOf(draft)!.rules.forEach((rule, index) => {
        const expected = index === at % draft.length ? { ...rule, selection: { ...rule.selection, countNumber: count } } : rule;
        expect(changed[index]).toEqual(expected);
      });
    }),
  );
});

test.each([
  ['v*', ['v*']],
  [' v* and  *-rc ', ['v*', '*-rc']],
  ['v*, *-rc', ['v*', '*-rc']],
  ['v* *-rc', ['v*', '*-rc']],
  ['and', ['and']],
  ['', []],
  [' , ', []],
])('the tags %j are %j', (tags, tagPatternList) => {
  const draft = withRule([], NEW_RULES[1].rule);
  const [{ selection }] = documentOf(withFields(draft, draft[0].key, { tags }))!.rules;
  expect(selection.tagPatternList).toEqual(tagPatternList);
  expect(selection).not.toHaveProperty('tagPrefixList');
});

test('prefixes stay prefixes', () => {
  const rule = { ...NEW_RULES[1].rule, selection: { ...NEW_RULES[1].rule.selection, tagPatternList: undefined, tagPrefixList: ['v'] } };
  const draft = draftOf({ rules: [rule] });
  expect(documentOf(withFields(draft, 0, { tags: 'w' }))!.rules[0].selection.tagPrefixList).toEqual(['w']);
});

test('a rule that moves changes places with its neighbour, and no priority appears or disappears', () => {
  fc.assert(
    fc.property(documents, fc.nat(), fc.constantFrom<1 | -1>(1, -1), (document, at, by) => {
      const draft = draftOf(document);
      const from = at % draft.length;
      const moved = withMoved(draft, draft[from].key, by);
      expect(priorities(moved)).toEqual(priorities(draft));
      if (draft[from + by] === undefined) {
        expect(moved).toBe(draft);
        return;
      }
      expect(contents(moved)[from + by]).toEqual(contents(draft)[from]);
      expect(contents(moved)[from]).toEqual(contents(draft)[from + by]);
      expect(contents(withMoved(moved, draft[from].key, by === 1 ? -1 : 1))).toEqual(contents(draft));
    }),
  );
});

test('a rule that is removed leaves the others as they are', () => {
  fc.assert(
    fc.property(documents, fc.nat(), (document, at) => {
      const draft = draftOf(document);
      const { key } = draft[at % draft.length];
      expect(withoutRule(draft, key)).toEqual(draft.filter((one) => one.key !== key));
    }),
  );
});

describe('a rule that is added', () => {
  test('has a key of its own, and all priorities ascend', () => {
    fc.assert(
      fc.property(documents, fc.constantFrom(...NEW_RULES), (document, { rule }) => {
        const draft = withRule(draftOf(document), rule);
        expect(new Set(keys(draft)).size).toBe(document.rules.length + 1);
        expect(priorities(draft)).toEqual([...new Set(priorities(draft))].sort((one, other) => one - other));
        expect(priorities(draft)).toEqual(expect.arrayContaining(document.rules.map(({ rulePriority }) => rulePriority)));
      }),
    );
  });

  test('stands before a rule on any image of its storage class, and otherwise at the end', () => {
    const [untagged, any, archived] = [NEW_RULES[3], NEW_RULES[4], NEW_RULES[7]].map(({ rule }) => rule);
    expect(any.selection.tagStatus).toBe('any');
    const draft = [archived, any, untagged].reduce(withRule, []);
    expect(draft.map(({ rule }) => [rule.rulePriority, rule.selection])).toEqual([
      [1, archived.selection],
      [2, untagged.selection],
      [3, any.selection],
    ]);
  });
});
