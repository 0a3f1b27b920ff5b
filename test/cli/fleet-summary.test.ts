import { FleetPreview, Inventory, LifecyclePolicy } from '../../src';
import { savingOf, summaryOf } from '../../src/cli/fleet-summary';
import { imageManifest, manifestEntries } from '../fixtures/image-manifests';
import { detail, digestOf, inventoryOnDisk, NOW, RepositoryOnDisk, RestOfInventory, untaggedAfter } from '../fixtures/inventory-on-disk';

function summary(repositories: readonly RepositoryOnDisk[], rest: RestOfInventory = {}): string[] {
  return summaryOf(
    FleetPreview.of(LifecyclePolicy.keepLatest(1), Inventory.fromDirectory(inventoryOnDisk(repositories, rest)), { now: NOW }),
  );
}
const unread = { file: { lifecyclePolicyText: undefined, missing: { lifecyclePolicyText: 'denied' } } };
const policy = { rules: [untaggedAfter(14)] };
const images = [detail('a', '2026-01-01'), detail('b', '2026-01-02', { imageTags: ['v1'] })];

test('a fleet that was read completely', () => {
  expect(summary([{ name: 'a', images, policy }], { inUse: digestOf('b') })).toEqual([
    '1 repository, 2 images, 2.0 GB, at most $0.20 a month',
    'present policies: expire 1 image, 1.0 GB, leave 1 image',
    'proposed policy: expires 0 images in addition, 0 B, saving at most $0.00 a month',
    'in use: 0 of 1 use would or may lose the image',
    'rules: 0 repositories with broken rules',
  ]);
});

test('no number of what is unknown is 0', () => {
  expect(summary([{ name: 'a', images, ...unread }])).toEqual([
    '1 repository, 2 images, 2.0 GB, at most $0.20 a month',
    'present policies: not known',
    'proposed policy: not known',
    'in use: no image is known to be in use',
    'rules: 0 repositories with broken rules',
    'not read: values of 1 repository',
  ]);
});

test('a total says how many repositories it does not have', () => {
  const [first, present, proposed] = summary([
    { name: 'a', images, policy },
    { name: 'b', images, ...unread },
    { name: 'c', file: { missing: { images: 'denied' } } },
  ]);
  expect(first).toBe('3 repositories, 4 images, 4.0 GB, at most $0.40 a month; not known of 1 repository');
  expect(present).toBe('present policies: expire 1 image, 1.0 GB; not known of 2 repositories');
  expect(proposed).toMatch(/; not known of 2 repositories$/);
});

test('what is possible is beside what is certain', () => {
  const list = detail('c', '2026-01-03', { imageTags: ['v2'], imageManifestMediaType: 'application/vnd.oci.image.index.v1+json' });
  const [, present, proposed] = summary([{ name: 'a', images: [...images, list], policy }]);
  expect(present).toBe('present policies: expire 0 images, 0 B; may expire 1 more, leave at least 2 images');
  expect(proposed).toBe('proposed policy: expires 0 images in addition, 0 B, saving at most $0.20 a month; may expire 2 more');
});

describe('layers that are known', () => {
  const sizeOf = (digest: string) => (digest === 'base' ? 1024 ** 3 : 1024 ** 2);
  const manifests = manifestEntries({
    [digestOf('a')]: imageManifest('config', ['base'], sizeOf),
    [digestOf('b')]: imageManifest('other', ['base'], sizeOf),
  });
  const withoutMounting = { registry: { settings: { BLOB_MOUNTING: 'DISABLED' } } };

  test('give what is stored, freed and paid', () => {
    expect(summary([{ name: 'a', images, policy, manifests }], withoutMounting)).toEqual([
      '1 repository, 2 images, 2.0 GB, 1.0 GB stored, $0.10 a month',
      'present policies: expire 1 image, 1.0 GB, freeing 1.0 MB, leave 1 image',
      'proposed policy: expires 0 images in addition, 0 B, freeing 0 B, saving $0.00 a month',
      'in use: no image is known to be in use',
      'layers: 2 images have the same layers as another one of the repository',
      'rules: 0 repositories with broken rules',
    ]);
  });

  test('of some repositories leave the total a maximum', () => {
    const [first, present, , , layers] = summary(
      [
        { name: 'a', images, policy, manifests },
        { name: 'b', images, policy },
      ],
      withoutMounting,
    );
    expect(first).toBe('2 repositories, 4 images, 4.0 GB, at most $0.30 a month');
    expect(present).toBe('present policies: expire 2 images, 2.0 GB, leave 2 images');
    expect(layers).toBe('layers: 2 images have the same layers as another one of the repository; not known of 1 repository');
  });
});

test.each<[string, Parameters<typeof savingOf>[0], string]>([
  ['exact', { isCostExact: true, savedDollarsPerMonth: 1, possiblySavedDollarsPerMonth: 0 }, '$1.00'],
  ['between two amounts', { isCostExact: true, savedDollarsPerMonth: 1, possiblySavedDollarsPerMonth: 2 }, '$1.00 to $3.00'],
  [
    'a maximum where layers are not known',
    { isCostExact: false, savedDollarsPerMonth: 1, possiblySavedDollarsPerMonth: 2 },
    'at most $3.00',
  ],
  ['a maximum where images are archived', { isCostExact: true, savedDollarsPerMonth: 1, possiblyArchivedCount: 1 }, 'at most $1.00'],
  ['unknown', { isCostExact: true }, 'unknown'],
])('a saving is %s', (_, amounts, expected) => {
  expect(savingOf(amounts)).toBe(expected);
});

test('an inventory without repositories', () => {
  expect(summary([], { run: { completedAt: undefined } })).toEqual([
    '0 repositories, 0 images, 0 B, $0.00 a month',
    'present policies: expire 0 images, 0 B, leave 0 images',
    'proposed policy: expires 0 images in addition, 0 B, saving $0.00 a month',
    'in use: no image is known to be in use',
    'rules: 0 repositories with broken rules',
    'not read: collect did not end, so accounts and Regions may be missing',
  ]);
});
