import * as fc from 'fast-check';
import { DocumentRule, DocumentSelection } from '../../src/lifecycle/core/policy-document';

const pattern = fc.oneof(
  fc.constantFrom('*', 'v*', 'dev-*', '*-1', 'release-*', '*a*', 'v1', '__proto__'),
  fc.stringMatching(/^[abv]?\*?[abv]?\*?[abv]?$/).filter((text) => text !== ''),
);

const tagFilter = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ tagStatus: 'untagged' } as const) },
  { weight: 1, arbitrary: fc.constant({ tagStatus: 'any' } as const) },
  {
    weight: 4,
    arbitrary: fc.record({ tagStatus: fc.constant('tagged' as const), tagPatternList: fc.array(pattern, { minLength: 1, maxLength: 3 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ tagStatus: fc.constant('tagged' as const), tagPrefixList: fc.array(pattern, { minLength: 1, maxLength: 3 }) }),
  },
);

const EXPIRE = { type: 'expire' } as const;
const ARCHIVE = { type: 'transition', targetStorageClass: 'archive' } as const;
const inDays = { countUnit: 'days' } as const;

type Timing = { readonly count: Omit<DocumentSelection, 'tagStatus'>; readonly action: DocumentRule['action'] };

const timing: fc.Arbitrary<Timing> = fc
  .integer({ min: 1, max: 200 })
  .chain((countNumber) =>
    fc.constantFrom<Timing>(
      { count: { countType: 'imageCountMoreThan', countNumber: Math.ceil(countNumber / 20) }, action: EXPIRE },
      { count: { countType: 'imageCountMoreThan', countNumber: Math.ceil(countNumber / 20), storageClass: 'standard' }, action: ARCHIVE },
      { count: { countType: 'sinceImagePushed', countNumber, ...inDays }, action: EXPIRE },
      { count: { countType: 'sinceImagePushed', countNumber, ...inDays }, action: ARCHIVE },
      { count: { countType: 'sinceImagePulled', countNumber, ...inDays }, action: ARCHIVE },
      { count: { countType: 'sinceImageTransitioned', countNumber: countNumber + 90, storageClass: 'archive', ...inDays }, action: EXPIRE },
    ),
  );

const anyRule: fc.Arbitrary<DocumentRule> = fc
  .record({ filter: tagFilter, timing, description: fc.option(fc.string({ unit: 'binary' }), { nil: undefined }) })
  .map(({ filter, timing: { count, action }, description }) => ({
    rulePriority: 0,
    ...(description === undefined ? {} : { description }),
    selection: { ...filter, ...count },
    action,
  }));

/** Policies that ECR accepts by what is known of it, whatever the library says; with priorities that are no sequence. */
export const acceptedRules: fc.Arbitrary<DocumentRule[]> = fc
  .array(anyRule, { minLength: 1, maxLength: 8 })
  // the first rule is always there
  .map((rules) => rules.reduce<DocumentRule[]>(withRuleIfLegal, []));

function withRuleIfLegal(rules: DocumentRule[], rule: DocumentRule, index: number): DocumentRule[] {
  const storageClass = ({ selection }: DocumentRule) => selection.storageClass ?? 'standard';
  const prefixes = ({ selection }: DocumentRule) => selection.tagPrefixList && [...new Set(selection.tagPrefixList)].sort().join('\n');
  const isLegal = rules
    .filter((earlier) => storageClass(earlier) === storageClass(rule))
    .every((earlier) => {
      const statuses = [earlier, rule].map(({ selection }) => selection.tagStatus);
      const hasOwnPrefixes = prefixes(rule) === undefined || prefixes(earlier) !== prefixes(rule);
      return statuses[0] !== 'any' && statuses.join() !== 'untagged,untagged' && hasOwnPrefixes;
    });
  return isLegal ? [...rules, { ...rule, rulePriority: 3 * index + 1 }] : rules;
}
