import * as fc from 'fast-check';
import { FleetPreview, FleetPreviewOptions, ImageInventory, Inventory, LifecyclePolicy, RepositoryRule } from '../../src';
import { RepositoryImage } from '../../src/lifecycle/core/images';
import { detail, digestOf, inventoryOnDisk, NOW, untaggedAfter } from '../fixtures/inventory-on-disk';
import { acceptedRules } from '../fixtures/policy-documents';
import { relatedImages } from '../fixtures/repository-images';

const keepOne = LifecyclePolicy.keepLatest(1);
const images = [
  detail('a', '2026-01-01', { imageTags: ['v1'] }),
  detail('b', '2026-01-02', { imageTags: ['v2'] }),
  detail('c', '2026-01-03'),
];

describe('the inventory of the tests', () => {
  const preview = FleetPreview.of(keepOne, Inventory.fromDirectory('test/data/inventory'), { now: NOW, releaseTags: ['v*'] });

  test('has totals of what is known', () => {
    expect(preview.totals).toEqual({
      repositoryCount: 6,
      imageCount: 13,
      sizeInBytes: 9311354880,
      dollarsPerMonth: expect.closeTo(0.867),
      isCostExact: false,
      currentlyExpiredCount: 1,
      currentlyExpiredBytes: 440 * 1024 ** 2,
      currentlyPossiblyExpiredCount: 0,
      additionallyExpiredCount: 4,
      additionallyExpiredBytes: 1_719_664_640,
      possiblyExpiredCount: 2,
      possiblyExpiredBytes: 1_866_465_280,
      additionallyArchivedCount: 0,
      possiblyArchivedCount: 0,
      savedDollarsPerMonth: expect.closeTo(0.16),
      possiblySavedDollarsPerMonth: expect.closeTo(0.17),
      inUseExpiredCount: 3,
      releasesExpiredCount: 4,
      sameLayersCount: 0,
      repositoriesWithBrokenRules: 3,
      incompleteRepositories: 2,
    });
  });

  test('has the images in use that would go, across accounts', () => {
    expect(
      preview.inUseExpired.map(({ repositoryName, usedBy, isCertain }) => [repositoryName, usedBy.split(':').pop(), isCertain]),
    ).toEqual([
      ['team-a/api', 'task/prod/1', true],
      ['team-a/web', '3', false],
      ['tools', expect.stringMatching(/in-use\.txt, line 2$/), false],
    ]);
  });

  test('is in CSV with a row for each repository', () => {
    expect(preview.toCsv()).toBe(
      [
        'account,region,repositoryName,imageCount,sizeInBytes,dollarsPerMonth,currentlyExpiredCount,currentlyExpiredBytes,' +
          'currentlyPossiblyExpiredCount,additionallyExpiredCount,additionallyExpiredBytes,possiblyExpiredCount,possiblyExpiredBytes,' +
          'additionallyArchivedCount,possiblyArchivedCount,savedDollarsPerMonth,possiblySavedDollarsPerMonth,inUseExpiredCount,releasesExpiredCount,createdAt,' +
          'lastPulledAt,hasOwner,brokenRules,missing,storedBytes,isCostExact,currentlyFreedBytes,additionallyFreedBytes,possiblyFreedBytes,sameLayersCount,currentlyKeptCount',
        '111122223333,eu-west-1,base/node,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,2026-01-20T09:00:00.000Z,,true,,,0,true,0,0,0,0,0',
      ].join('\n') + preview.toCsv().slice(preview.toCsv().indexOf('\n111122223333,eu-west-1,team-a/api')),
    );
    expect(preview.toCsv().split('\n')).toHaveLength(8);
  });
});

test('what could not be read is listed', () => {
  const previewOf = (run: object, registry: object = {}) =>
    FleetPreview.of(keepOne, Inventory.fromDirectory(inventoryOnDisk([], { run, registry, running: { missing: { ecs: 'denied' } } })));
  expect(previewOf({ completedAt: undefined }).unread).toEqual([
    'collect did not end, so accounts and Regions may be missing',
    '111122223333 eu-west-1, images in use: ecs could not be read (denied)',
  ]);
  const failed = [
    { account: '444455556666', profile: 'shop', region: 'us-east-1', error: 'ExpiredToken' },
    { region: 'x', error: 'no Region' },
    { account: '111122223333', region: 'eu-west-1', part: 'manifests', error: 'denied' },
  ];
  expect(previewOf({ failed, repositories: ['team-*'] }, { missing: { scanning: 'denied' } }).unread).toEqual([
    '444455556666 profile shop us-east-1 could not be read to the end (ExpiredToken)',
    'x could not be read to the end (no Region)',
    '111122223333 eu-west-1, manifests: could not be read to the end (denied)',
    'only repositories that match team-* were collected',
    '111122223333 eu-west-1: the scanning configuration could not be read (denied), so the rule scanned-on-push is applied only to repositories with a scan setting of their own',
    '111122223333 eu-west-1, images in use: ecs could not be read (denied)',
  ]);
});

