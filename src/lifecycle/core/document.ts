import { CountType, unitOf } from './count-types';
import { StorageClass } from './images';

/** The JSON of a lifecycle policy, in the form that ECR defines. */
export interface PolicyDocument {
  readonly rules: readonly DocumentRule[];
}

/** A rule of the document. */
export interface DocumentRule {
  readonly rulePriority: number;
  readonly description?: string;
  readonly selection: DocumentSelection;
  readonly action: DocumentAction;
}

/** The images that a rule selects, and when it acts on them. */
export interface DocumentSelection extends DocumentTagFilter {
  readonly storageClass?: StorageClass;
  readonly countType: CountType;
  readonly countNumber: number;
  readonly countUnit?: 'days';
}

/** The images that a rule selects, by their tags. */
export interface DocumentTagFilter {
  readonly tagStatus: 'tagged' | 'untagged' | 'any';
  readonly tagPrefixList?: readonly string[];
  readonly tagPatternList?: readonly string[];
}

/** The action of a rule on images that are due. */
export interface DocumentAction {
  readonly type: 'expire' | 'transition';
  readonly targetStorageClass?: 'archive';
}

/** The storage class of the images that a rule selects. ECR defaults to the standard class. */
export function storageClassOf(rule: DocumentRule): StorageClass {
  return rule.selection.storageClass ?? 'standard';
}

/** The rules in the order in which ECR applies them. */
export function byPriority(rules: readonly DocumentRule[]): DocumentRule[] {
  return [...rules].sort((one, other) => one.rulePriority - other.rulePriority);
}

/** Counts that no repository and no image reaches. A rule with such a count protects the images that it selects. */
export const NEVER_REACHED = { images: 999_999, days: 36_500 };

/** Whether a rule protects every image that it selects. */
export function keepsEverything({ selection: { countType, countNumber } }: DocumentRule): boolean {
  return countNumber >= NEVER_REACHED[unitOf(countType)];
}
