import * as fc from 'fast-check';
import { imageColumns } from '../../../src/lifecycle/core/image-columns';
import { RepositoryImage } from '../../../src/lifecycle/core/images';
import { PageData, pageImages, pageJson, PageRepository } from '../../../src/lifecycle/core/page-data';
import { image, NOW, relatedImages } from '../../fixtures/repository-images';

/** The page's own repository, from the file that the command writes. */
function read(repository: Partial<PageRepository>): PageRepository {
  const data: PageData = {
    formatVersion: 1,
    now: NOW,
    pricePerGbMonth: 0.1,
    unread: [],
    repositories: [{ why: {}, missing: [], ...repository }],
  };
  return (JSON.parse(pageJson(data)) as PageData).repositories[0];
}

const sha = fc.stringMatching(/^sha256:[0-9a-f]{64}$/);
const strangeText = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('</script>', '<!--', '\u2028\u2029', '\ud800'));
/** As the AWS CLI prints times in seconds: with microseconds. Half a century holds every difference without a rounding. */
const time = fc.tuple(fc.integer({ min: 1_420_000_000, max: 3_000_000_000 }), fc.integer({ min: 0, max: 999_999 })).map(([s, us]) => {
  return Number(`${s}.${String(us).padStart(6, '0')}`) * 1000;
});

const anyImages: fc.Arbitrary<RepositoryImage[]> = fc
  .uniqueArray(fc.oneof({ weight: 3, arbitrary: sha }, fc.string({ minLength: 1 })), { maxLength: 20 })
  .chain((digests) => {
    const subject = fc.oneof(sha, strangeText, fc.constantFrom(...digests, 'sha256:gone'));
    return fc.tuple(
      ...digests.map((digest) =>
        fc.record(
          {
            digest: fc.constant(digest),
            tags: fc.array(strangeText, { maxLength: 3 }),
            sizeInBytes: fc.nat(Number.MAX_SAFE_INTEGER),
            status: fc.constantFrom('ACTIVE' as const, 'ARCHIVED' as const, 'ACTIVATING' as const),
            pushedAt: time,
            lastPulledAt: time,
            lastArchivedAt: time,
            lastActivatedAt: time,
            isManifestList: fc.constantFrom(true, false, undefined),
            subjectDigest: subject,
          },
          { requiredKeys: ['digest', 'tags', 'sizeInBytes', 'status', 'pushedAt'] },
        ),
      ),
    );
  });

test('images come back as they were, whatever they have', () => {
  fc.assert(
    fc.property(anyImages, (images) => {
      expect(pageImages(read({ images: imageColumns(images, new Map()) }))).toEqual({ images, lists: new Map(), inUse: undefined });
    }),
  );
});

test('references of manifest lists come back, also those to images that are not there', () => {
  fc.assert(
    fc.property(relatedImages, sha, ({ images, lists }, absent) => {
      const known = new Map([...lists, [absent, images.slice(0, 2).map(({ digest }) => digest)], ['empty', []]]);
      for (const children of lists.values()) children.push(absent);
      expect(pageImages(read({ images: imageColumns(images, known) }))).toEqual({ images, lists: known, inUse: undefined });
    }),
  );
});

test('every image has the same members in the same order', () => {
  const images = [image('sha256:a'), image('sha256:b', { lastPulledAt: NOW, status: 'ARCHIVED', subjectDigest: 'sha256:a' })];
  const [one, other] = pageImages(read({ images: imageColumns(images, new Map()) }))!.images.map((each) => Object.keys(each));
  expect(one).toEqual(other);
  expect(one).toHaveLength(10);
});

test('the images in use are found by their places', () => {
  const images = ['sha256:a', 'sha256:b', 'sha256:c'].map((digest) => image(digest));
  const { inUse } = pageImages(read({ images: imageColumns(images, new Map()), inUse: [2, 0] }))!;
  expect(inUse).toEqual(new Set(['sha256:a', 'sha256:c']));
});

test('a repository whose images are not in the file has none, which is not the same as no images', () => {
  expect(pageImages(read({ why: { images: 'left out' } }))).toBeUndefined();
  expect(pageImages(read({ images: imageColumns([], new Map()) }))!.images).toEqual([]);
});

test('nothing in the JSON ends its element, begins a comment or ends a line', () => {
  const tags = ['</script><script>alert(1)</script>', '<!--', '\u2028', '\u2029', '$&'];
  const columns = imageColumns([image('sha256:a', { tags })], new Map());
  const json = pageJson({
    formatVersion: 1,
    now: NOW,
    pricePerGbMonth: 0.1,
    unread: [],
    repositories: [{ why: {}, missing: [], images: columns }],
  });
  expect(json).not.toMatch(/[<\u2028\u2029]/);
  expect(pageImages(read({ images: columns }))!.images[0].tags).toEqual(tags);
});

test('an image takes no more than 115 characters where most have a digest, a tag and two times', () => {
  const images = Array.from({ length: 1000 }, (_, index) => {
    const pushedAt = NOW - index * 1_234_000;
    const digest = `sha256:${index.toString(16).padStart(64, '0')}`;
    return image(digest, { tags: [`main-${index}`], sizeInBytes: 123_456_789, pushedAt, lastPulledAt: pushedAt + 3_600_000 });
  });
  expect(JSON.stringify(imageColumns(images, new Map())).length).toBeLessThan(115_000);
});