test('options change the result', () => {
  const inventory = Inventory.fromDirectory(inventoryOnDisk([{ name: 'api', images, policy: { rules: [untaggedAfter(14)] } }]));
  const totals = (options: FleetPreviewOptions) => FleetPreview.of(keepOne, inventory, { now: NOW, ...options }).totals;
  expect(totals({})).toMatchObject({ currentlyExpiredCount: 1, additionallyExpiredCount: 1 });
  expect(totals({ current: false })).toMatchObject({ currentlyExpiredCount: undefined, additionallyExpiredCount: 2 });
  expect(totals({ pricePerGbMonth: 2 })).toMatchObject({ dollarsPerMonth: 6, savedDollarsPerMonth: 2 });
  expect(totals({ now: new Date('2026-01-05T00:00:00Z') })).toMatchObject({ currentlyExpiredCount: 0 });
  expect(totals({ rules: [RepositoryRule.CUSTOMER_KEY] })).toMatchObject({ repositoriesWithBrokenRules: 1 });
  expect(totals({ releaseTags: ['v1'] })).toMatchObject({ releasesExpiredCount: 1 });
});

test.each<[string, () => unknown, RegExp]>([
  ['policy', () => FleetPreview.of({} as never, {} as never), /lifecyclePolicy is \{\}, but must be a LifecyclePolicy/],
  [
    'inventory',
    () => FleetPreview.of(keepOne, ImageInventory.fromJson('[]') as never),
    /inventory is \{.*\}, but must be an Inventory\. Use Inventory\.fromDirectory\(path\)\./,
  ],
])('another type of %s is an error', (_, call, message) => {
  expect(call).toThrow(message);
});

/** An entry of the output of `aws ecr describe-images` for an image. */
function detailOf(image: RepositoryImage): object {
  const time = (value: number | undefined) => value && new Date(value).toISOString();
  const { isManifestList } = image;
  const subtype = isManifestList ? 'index' : 'manifest';
  return {
    imageDigest: image.digest,
    imageTags: image.tags,
    imageSizeInBytes: image.sizeInBytes,
    imageStatus: image.status,
    imagePushedAt: time(image.pushedAt),
    lastRecordedPullTime: time(image.lastPulledAt),
    lastArchivedAt: time(image.lastArchivedAt),
    lastActivatedAt: time(image.lastActivatedAt),
    imageManifestMediaType: isManifestList === undefined ? undefined : `application/vnd.oci.image.${subtype}.v1+json`,
    subjectManifestDigest: image.subjectDigest,
  };
}

test('the totals are the sums of the previews of the repositories', () => {
  const anyRepository = fc.record({ images: relatedImages, present: fc.option(acceptedRules, { nil: undefined }) });
  fc.assert(
    fc.property(fc.array(anyRepository, { maxLength: 4 }), acceptedRules, (repositories, rules) => {
      const onDisk = repositories.map(({ images: { images: all, lists }, present }, index) => ({
        name: `repository-${index}`,
        images: all.map(detailOf),
        policy: present && { rules: present },
        manifests: [...lists].map(([imageDigest, references]) => ({
          imageId: { imageDigest },
          imageManifest: JSON.stringify({ manifests: references.map((digest) => ({ digest })) }),
        })),
      }));
      const policy = LifecyclePolicy.fromText(JSON.stringify({ rules }));
      const { totals } = FleetPreview.of(policy, Inventory.fromDirectory(inventoryOnDisk(onDisk)), { now: NOW });
      const expected = { expired: 0, additional: 0, possible: 0, bytes: 0 };
      for (const one of onDisk) {
        const inventory = ImageInventory.fromJson(JSON.stringify({ imageDetails: one.images })).withManifests(
          JSON.stringify({ images: one.manifests }),
        );
        const present = one.policy === undefined ? LifecyclePolicy.none() : LifecyclePolicy.fromText(JSON.stringify(one.policy));
        const [before, after] = [present, policy].map((each) => each.preview(inventory, { now: NOW }));
        const gone = new Set(before.expired.map(({ digest }) => digest));
        const perhaps = new Set(before.possiblyExpired.map(({ digest }) => digest));
        const certain = after.expired.filter(({ digest }) => !gone.has(digest) && !perhaps.has(digest));
        expected.expired += gone.size;
        expected.additional += certain.length;
        expected.bytes += certain.reduce((sum, { sizeInBytes }) => sum + sizeInBytes, 0);
        expected.possible +=
          after.possiblyExpired.filter(({ digest }) => !gone.has(digest)).length +
          after.expired.filter(({ digest }) => perhaps.has(digest)).length;
      }
      expect(totals).toMatchObject({
        currentlyExpiredCount: expected.expired,
        additionallyExpiredCount: expected.additional,
        additionallyExpiredBytes: expected.bytes,
        possiblyExpiredCount: expected.possible,
      });
    }),
  );
});

test('the digest of an image in use is not that of another', () => {
  const inventory = Inventory.fromDirectory(inventoryOnDisk([{ name: 'api', images }], { inUse: digestOf('f') }));
  expect(FleetPreview.of(keepOne, inventory, { now: NOW }).inUseExpired).toEqual([]);
});
