import { FleetPreview, Inventory, LifecyclePolicy } from '../../src';
import { summaryOf } from '../../src/cli/fleet-summary';
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

test('an inventory without repositories', () => {
  expect(summary([], { run: { completedAt: undefined } })).toEqual([
    '0 repositories, 0 images, 0 B, at most $0.00 a month',
    'present policies: expire 0 images, 0 B, leave 0 images',
    'proposed policy: expires 0 images in addition, 0 B, saving at most $0.00 a month',
    'in use: no image is known to be in use',
    'rules: 0 repositories with broken rules',
    'not read: collect did not end, so accounts and Regions may be missing',
  ]);
});
