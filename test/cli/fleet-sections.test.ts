import { FleetPreview, Inventory, LifecyclePolicy } from '../../src';
import { Section, sectionsOf } from '../../src/cli/fleet-sections';
import { imageManifest, manifestEntries } from '../fixtures/image-manifests';
import { detail, digestOf, inventoryOnDisk, NOW, RepositoryOnDisk, RestOfInventory } from '../fixtures/inventory-on-disk';

function sections(repositories: readonly RepositoryOnDisk[], now = NOW, rest: RestOfInventory = {}): { [title: string]: Section } {
  const inventory = Inventory.fromDirectory(inventoryOnDisk(repositories, rest));
  const preview = FleetPreview.of(LifecyclePolicy.keepLatest(1), inventory, { now });
  return Object.fromEntries(sectionsOf(preview).map((section) => [section.title, section]));
}

test('twenty repositories are listed by their cost', () => {
  const many = Array.from({ length: 25 }, (_, index) => ({
    name: `r-${index}`,
    images: [detail('a', '2026-01-01', { imageSizeInBytes: index * 1024 ** 3 })],
  }));
  const { rows } = sections(many)['The 20 most expensive repositories'];
  expect(rows).toHaveLength(20);
  expect(rows[0].slice(0, 4)).toEqual(['111122223333 eu-west-1 r-24', '1', '24.0 GB', '$2.40']);
});

test('long lists are cut, and say how much is left out', () => {
  const { rows, more } = sections(Array.from({ length: 60 }, (_, index) => ({ name: `r-${index}`, file: { tags: [] } })))[
    'Repositories without a tag owner or team'
  ];
  expect([rows.length, more]).toEqual([50, 10]);
});

describe('repositories without a pull', () => {
  const TITLE = 'Repositories without a recorded pull for 90 days';
  const pulled = (lastRecordedPullTime: string | undefined, createdAt = '2025-01-01T00:00:00Z') => [
    { name: 'a', repository: { createdAt }, images: [detail('a', '2025-01-01', { lastRecordedPullTime })] },
  ];

  test.each([
    ['2025-11-02T11:59:59Z', '2025-11-02'],
    ['2025-11-02T12:00:01Z', undefined],
    [undefined, 'none'],
  ])('are counted from the time of the report: %s', (last, expected) => {
    expect(sections(pulled(last))[TITLE]?.rows[0][1]).toBe(expected);
  });

  test('are counted from another time than now', () => {
    expect(sections(pulled('2025-11-02T11:59:59Z'), new Date('2025-12-01T00:00:00Z'))[TITLE]).toBeUndefined();
  });

  test('are not those that did not exist for so long, and not those without images', () => {
    expect(sections(pulled(undefined, '2026-01-01T00:00:00Z'))[TITLE]).toBeUndefined();
    expect(sections([{ name: 'a' }])[TITLE]).toBeUndefined();
  });
});

test('a number that is possible is beside the number that is certain', () => {
  const list = detail('b', '2025-01-01', { imageTags: ['x'], imageManifestMediaType: 'application/vnd.oci.image.index.v1+json' });
  const { columns, rows } = sections([{ name: 'a', images: [list, detail('a', '2025-01-01')] }])['Repositories by cost'];
  expect(rows[0][columns.indexOf('IN ADDITION')]).toBe('0 to 1');
});

describe('where layers are known', () => {
  const images = ['a', 'b', 'c'].map((letter, day) => detail(letter, `2025-01-0${day + 1}`, { imageTags: [`v${day}`] }));
  const manifests = (letters: string) =>
    manifestEntries(
      Object.fromEntries([...letters].map((letter) => [digestOf(letter), imageManifest(letter, ['base'], () => 512 * 1024 ** 2)])),
    );
  const registry = { settings: { BLOB_MOUNTING: 'DISABLED' } };

  test('each amount says whether it is a maximum', () => {
    const { 'Repositories by cost': byCost, 'Repositories without a recorded pull for 90 days': withoutPull } = sections(
      [
        { name: 'known', images, manifests: manifests('abc') },
        { name: 'unknown', images },
      ],
      NOW,
      { registry },
    );
    expect(byCost.columns.slice(2, 8)).toEqual(['SIZE', 'STORED', 'A MONTH', 'EXPIRES', 'LEAVES', 'IN ADDITION']);
    expect(byCost.columns[8]).toBe('SAVES');
    expect(byCost.rows.map((row) => row.slice(2, 9))).toEqual([
      ['3.0 GB', 'unknown', 'at most $0.30', '0', '3', '2', 'at most $0.20'],
      ['3.0 GB', '2.0 GB', '$0.20', '0', '3', '2', '$0.10'],
    ]);
    expect(withoutPull.rows.map((row) => row[3])).toEqual(['$0.20', 'at most $0.30']);
  });

  test('the images with the same layers are listed, the largest groups first', () => {
    const { columns, rows } = sections([
      { name: 'two', images, manifests: manifests('ab') },
      { name: 'three', images, manifests: manifests('abc') },
    ])['Images with the same layers'];
    expect(columns).toEqual(['REPOSITORY', 'IMAGES', 'LAYERS', 'SUCH AS', 'TAGS']);
    expect(rows).toEqual([
      ['111122223333 eu-west-1 three', '3', '512.0 MB', 'cccccccccccc bbbbbbbbbbbb', 'v2 v1 v0'],
      ['111122223333 eu-west-1 two', '2', '512.0 MB', 'bbbbbbbbbbbb aaaaaaaaaaaa', 'v1 v0'],
    ]);
  });
});
