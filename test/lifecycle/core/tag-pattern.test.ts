import * as fc from 'fast-check';
import { selectedImages, TagPattern } from '../../../src/lifecycle/core/tag-pattern';

test.each([
  ['*', 'latest', true],
  ['v*', 'v', true],
  ['v*', 'av', false],
  ['*-rc', '1-rc', true],
  ['*-rc', '1-rc2', false],
  ['a*a', 'a', false],
  ['a*a', 'aa', true],
  ['a*b*c', 'a-b-c', true],
  ['a*b*c', 'abc', true],
  ['a*b*c', 'a-c-b-c', true],
  ['a*bb*bb*c', 'abbc', false],
  ['a*b*c', 'ac', false],
  ['a*bc*c', 'abc', false],
  ['a*bc*bc', 'abc', false],
  ['**', 'x', true],
  ['latest', 'latest', true],
  ['latest', 'latest1', false],
  ['v1.0', 'v1x0', false],
])('the pattern %s matches the tag %s: %s', (pattern, tag, expected) => {
  expect(TagPattern.like(pattern).matches(tag)).toBe(expected);
});

test.each([
  ['v', 'v1', true],
  ['v', 'av', false],
  ['', 'latest', true],
  ['v*', 'v1', false],
])('the prefix %j is one of the tag %s: %s', (prefix, tag, expected) => {
  expect(TagPattern.startingWith(prefix).matches(tag)).toBe(expected);
});

test('a pattern covers another exactly when no tag matches the other alone', () => {
  const pattern = fc.stringMatching(/^[ab*]{1,6}$/).map((text) => TagPattern.like(text));
  // with one letter that no pattern names, all tags up to this length tell patterns of six characters apart
  const tags = ['', ...tagsOf(1), ...tagsOf(2), ...tagsOf(3), ...tagsOf(4), ...tagsOf(5), ...tagsOf(6), ...tagsOf(7)];
  fc.assert(
    fc.property(pattern, pattern, (wide, narrow) => {
      expect(wide.covers(narrow)).toBe(tags.every((tag) => !narrow.matches(tag) || wide.matches(tag)));
    }),
    { numRuns: 300 },
  );
});

function tagsOf(length: number): string[] {
  return length === 0 ? [''] : tagsOf(length - 1).flatMap((tag) => ['a', 'b', '-'].map((letter) => tag + letter));
}

describe('the images that filters select', () => {
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
});
