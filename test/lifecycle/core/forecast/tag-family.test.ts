import { familyOf, isOfOnePush } from '../../../../src/lifecycle/core/forecast/tag-family';
import { image } from '../../../fixtures/repository-images';

describe('the family of an image', () => {
  test.each([
    [['main-466-8405286'], 'main-*'],
    [['v1.7.4'], 'v*'],
    [['1.2.3-rc.1'], '*-rc.*'],
    [['2026-11-23'], '*'],
    [['pr-394'], 'pr-*'],
    [['9fceb02d0ae598e95dc970b74767f19372d61af8'], '*'],
    [['sha-9fceb02'], 'sha-*'],
    [['main-178-dfdaacc'], 'main-*'],
    [['feature-facade'], 'feature-facade'],
    [['latest'], 'latest'],
    [['latest', 'main-7'], 'main-*'],
    [['latest', 'stable'], 'latest'],
    [[], 'untagged'],
  ])('%j is of %s', (tags, family) => {
    expect(familyOf(image('sha256:1', { tags }))).toBe(family);
  });

  test('an image that refers to another one is an artifact, whatever its tags', () => {
    expect(familyOf(image('sha256:1', { tags: ['v1'], subjectDigest: 'sha256:2' }))).toBe('artifacts');
  });

  test('a tag without a number or hash moves from push to push', () => {
    expect(['v1', 'main-9fceb02', 'latest', 'prod'].map(isOfOnePush)).toEqual([true, true, false, false]);
  });
});
