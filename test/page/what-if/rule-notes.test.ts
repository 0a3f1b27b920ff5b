import * as fc from 'fast-check';
import { ruleNotes } from '../../../page/what-if/rule-notes';
import { DocumentRule } from '../../../src/lifecycle/core/document';
import { jsonPolicyWarnings } from '../../../src/lifecycle/core/warnings';
import { acceptedRules } from '../../fixtures/policy-documents';

test('each warning about a policy is a note of one of its rules', () => {
  fc.assert(
    fc.property(acceptedRules, (rules) => {
      const notes = ruleNotes({ rules });
      const priorities = rules.map(({ rulePriority }) => rulePriority);
      expect([...notes.keys()].filter((priority) => !priorities.includes(priority))).toEqual([]);
      expect([...notes.values()].flat()).toHaveLength(jsonPolicyWarnings({ rules }).length);
    }),
  );
});

test('the sentences are about the rule at which they stand', () => {
  const pushed = { countType: 'sinceImagePushed', countNumber: 7, countUnit: 'days' } as const;
  const rule = (rulePriority: number, selection: Partial<DocumentRule['selection']>): DocumentRule => ({
    rulePriority,
    selection: { tagStatus: 'tagged', ...pushed, ...selection },
    action: { type: 'expire' },
  });
  const rules = [rule(3, { tagPatternList: ['release-'] }), rule(5, { tagPrefixList: ['dev'] }), rule(8, { tagPrefixList: ['dev-x'] })];
  expect([...ruleNotes({ rules })]).toEqual([
    [3, ['Has the pattern "release-", which matches only the tag "release-". Use "release-*" to match every tag that begins with it.']],
    [8, expect.arrayContaining([expect.stringMatching(/^Rules 8 and 5 have overlapping prefixes \("dev-x" and "dev"\)/)])],
  ]);
});

test('no policy has no notes', () => {
  expect(ruleNotes(null).size).toBe(0);
});
