import { ImagesInUse } from '../../src/fleet/images-in-use';
import { Inventory } from '../../src/fleet/inventory';
import { Evaluation, previewRepository, RepositoryResult } from '../../src/fleet/repository-preview';
import { TagPattern } from '../../src/lifecycle/core/tag-pattern';
import { LifecyclePolicy } from '../../src/lifecycle/lifecycle-policy';
import { imageManifest, manifestEntries } from '../fixtures/image-manifests';
import {
  detail,
  digestOf,
  expiring,
  inventoryOnDisk,
  NOW,
  RepositoryOnDisk,
  RestOfInventory,
  untaggedAfter,
} from '../fixtures/inventory-on-disk';

const GB = 1024 ** 3;
const LIST = { imageManifestMediaType: 'application/vnd.oci.image.index.v1+json' };
const ARCHIVE = { type: 'transition', targetStorageClass: 'archive' };
const images = [
  detail('a', '2026-01-01', { imageTags: ['v1'], lastRecordedPullTime: '2026-01-20T00:00:00Z' }),
  detail('b', '2026-01-02', { imageTags: ['v2'] }),
  detail('c', '2026-01-03'),
  detail('d', '2026-01-25'),
];
const proposed = proposing({
  rules: [untaggedAfter(3), expiring(2, { tagStatus: 'tagged', tagPatternList: ['v*'], countType: 'imageCountMoreThan', countNumber: 1 })],
});

function proposing(policy: object): Partial<Evaluation> {
  const document = LifecyclePolicy.fromText(JSON.stringify(policy))._knownDocument('test');
  return { proposed: () => ({ document }) };
}

function previewed(
  repository: Omit<RepositoryOnDisk, 'name'>,
  evaluation: Partial<Evaluation> = proposed,
  rest: RestOfInventory = {},
): RepositoryResult {
  const inventory = Inventory.fromDirectory(inventoryOnDisk([{ name: 'team/api', images, ...repository }], rest));
  const inUse = ImagesInUse.of(inventory);
  const [registry] = inventory._registries();
  const [entry] = registry.repositories();
  return previewRepository(entry, {
    current: true,
    now: NOW.getTime(),
    pricePerGbMonth: 0.1,
    rules: [],
    releases: [],
    inUse,
    ...evaluation,
  });
}
const numbersOf = (...args: Parameters<typeof previewed>) => previewed(...args).repository;

test('the numbers are those of the images', () => {
  expect(numbersOf({})).toEqual({
    account: '111122223333',
    region: 'eu-west-1',
    repositoryName: 'team/api',
    imageCount: 4,
    sizeInBytes: 4 * GB,
    dollarsPerMonth: 0.4,
    isCostExact: false,
    currentlyExpiredCount: 0,
    currentlyExpiredBytes: 0,
    currentlyPossiblyExpiredCount: 0,
    currentlyKeptCount: 4,
    additionallyExpiredCount: 3,
    additionallyExpiredBytes: 3 * GB,
    possiblyExpiredCount: 0,
    possiblyExpiredBytes: 0,
    additionallyArchivedCount: 0,
    possiblyArchivedCount: 0,
    savedDollarsPerMonth: expect.closeTo(0.3),
    possiblySavedDollarsPerMonth: 0,
    inUseExpiredCount: 0,
    createdAt: new Date('2025-01-31T12:00:00Z'),
    lastPulledAt: new Date('2026-01-20T00:00:00Z'),
    brokenRules: [],
    hasOwner: true,
    missing: [],
  });
});

test('what the present policy expires is not expired in addition', () => {
  expect(numbersOf({ policy: { rules: [untaggedAfter(14)] } })).toMatchObject({ currentlyExpiredCount: 1, additionallyExpiredCount: 2 });
});

test('without the comparison everything that expires is additional, and nothing is known of the present', () => {
  const numbers = numbersOf({ policy: { rules: [untaggedAfter(14)] } }, { ...proposed, current: false });
  expect(numbers).toMatchObject({ additionallyExpiredCount: 3 });
  expect(numbers.currentlyExpiredCount).toBeUndefined();
});

test('a possible expiration is never called certain', () => {
  const withList = [...images, detail('e', '2026-01-01', { imageTags: ['x'], ...LIST })];
  // the list may keep every image by its references
  expect(numbersOf({ images: withList })).toMatchObject({
    additionallyExpiredCount: 0,
    possiblyExpiredCount: 3,
    savedDollarsPerMonth: 0,
    possiblySavedDollarsPerMonth: expect.closeTo(0.3),
  });
});

