import { RepositoryImage } from './images';
import { isObject } from './json-text';
import { isOrIsMissing, quotedAndTruncated } from '../../private/format-value';
import { SecureRepositoryError } from '../../private/secure-repository-error';

const MANIFEST_LISTS: unknown[] = ['application/vnd.docker.distribution.manifest.list.v2+json', 'application/vnd.oci.image.index.v1+json'];
const STATUSES = ['ACTIVE', 'ARCHIVED', 'ACTIVATING'] as const;
const UNCHANGED = 'Pass the output of describe-images unchanged';

/** Whether a media type is that of a Docker manifest list or an OCI index. */
export function isManifestListType(mediaType: unknown): boolean {
  return MANIFEST_LISTS.includes(mediaType);
}

/** An entry of `imageDetails` in the output of `aws ecr describe-images`. */
export class ImageDetail {
  constructor(
    private readonly place: string,
    private readonly detail: unknown,
  ) {}

  /** Returns the image. Throws an error that names the first wrong member. */
  public read(): RepositoryImage {
    const detail = this.detail;
    if (!isObject(detail)) {
      const problem = `the entry is ${quotedAndTruncated(detail)}, but must be an object with imageDigest. ${UNCHANGED}.`;
      throw new SecureRepositoryError('image-inventory', this.place, problem);
    }
    const mediaType = this.text(detail, 'imageManifestMediaType');
    const isManifestList = mediaType === undefined ? undefined : isManifestListType(mediaType);
    return {
      digest: this.required(detail, 'imageDigest', this.text(detail, 'imageDigest')),
      tags: this.tags(detail),
      sizeInBytes: isManifestList ? 0 : this.size(detail),
      status: this.status(detail),
      pushedAt: this.required(detail, 'imagePushedAt', this.time(detail, 'imagePushedAt')),
      lastPulledAt: this.time(detail, 'lastRecordedPullTime'),
      lastArchivedAt: this.time(detail, 'lastArchivedAt'),
      lastActivatedAt: this.time(detail, 'lastActivatedAt'),
      isManifestList,
      subjectDigest: this.text(detail, 'subjectManifestDigest'),
    };
  }

  private required<T>(detail: Record<string, unknown>, name: string, value: T | undefined): T {
    if (value === undefined || value === '') {
      throw this.problem(name, detail[name], 'present', 'Include it in the output of describe-images');
    }
    return value;
  }

  private text(detail: Record<string, unknown>, name: string): string | undefined {
    const value = detail[name] ?? undefined;
    if (value === undefined || typeof value === 'string') return value;
    throw this.problem(name, value, 'a string');
  }

  private time(detail: Record<string, unknown>, name: string): number | undefined {
    const value = detail[name] ?? undefined;
    const time = timestamp(value);
    if (value !== undefined && time === undefined) {
      throw this.problem(name, value, 'seconds since 1970 or an ISO date with an offset', 'Use a time such as "2026-01-31T12:00:00+00:00"');
    }
    return time;
  }

  private tags(detail: Record<string, unknown>): string[] {
    const tags = detail.imageTags ?? [];
    if (Array.isArray(tags) && tags.every((tag) => typeof tag === 'string')) return tags;
    throw this.problem('imageTags', tags, 'a list of strings');
  }

  private size(detail: Record<string, unknown>): number {
    const size = detail.imageSizeInBytes ?? 0;
    if (typeof size === 'number' && Number.isFinite(size) && size >= 0) return size;
    throw this.problem('imageSizeInBytes', size, 'a number of at least 0');
  }

  private status(detail: Record<string, unknown>): RepositoryImage['status'] {
    const status = detail.imageStatus ?? 'ACTIVE';
    const known = STATUSES.find((one) => one === status);
    if (known !== undefined) return known;
    throw this.problem('imageStatus', status, 'ACTIVE, ARCHIVED or ACTIVATING');
  }

  private problem(name: string, value: unknown, expected: string, remedy = UNCHANGED): SecureRepositoryError {
    const problem = `${name} ${isOrIsMissing(value)}, but must be ${expected}. ${remedy}.`;
    return new SecureRepositoryError('image-inventory', this.place, problem);
  }
}

/** An ISO date. boto3 prints dates with a space, as Python does. */
const ISO = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/;
/** The limit between dates in seconds and dates in milliseconds. */
const MOST_SECONDS = 100_000_000_000;

/**
 * Reads a time of the AWS CLI: seconds since 1970 (version 1) or an ISO date with its offset (version 2). Returns milliseconds since 1970, or
 * undefined if the value is neither.
 */
export function timestamp(value: unknown): number | undefined {
  if (typeof value === 'number') return value >= 0 && value < MOST_SECONDS ? value * 1000 : undefined;
  if (typeof value !== 'string' || !ISO.test(value)) return undefined;
  const time = Date.parse(value.replace(' ', 'T'));
  // Date.parse accepts the 30th of February, as a day in March
  const isDayOfMonth = new Date(`${value.slice(0, 10)}T00:00:00Z`).getUTCDate() === Number(value.slice(8, 10));
  return isDayOfMonth && !Number.isNaN(time) ? time : undefined;
}
