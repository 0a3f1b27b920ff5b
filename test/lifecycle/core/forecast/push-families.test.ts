import { assumedPushes } from '../../../../src/lifecycle/core/forecast/assumed-pushes';
import { pushFamilies } from '../../../../src/lifecycle/core/forecast/push-families';
import { MILLISECONDS_PER_DAY, RepositoryImage } from '../../../../src/lifecycle/core/images';
import { image, NOW } from '../../../fixtures/repository-images';

const pushed = (digest: string, daysAgo: number, overrides: Partial<RepositoryImage> = {}) =>
  image(digest, { pushedAt: NOW - daysAgo * MILLISECONDS_PER_DAY, sizeInBytes: 10, ...overrides });

describe('the families of pushes', () => {
  test('a rate is that of the last 28 days, or of the time since the oldest image', () => {
    const old = pushFamilies([pushed('a', 90), pushed('b', 20), pushed('c', 10)], new Map(), NOW);
    expect(old).toMatchObject([{ imageCount: 3, pushesPerDay: 2 / 28 }]);
    const young = pushFamilies([pushed('a', 20), pushed('b', 10)], new Map(), NOW);
    expect(young).toMatchObject([{ pushesPerDay: 2 / 20 }]);
  });

  test('a rate is that of at least a day, so that two pushes of an hour are no 48 a day', () => {
    expect(pushFamilies([pushed('a', 1 / 24), pushed('b', 0.5 / 24)], new Map(), NOW)).toMatchObject([{ pushesPerDay: 2 }]);
  });

  test('images pushed after the time of the forecast give no rate', () => {
    expect(pushFamilies([pushed('a', 1), pushed('b', -1), pushed('c', -2)], new Map(), NOW)).toMatchObject([
      { imageCount: 3, pushesPerDay: 0, remark: 'one image gives no rate' },
    ]);
  });

  test('the images of a known manifest list and artifacts belong to the push of their image', () => {
    const lists = new Map([['list', ['amd', 'arm']]]);
    const push = [
      pushed('list', 1, { tags: ['v2'], isManifestList: true, sizeInBytes: 0 }),
      pushed('amd', 1),
      pushed('arm', 1),
      pushed('signature', 1, { subjectDigest: 'list', sizeInBytes: 1 }),
    ];
    const families = pushFamilies([...push, pushed('other', 10, { tags: ['v1'], sizeInBytes: 1 })], lists, NOW);
    expect(families).toEqual([{ name: 'v*', imageCount: 2, pushesPerDay: 0.2, meanSizeInBytes: 11, lastPush: push }]);

    const assumed = assumedPushes(families, new Map(), lists, NOW, 5);
    expect(assumed.images.map(({ tags, isManifestList, sizeInBytes }) => ({ tags, isManifestList, sizeInBytes }))).toEqual([
      { tags: ['v2'], isManifestList: true, sizeInBytes: 0 },
      { tags: [], isManifestList: false, sizeInBytes: 5 },
      { tags: [], isManifestList: false, sizeInBytes: 5 },
      { tags: [], isManifestList: false, sizeInBytes: 1 },
    ]);
    const [list, amd, arm, signature] = assumed.images;
    expect(assumed.lists).toEqual(new Map([[list.digest, [amd.digest, arm.digest]]]));
    expect(signature.subjectDigest).toBe(list.digest);
    expect(assumed.days).toEqual([5, 5, 5, 5]);
  });

  test('a tagged image of a list is a push of its own', () => {
    const lists = new Map([['list', ['amd']]]);
    const images = [pushed('list', 1, { tags: ['v1'], isManifestList: true }), pushed('amd', 1, { tags: ['v1-amd64'] })];
    expect(pushFamilies(images, lists, NOW).map(({ name }) => name)).toEqual(['v*', 'v*-amd*']);
  });

  test('an artifact of a deleted image gives no rate', () => {
    expect(
      pushFamilies([pushed('a', 1, { subjectDigest: 'gone' }), pushed('b', 2, { subjectDigest: 'gone' })], new Map(), NOW),
    ).toMatchObject([{ name: 'artifacts', pushesPerDay: 0, remark: 'they belong to images that are not in the inventory' }]);
  });
});

describe('the assumed pushes', () => {
  const family = pushFamilies([pushed('a', 10, { tags: ['latest', 'main-1'] }), pushed('b', 20, { tags: ['main-0'] })], new Map(), NOW);
  const daysAt = (rate: number, days: number) => assumedPushes(family, new Map([['main-*', rate]]), new Map(), NOW, days).days;

  test.each([
    [0, 90, []],
    [1, 3, [1, 2, 3]],
    [2, 2, [1, 1, 2, 2]],
    [0.5, 5, [2, 4]],
    [0.1, 20, [10, 20]],
    [2.5, 2, [1, 1, 2, 2, 2]],
  ])('at %d a day, %d days have those on %j', (rate, days, expected) => {
    expect(daysAt(rate, days)).toEqual(expected);
  });

  test('lie within their days, at different times, and have no tag that moves', () => {
    const { images, days } = assumedPushes(family, new Map([['main-*', 3]]), new Map(), NOW, 4);
    expect(new Set(images.map(({ pushedAt }) => pushedAt)).size).toBe(12);
    images.forEach(({ pushedAt, tags }, place) => {
      expect(Math.ceil((pushedAt - NOW) / MILLISECONDS_PER_DAY)).toBe(days[place]);
      expect(tags).toEqual(['main-1']);
    });
  });
});
