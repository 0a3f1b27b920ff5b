/** A lifecycle policy as ECR writes it. */
export interface PolicyDocument {
  readonly rules: readonly DocumentRule[];
}

/** One rule of the document. */
export interface DocumentRule {
  readonly rulePriority: number;
  readonly description?: string;
  readonly selection: DocumentSelection;
  readonly action: DocumentAction;
}

/** Which images a rule looks at, and when it would act on them. */
export interface DocumentSelection extends DocumentTagFilter {
  readonly storageClass?: DocumentStorageClass;
  readonly countType: 'imageCountMoreThan' | 'sinceImagePushed' | 'sinceImagePulled' | 'sinceImageTransitioned';
  readonly countNumber: number;
  readonly countUnit?: 'days';
}

/** Which images a rule looks at, by their tags. */
export interface DocumentTagFilter {
  readonly tagStatus: 'tagged' | 'untagged' | 'any';
  readonly tagPrefixList?: readonly string[];
  readonly tagPatternList?: readonly string[];
}

export type DocumentStorageClass = 'standard' | 'archive';

/** What a rule does with the images that it would act on. */
export interface DocumentAction {
  readonly type: 'expire' | 'transition';
  readonly targetStorageClass?: 'archive';
}

/** The storage class whose images a rule looks at; ECR takes the standard class when the rule names none. */
export function storageClassOf(rule: DocumentRule): DocumentStorageClass {
  return rule.selection.storageClass ?? 'standard';
}

/** The rules in the order in which ECR applies them. */
export function byPriority(rules: readonly DocumentRule[]): DocumentRule[] {
  return [...rules].sort((one, other) => one.rulePriority - other.rulePriority);
}

/** Counts that no repository and no image reaches, so that a rule with one is there to keep what it identifies. */
export const NEVER_REACHED = { images: 999_999, days: 36_500 };

/** Whether a rule keeps every image that it identifies. */
export function keepsEverything({ selection: { countType, countNumber } }: DocumentRule): boolean {
  return countNumber >= (countType === 'imageCountMoreThan' ? NEVER_REACHED.images : NEVER_REACHED.days);
}
