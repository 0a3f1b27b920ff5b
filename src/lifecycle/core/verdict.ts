import { Identification, OpenQuestion, RuleAction } from './evaluation';
import { DocumentRule } from './policy-document';
import { RepositoryImage } from './repository-image';

/** What ECR does with an image: certain, or possible where neither the inventory nor the documentation of AWS decides it. */
export type VerdictAction = RuleAction | 'MAY_EXPIRE' | 'MAY_ARCHIVE';

/** What ECR does with an image, and why. */
export interface Verdict {
  readonly image: RepositoryImage;
  readonly action: VerdictAction;
  /** The first rule that identified the image; none when no rule did. */
  readonly identification?: Identification;
  /** What its rule leaves open. */
  readonly open?: OpenQuestion;
  /** For an artifact to which the same happens as to this image, which is no such artifact itself. */
  readonly follows?: Verdict;
  /** For an artifact that a rule selects, its subject, to which the same does not happen for certain. What ECR does then is not documented. */
  readonly without?: Verdict;
  /** The manifest list that keeps the image. */
  readonly hold?: Hold;
  /** Whether the verdict is possible, and not certain, because of a manifest list whose children are not known. */
  readonly needsManifests?: boolean;
}

/** A manifest list that stays, or may stay, and references an image, or may do so. */
export interface Hold {
  readonly isCertain: boolean;
  /** None for lists whose manifests are not known, and for one that is not in the inventory. */
  readonly by?: Verdict;
  /** The digest of a list that is known to reference the image and is not in the inventory. */
  readonly absent?: string;
}

/** The rule that acts or keeps: that of the subject where an artifact follows it. */
export function decidingRule({ identification, follows }: Verdict): DocumentRule | undefined {
  return (follows?.identification ?? identification)?.rule;
}

/** Whether what happens to an image is possible and not certain. */
export function isPossible({ action }: Pick<Verdict, 'action'>): boolean {
  return action === 'MAY_EXPIRE' || action === 'MAY_ARCHIVE';
}
