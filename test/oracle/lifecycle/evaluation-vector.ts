import { DocumentRule } from '../../../src/lifecycle/core/document';
import { VerdictAction } from '../../../src/lifecycle/core/verdicts';

/** A repository, a policy and what ECR does. */
export interface EvaluationVector {
  readonly name: string;
  readonly rules: readonly DocumentRule[];
  readonly images: Readonly<Record<string, VectorImage>>;
  /** The action and the rule of each image that something happens to. */
  readonly expected: Readonly<Record<string, readonly [Exclude<VerdictAction, 'KEEP'>, number]>>;
}

/** An image of a vector; all times are seconds ago. An image with `archived` is in the archive. */
export interface VectorImage {
  readonly tags: readonly string[];
  readonly pushed: number;
  readonly pulled?: number;
  readonly archived?: number;
  readonly restored?: number;
  /** For a manifest list, the images that it references, or `unknown` where its manifest is not given. */
  readonly references?: readonly string[] | 'unknown';
  /** For an artifact, the image that it belongs to. */
  readonly subject?: string;
}

export function days(count: number): number {
  return count * 24 * 60 * 60;
}
