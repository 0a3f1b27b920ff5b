import { isObject } from './fault';
import { RepositoryImage } from './images';
import { isOrIsMissing, quotedAndTruncated } from '../../private/format-value';
import { SecureRepositoryError } from '../../private/secure-repository-error';

const MANIFEST_LISTS: unknown[] = ['application/vnd.docker.distribution.manifest.list.v2+json', 'application/vnd.oci.image.index.v1+json'];
const STATUSES = ['ACTIVE', 'ARCHIVED', 'ACTIVATING'] as const;

/** Whether a media type is that of a Docker manifest list or an OCI index. */
export function isManifestListType(mediaType: unknown): boolean {
  return MANIFEST_LISTS.includes(mediaType);
}

/** Reads one image of `aws ecr describe-images`, and knows its place for error messages. */
export class ImageDetail {
  constructor(
    private readonly place: string,
    private readonly detail: unknown,
  ) {}

  /** Throws an error that names the first member at fault. */
  public read(): RepositoryImage {
    const detail = this.detail;
    if (!isObject(detail)) {
      throw new SecureRepositoryError(
        'image-inventory',
        this.place,
        `given ${quotedAndTruncated(detail)}, expected an object with imageDigest`,
      );
    }
    const isManifestList = isManifestListType(this.text(detail, 'imageManifestMediaType'));
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
    if (value === undefined || value === '') throw this.problem(name, detail[name], 'a value, which describe-images gives for every image');
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
      throw this.problem(name, value, 'seconds since 1970 or an ISO date with an offset, such as "2026-01-31T12:00:00+00:00"');
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
    throw this.problem('imageSizeInBytes', size, 'a number of bytes from 0');
  }

  private status(detail: Record<string, unknown>): RepositoryImage['status'] {
    const status = detail.imageStatus ?? 'ACTIVE';
    const known = STATUSES.find((one) => one === status);
    if (known !== undefined) return known;
    throw this.problem('imageStatus', status, STATUSES.join(', '));
  }

  private problem(name: string, given: unknown, expected: string): SecureRepositoryError {
    return new SecureRepositoryError('image-inventory', this.place, `${name} ${isOrIsMissing(given)}, expected ${expected}`);
  }
}

/** boto3 prints a date as Python does, with a space. */
const ISO = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/;
/** Later than any date in seconds, earlier than any in milliseconds. */
const MOST_SECONDS = 100_000_000_000;

/**
 * A time in milliseconds since 1970, from what the AWS CLI prints: seconds since 1970 (version 1) or an ISO date with its
 * offset (version 2); none when it is neither.
 */
export function timestamp(value: unknown): number | undefined {
  if (typeof value === 'number') return value >= 0 && value < MOST_SECONDS ? value * 1000 : undefined;
  if (typeof value !== 'string' || !ISO.test(value)) return undefined;
  const time = Date.parse(value.replace(' ', 'T'));
  // Date.parse takes the 30th of February for a day in March
  const isDayOfMonth = new Date(`${value.slice(0, 10)}T00:00:00Z`).getUTCDate() === Number(value.slice(8, 10));
  return isDayOfMonth && !Number.isNaN(time) ? time : undefined;
}
