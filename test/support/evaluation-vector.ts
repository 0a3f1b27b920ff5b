import { DocumentRule } from '../../src/lifecycle/core/policy-document';

/** A repository, a policy and what ECR does. */
export interface EvaluationVector {
  readonly name: string;
  readonly rules: readonly DocumentRule[];
  readonly images: Readonly<Record<string, VectorImage>>;
  /** The action and the rule of each image that something happens to. */
  readonly expected: Readonly<Record<string, readonly ['EXPIRE' | 'ARCHIVE', number]>>;
}

/** An image of a vector; all times are seconds ago. An image with `archived` is in the archive. */
export interface VectorImage {
  readonly tags: readonly string[];
  readonly pushed: number;
  readonly pulled?: number;
  readonly archived?: number;
  readonly restored?: number;
}

export function days(count: number): number {
  return count * 24 * 60 * 60;
}
