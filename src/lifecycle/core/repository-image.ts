import { DocumentStorageClass } from './policy-document';

export const MILLISECONDS_PER_DAY = 24 * 60 * 60 * 1000;

/** An image as `aws ecr describe-images` shows it; times are milliseconds since 1970. */
export interface RepositoryImage {
  readonly digest: string;
  readonly tags: readonly string[];
  /** Of a manifest list: the size of its largest image, which is an image of its own. */
  readonly sizeInBytes: number;
  readonly status: 'ACTIVE' | 'ARCHIVED' | 'ACTIVATING';
  readonly pushedAt: number;
  readonly lastPulledAt?: number;
  readonly lastArchivedAt?: number;
  readonly lastActivatedAt?: number;
  readonly isManifestList: boolean;
  /** The digest of the image that this one is a signature, an SBOM or another artifact of. */
  readonly subjectDigest?: string;
}

export function storageClassOfImage({ status }: RepositoryImage): DocumentStorageClass {
  return status === 'ARCHIVED' ? 'archive' : 'standard';
}

/** When ECR takes the image as pushed: a restored image behaves like one that was just pushed. */
export function pushTime(image: RepositoryImage, now: number): number {
  return image.status === 'ACTIVATING' ? now : (image.lastActivatedAt ?? image.pushedAt);
}

/** When ECR takes the image as pulled: an image that was not pulled since its push or its restoration counts from there. */
export function pullTime(image: RepositoryImage, now: number): number {
  return Math.max(image.lastPulledAt ?? -Infinity, pushTime(image, now));
}