test('an image that the present policy may expire is only possibly expired in addition', () => {
  const lists = [detail('e', '2026-01-01', { imageTags: ['x'], ...LIST }), detail('c', '2026-01-03')];
  const everything = proposing({
    rules: [expiring(1, { tagStatus: 'any', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 1 })],
  });
  expect(numbersOf({ images: lists }, everything)).toMatchObject({ additionallyExpiredCount: 2, possiblyExpiredCount: 0 });
  const present = { rules: [untaggedAfter(3)] };
  expect(numbersOf({ images: lists, policy: present }, everything)).toMatchObject({
    currentlyPossiblyExpiredCount: 1,
    additionallyExpiredCount: 1,
    possiblyExpiredCount: 1,
  });
});

test('archived images are counted on their own', () => {
  const selection = { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 3 };
  const archiving = proposing({ rules: [{ rulePriority: 1, selection, action: ARCHIVE }] });
  expect(numbersOf({}, archiving)).toMatchObject({ additionallyExpiredCount: 0, additionallyArchivedCount: 2, possiblyArchivedCount: 0 });
});

describe('without a proposal', () => {
  test('there are no numbers of a proposed policy', () => {
    const numbers = numbersOf({ policy: { rules: [untaggedAfter(14)] } }, {});
    expect(numbers.currentlyExpiredCount).toBe(1);
    expect(Object.keys(numbers).filter((name) => /additional|possiblyExp|possiblyArch|saved/.test(name))).toEqual([]);
  });

  test('a repository that a proposal leaves out changes nothing, also if its policy could not be read', () => {
    const unread = { file: { lifecyclePolicyText: undefined, missing: { lifecyclePolicyText: 'denied' } } };
    expect(numbersOf(unread, { proposed: () => undefined })).toMatchObject({ additionallyExpiredCount: 0, inUseExpiredCount: undefined });
  });
});

describe('a present policy that could not be read', () => {
  const unread = { file: { lifecyclePolicyText: undefined, missing: { lifecyclePolicyText: 'denied' } } };

  test('leaves open what a proposed policy expires in addition', () => {
    const numbers = numbersOf(unread);
    expect(numbers).toMatchObject({ imageCount: 4, inUseExpiredCount: 0, missing: ['lifecyclePolicyText: denied'] });
    expect(numbers.currentlyExpiredCount).toBeUndefined();
    expect(numbers.additionallyExpiredCount).toBeUndefined();
    expect(numbers.savedDollarsPerMonth).toBeUndefined();
  });

  test('may also be one that this version does not understand', () => {
    const numbers = numbersOf({ policy: { rules: [{ rulePriority: 1, selection: {}, action: { type: 'copy' } }] } });
    expect(numbers.additionallyExpiredCount).toBeUndefined();
    expect(numbers.missing).toEqual([expect.stringMatching(/^lifecyclePolicyText: team\/api, lifecyclePolicyText: 5 faults rule 1: /)]);
  });
});

test('images that could not be read leave all numbers open', () => {
  const { repository } = previewed({ file: { missing: { images: 'denied' } } });
  expect(repository).toMatchObject({ missing: ['images: denied'], brokenRules: [], hasOwner: true });
  expect(repository.imageCount).toBeUndefined();
  expect(repository.inUseExpiredCount).toBeUndefined();
});

test.each([
  [[{ Key: 'Team', Value: 'a' }], true],
  [[{ Key: 'OWNER', Value: '' }], true],
  [[{ Key: 'owners', Value: 'a' }], false],
  [[], false],
  [undefined, undefined],
])('the owner in the tags %j is %s', (tags, expected) => {
  expect(numbersOf({ file: { tags } }).hasOwner).toBe(expected);
});

describe('images in use', () => {
  const host = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
  const using = (image: string, digest?: string) => ({ running: { images: [{ image, digest, usedBy: 'task 1' }] } });

  test('that expire are listed with what uses them', () => {
    const { inUseExpired, repository } = previewed({}, proposed, using(`${host}/team/api:v1`));
    expect(repository.inUseExpiredCount).toBe(1);
    expect(inUseExpired).toEqual([
      {
        account: '111122223333',
        region: 'eu-west-1',
        repositoryName: 'team/api',
        digest: digestOf('a'),
        tags: ['v1'],
        usedBy: 'task 1',
        isCertain: true,
        reason: expect.stringMatching(/^expires: rule 2 /),
        needsManifests: false,
      },
    ]);
  });

  test('by a digest alone may be pulled from another repository', () => {
    const { inUseExpired } = previewed({}, proposed, { inUse: digestOf('a') });
    expect(inUseExpired).toMatchObject([
      { isCertain: false, reason: expect.stringMatching(/, if the image in use is pulled from this repository$/) },
    ]);
  });

  test('of a mirror may be another image', () => {
    expect(previewed({}, proposed, using('mirror.example.com/team/api:v1')).inUseExpired).toMatchObject([{ isCertain: false }]);
  });

  test('that are possibly expired need manifests', () => {
    const withList = [...images, detail('e', '2026-01-01', { imageTags: ['x'], ...LIST })];
    expect(previewed({ images: withList }, proposed, using(`${host}/team/api:v1`)).inUseExpired).toMatchObject([
      { isCertain: false, needsManifests: true },
    ]);
  });

  test('that stay are not listed', () => {
    expect(previewed({}, proposed, using(`${host}/team/api:v2`)).inUseExpired).toEqual([]);
  });

  test('without a proposal are those that the present policy expires', () => {
    expect(previewed({ policy: { rules: [untaggedAfter(3)] } }, {}, using(`${host}/team/api`, digestOf('c'))).inUseExpired).toHaveLength(1);
  });
});

