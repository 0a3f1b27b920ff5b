import * as fc from 'fast-check';
import { EvaluationVector, VectorImage } from './evaluation-vector';
import { RepositoryImage } from '../../src/lifecycle/core/repository-image';

/** The moment of every evaluation in tests. */
export const NOW = Date.UTC(2026, 0, 31, 12);

/** An image with the defaults of one that was pushed a day ago. */
export function image(digest: string, overrides: Partial<RepositoryImage> = {}): RepositoryImage {
  return { digest, tags: [], sizeInBytes: 0, status: 'ACTIVE', pushedAt: NOW - 24 * 60 * 60 * 1000, isManifestList: false, ...overrides };
}

/** The image that a vector means. */
export function imageOfVector(
  digest: string,
  { tags, pushed, pulled, archived, restored, references, subject }: VectorImage,
): RepositoryImage {
  return image(digest, {
    tags,
    status: archived === undefined ? 'ACTIVE' : 'ARCHIVED',
    pushedAt: ago(pushed),
    ...(pulled === undefined ? {} : { lastPulledAt: ago(pulled) }),
    ...(archived === undefined ? {} : { lastArchivedAt: ago(archived) }),
    ...(restored === undefined ? {} : { lastActivatedAt: ago(restored) }),
    isManifestList: references !== undefined,
    ...(subject === undefined ? {} : { subjectDigest: subject }),
  });
}

/** What the manifest lists of a vector reference, where that is known. */
export function listsOfVector(images: EvaluationVector['images']): Map<string, readonly string[]> {
  return new Map(
    Object.entries(images).flatMap(([name, { references }]) =>
      references === undefined || references === 'unknown' ? [] : [[name, references] as const],
    ),
  );
}

function ago(seconds: number): number {
  return NOW - seconds * 1000;
}

const time = fc.integer({ min: 0, max: 500 * 24 }).map((hours) => NOW - hours * 60 * 60 * 1000);
export const anyTag = fc.oneof(fc.constantFrom('v1', 'v2', 'dev-1', 'dev-2', 'release-1', '__proto__'), fc.stringMatching(/^[abv]{1,4}$/));

/** Repositories with images of every status, some of them pushed in the same instant. */
export const anyImages: fc.Arbitrary<RepositoryImage[]> = fc.uniqueArray(
  fc.record(
    {
      digest: fc.stringMatching(/^sha256:[0-9a-f]{4}$/),
      tags: fc.uniqueArray(anyTag, { maxLength: 4 }),
      sizeInBytes: fc.nat(),
      status: fc.constantFrom('ACTIVE', 'ACTIVE', 'ARCHIVED', 'ACTIVATING'),
      pushedAt: time,
      lastPulledAt: time,
      lastArchivedAt: time,
      lastActivatedAt: time,
      isManifestList: fc.boolean(),
      subjectDigest: fc.stringMatching(/^sha256:[0-9a-f]{4}$/),
    },
    { requiredKeys: ['digest', 'tags', 'sizeInBytes', 'status', 'pushedAt', 'isManifestList'] },
  ),
  { selector: ({ digest }) => digest, maxLength: 30 },
);

/** Repositories in which images depend on others: lists with and without manifests, lists in lists, and artifacts of artifacts. */
export const relatedImages: fc.Arbitrary<{ images: RepositoryImage[]; lists: Map<string, string[]> }> = fc
  .tuple(anyImages, fc.infiniteStream(fc.nat()), fc.infiniteStream(fc.nat(9)))
  .map(([images, places, dice]) => {
    const roll = () => dice.next().value;
    const lists = new Map<string, string[]>();
    const related = images.map((one, place) => {
      const older = () => images[places.next().value % place].digest;
      if (place > 0 && one.isManifestList && roll() < 6) lists.set(one.digest, Array.from({ length: roll() % 5 }, older));
      // a list that is an artifact of one of its images would depend on itself
      const hasSubject = place > 0 && !one.isManifestList && roll() < 4;
      return { ...one, subjectDigest: hasSubject ? older() : undefined };
    });
    return { images: related, lists };
  });
