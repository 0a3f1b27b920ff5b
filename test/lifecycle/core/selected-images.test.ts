import { selectedImages } from '../../../src/lifecycle/core/selected-images';

const images = [{ tags: ['v1', 'v1.0'] }, { tags: [] }, { tags: ['dev-1', 'v1-rc'] }];

test.each([
  ['any image', { tagStatus: 'any' }, [0, 1, 2]],
  ['an untagged image', { tagStatus: 'untagged' }, [1]],
  ['an image with several tags that match, once', { tagStatus: 'tagged', tagPatternList: ['v*'] }, [0, 2]],
  ['an image with a tag for each pattern', { tagStatus: 'tagged', tagPatternList: ['v*', 'dev-*'] }, [2]],
  ['a tag as a whole', { tagStatus: 'tagged', tagPatternList: ['v1'] }, [0]],
  ['a prefix', { tagStatus: 'tagged', tagPrefixList: ['v1.'] }, [0]],
  ['no tag', { tagStatus: 'tagged', tagPatternList: ['prod-*'] }, []],
] as const)('%s is selected', (_, filter, expected) => {
  expect(selectedImages(images, [filter])).toEqual([expected]);
});

test('filters that share a beginning are told apart', () => {
  const filters = ['v*', 'v1*', 'v1', 'v1.*', 'v1-*'].map((pattern) => ({ tagStatus: 'tagged', tagPatternList: [pattern] }) as const);
  expect(selectedImages(images, filters)).toEqual([[0, 2], [0, 2], [0], [0], [2]]);
});