describe('layers', () => {
  const sizeOf = (digest: string) => (digest.startsWith('config') ? 0 : GB / 4);
  const layersOf: { readonly [letter: string]: readonly string[] } = {
    a: ['base', 'of a'],
    b: ['base', 'of b'],
    c: ['base', 'of a'],
    d: ['base', 'of d'],
  };
  const manifestsOf = (letters: string) =>
    manifestEntries(
      Object.fromEntries([...letters].map((letter) => [digestOf(letter), imageManifest(`config of ${letter}`, layersOf[letter], sizeOf)])),
    );
  const withoutMounting = { registry: { settings: { BLOB_MOUNTING: 'DISABLED' } } };

  test('are counted once, and freed when no image has them that is left', () => {
    // b stays, so that the base is not freed
    expect(numbersOf({ manifests: manifestsOf('abcd') }, proposed, withoutMounting)).toMatchObject({
      sizeInBytes: 4 * GB,
      storedBytes: GB,
      dollarsPerMonth: 0.1,
      isCostExact: true,
      currentlyFreedBytes: 0,
      additionallyExpiredBytes: 3 * GB,
      additionallyFreedBytes: GB / 2,
      possiblyFreedBytes: 0,
      savedDollarsPerMonth: 0.05,
      possiblySavedDollarsPerMonth: 0,
      sameLayersCount: 2,
    });
  });

  test.each([
    ['with blob mounting', { registry: { settings: { BLOB_MOUNTING: 'ENABLED' } } }],
    ['if it is not known whether blobs are mounted', {}],
  ])('may be shared with other repositories %s', (_, rest) => {
    expect(numbersOf({ manifests: manifestsOf('abcd') }, proposed, rest)).toMatchObject({
      storedBytes: GB,
      dollarsPerMonth: 0.1,
      isCostExact: false,
    });
  });

  test('are not known as soon as those of one image are not', () => {
    const numbers = numbersOf({ manifests: manifestsOf('abc') }, proposed, withoutMounting);
    expect(numbers).toMatchObject({ dollarsPerMonth: 0.4, isCostExact: false, savedDollarsPerMonth: expect.closeTo(0.3) });
    const { storedBytes, currentlyFreedBytes, additionallyFreedBytes, possiblyFreedBytes, sameLayersCount } = numbers;
    expect([storedBytes, currentlyFreedBytes, additionallyFreedBytes, possiblyFreedBytes, sameLayersCount]).toEqual(
      Array(5).fill(undefined),
    );
  });

  test('of a present policy that could not be read are stored, and it is not known what is freed', () => {
    const file = { lifecyclePolicyText: undefined, missing: { lifecyclePolicyText: 'denied' } };
    const numbers = numbersOf({ manifests: manifestsOf('abcd'), file }, proposed, withoutMounting);
    expect(numbers).toMatchObject({ storedBytes: GB, isCostExact: true });
    expect([numbers.currentlyFreedBytes, numbers.additionallyFreedBytes, numbers.savedDollarsPerMonth]).toEqual(Array(3).fill(undefined));
  });

  test('that are the same are listed, also if those of other images are not known', () => {
    expect(previewed({ manifests: manifestsOf('ac') }).sameLayers).toEqual([
      {
        account: '111122223333',
        region: 'eu-west-1',
        repositoryName: 'team/api',
        digests: [digestOf('c'), digestOf('a')],
        tags: ['v1'],
        layerBytes: GB / 2,
      },
    ]);
  });
});

test('releases that expire are counted and listed', () => {
  const { repository, expiredReleases } = previewed({}, { ...proposed, releases: [TagPattern.like('x*'), TagPattern.like('v*')] });
  expect(repository.releasesExpiredCount).toBe(1);
  expect(expiredReleases).toMatchObject([{ digest: digestOf('a'), tags: ['v1'], isCertain: true, pattern: { text: 'v*' } }]);
});
