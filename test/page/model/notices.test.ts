import { hasSizes, noticesOf } from '../../../page/model/notices';
import { PageImages, PageRepository } from '../../../src/lifecycle/core/page-data';
import { image } from '../../fixtures/repository-images';

const REPOSITORY: PageRepository = { present: { rules: [] }, why: {}, missing: [] };
const imagesOf = (...sizes: number[]): PageImages => ({
  images: sizes.map((sizeInBytes, place) => image(`sha256:${place}`, { sizeInBytes })),
  lists: new Map(),
});

describe('what the page cannot show', () => {
  test('is nothing where everything is known', () => {
    expect(noticesOf(REPOSITORY, imagesOf(5))).toEqual([]);
  });

  test.each<[string, Partial<PageRepository>, PageImages | undefined, RegExp]>([
    [
      'images that are not in the file',
      { why: { images: 'Access is denied.' } },
      undefined,
      /numbers of the report are known\. Access is denied\.$/,
    ],
    ['no images', {}, imagesOf(), /^The repository has no images/],
    ['no policy', { present: null }, imagesOf(5), /^The repository has no lifecycle policy, so all images stay\.$/],
    [
      'an unreadable proposal',
      { why: { proposed: 'It contains tokens.' } },
      imagesOf(5),
      /^The proposed policy is not shown\. It contains tokens\.$/,
    ],
    ['no sizes', {}, imagesOf(0, 0), /^No image has a size, so storage and cost are not known\.$/],
    ['some sizes', {}, imagesOf(0, 5), /^1 image without a size/],
    ['a value that was not collected', { missing: ['tags: AccessDenied'] }, imagesOf(5), /^Not collected: tags: AccessDenied$/],
  ])('says so of %s', (_, repository, images, sentence) => {
    expect(noticesOf({ ...REPOSITORY, ...repository }, images)).toEqual([expect.stringMatching(sentence)]);
  });

  test('says once why images or the present policy could not be read', () => {
    const denied: PageRepository = {
      why: { images: 'They could not be read (AccessDenied: A).', present: 'It could not be read (AccessDenied: B).' },
      proposed: null,
      missing: ['images: AccessDenied: A', 'lifecyclePolicyText: AccessDenied: B', 'tags: AccessDenied: A'],
    };
    const sentences = noticesOf(denied, undefined);
    expect(sentences.filter((sentence) => sentence.startsWith('Not collected'))).toEqual(['Not collected: tags: AccessDenied: A']);
    expect(sentences.filter((sentence) => sentence.includes('AccessDenied'))).toHaveLength(3);
  });

  test('says once that no policy is known, besides the reason', () => {
    const sentences = noticesOf({ ...REPOSITORY, present: undefined, why: { present: 'It contains tokens.' } }, imagesOf(5));
    expect(sentences).toEqual([
      'The present policy is not shown. It contains tokens.',
      'No policy is known. The page shows the images without a policy.',
    ]);
  });
});

describe('manifest lists whose references are not known', () => {
  const lists = (count: number): PageImages => ({
    images: Array.from({ length: count }, (_, place) => image(`sha256:${place}`, { sizeInBytes: 5, isManifestList: true })),
    lists: new Map(),
  });

  test.each([
    [REPOSITORY, 'Pass the output of aws ecr batch-get-image with --manifests.'],
    [{ ...REPOSITORY, row: {} }, 'Run collect with --manifests.'],
  ])('are said, with the command that reads them', (repository, remedy) => {
    expect(noticesOf(repository, lists(2))).toEqual([
      `It is not known which images the manifest lists reference, so it is not certain which images go. ${remedy}`,
    ]);
  });

  test('are not said of one image, and not of lists that are known', () => {
    expect(noticesOf(REPOSITORY, lists(1))).toEqual([]);
    const { images } = lists(2);
    expect(noticesOf(REPOSITORY, { images, lists: new Map(images.map(({ digest }) => [digest, []])) })).toEqual([]);
  });
});

test('a manifest list has no size of its own', () => {
  const lists: PageImages = { images: [image('sha256:a', { isManifestList: true })], lists: new Map() };
  expect(noticesOf(REPOSITORY, lists)).toEqual([]);
  expect([hasSizes(lists), hasSizes(imagesOf(0)), hasSizes(imagesOf(0, 1)), hasSizes(imagesOf())]).toEqual([false, false, true, true]);
});
