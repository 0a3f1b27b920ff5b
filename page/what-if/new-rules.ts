import { describeRule } from '../../src/lifecycle/core/describe';
import { DocumentRule, DocumentSelection, NEVER_REACHED } from '../../src/lifecycle/core/document';

/** A rule that the reader can add, and its sentence. Its fields are changed after that. */
export interface NewRule {
  readonly name: string;
  readonly rule: DocumentRule;
}

const days = (countType: 'sinceImagePushed' | 'sinceImagePulled' | 'sinceImageTransitioned', countNumber: number) =>
  ({ countType, countNumber, countUnit: 'days' }) as const;
const newest = (countNumber: number) => ({ countType: 'imageCountMoreThan', countNumber }) as const;
const tagged = (pattern: string) => ({ tagStatus: 'tagged', tagPatternList: [pattern] }) as const;

const SELECTIONS: readonly (readonly ['expire' | 'archive', DocumentSelection])[] = [
  ['expire', { ...tagged('v*'), ...newest(NEVER_REACHED.images) }],
  ['expire', { ...tagged('*'), ...newest(10) }],
  ['expire', { ...tagged('pr-*'), ...days('sinceImagePushed', 30) }],
  ['expire', { tagStatus: 'untagged', ...days('sinceImagePushed', 14) }],
  ['expire', { tagStatus: 'any', ...newest(100) }],
  ['archive', { tagStatus: 'any', ...days('sinceImagePulled', 60) }],
  ['archive', { ...tagged('*'), ...newest(10) }],
  ['expire', { tagStatus: 'any', storageClass: 'archive', ...days('sinceImageTransitioned', 365) }],
];

/** The rules that the reader can add. */
export const NEW_RULES: readonly NewRule[] = SELECTIONS.map(([action, selection]) => {
  const rule: DocumentRule = {
    rulePriority: 1,
    selection,
    action: action === 'expire' ? { type: 'expire' } : { type: 'transition', targetStorageClass: 'archive' },
  };
  return { name: describeRule(rule), rule };
});
