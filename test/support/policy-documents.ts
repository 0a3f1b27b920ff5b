import * as fc from 'fast-check';
import { DocumentRule, DocumentSelection } from '../../src/lifecycle/core/policy-document';
import { policyFaults } from '../../src/lifecycle/core/policy-faults';

const pattern = fc.oneof(
  fc.constantFrom('*', 'v*', 'dev-*', '*-1', 'release-*', '*a*', 'v1', '__proto__'),
  fc.stringMatching(/^[abv]?\*?[abv]?\*?[abv]?$/),
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

const KEEP_ONE: DocumentRule = {
  rulePriority: 1,
  selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 },
  action: { type: 'expire' },
};

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

/** Policies that ECR accepts, with priorities that are no sequence. */
export const acceptedRules: fc.Arbitrary<DocumentRule[]> = fc
  .array(anyRule, { minLength: 1, maxLength: 8 })
  .map((rules) => rules.reduce<DocumentRule[]>(withRuleIfAccepted, []))
  // not a filter, which would try for ever if nothing were accepted
  .map((rules) => (rules.length > 0 ? rules : [KEEP_ONE]));

function withRuleIfAccepted(rules: DocumentRule[], rule: DocumentRule, index: number): DocumentRule[] {
  const longer = [...rules, { ...rule, rulePriority: 3 * index + 1 }];
  return policyFaults({ rules: longer }).length === 0 ? longer : rules;
}
