import { ImagesInUse } from '../../src/fleet/images-in-use';
import { Inventory } from '../../src/fleet/inventory';
import { ACCOUNT, detail, digestOf, inventoryOnDisk, RestOfInventory } from '../fixtures/inventory-on-disk';

const HOST = `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com`;
const images = [detail('a', '2026-01-01', { imageTags: ['v1'] })];

function inventoryOf(running: readonly object[], rest: RestOfInventory = {}): Inventory {
  const used = running.map((one, index) => ({ usedBy: `task ${index}`, ...one }));
  return Inventory.fromDirectory(inventoryOnDisk([{ name: 'team/api', images }, { name: 'api' }], { running: { images: used }, ...rest }));
}

/** The images that can be of each repository, by its name. */
function placed(inventory: Inventory): { [name: string]: string[] } {
  const inUse = ImagesInUse.of(inventory);
  const [registry] = inventory._registries();
  return Object.fromEntries(
    [...registry.repositories()].map((entry) => [entry.name, inUse.of(entry).map(({ digestOrTag }) => digestOrTag)]),
  );
}

function notFound(inventory: Inventory): string[] {
  const inUse = ImagesInUse.of(inventory);
  for (const registry of inventory._registries()) {
    for (const entry of registry.repositories()) inUse.notice(inUse.of(entry), entry.images().inventory?._images);
  }
  return inUse.notFound(inventory).map(({ digestOrTag }) => digestOrTag);
}

test('an image is of the repository that its URI names', () => {
  expect(placed(inventoryOf([{ image: `${HOST}/team/api:v1` }]))).toEqual({ 'team/api': ['v1'], api: [] });
});

test('the digest that runs is more exact than the tag', () => {
  expect(placed(inventoryOf([{ image: `${HOST}/team/api:v1`, digest: digestOf('b') }]))['team/api']).toEqual([digestOf('b')]);
});

test('without a tag, latest runs', () => {
  expect(placed(inventoryOf([{ image: `${HOST}/team/api` }]))['team/api']).toEqual(['latest']);
});

test('images of other accounts, Regions and of Docker Hub are not of the repository', () => {
  const others = [HOST.replace(ACCOUNT, '444455556666'), HOST.replace('eu-west-1', 'us-east-1')].map((host) => ({
    image: `${host}/team/api:v1`,
  }));
  const inventory = inventoryOf([...others, { image: 'team/api:v1' }]);
  expect(placed(inventory)).toEqual({ 'team/api': [], api: [] });
  expect(notFound(inventory)).toEqual([]);
});

test('a digest alone can be of every repository, and a mirror of those with the end of the name', () => {
  const inventory = inventoryOf([{ image: 'mirror.example.com/proxy/team/api:v1' }], { inUse: digestOf('c') });
  expect(placed(inventory)).toEqual({ 'team/api': ['v1', digestOf('c')], api: ['v1', digestOf('c')] });
});

test('a list has comments and empty lines, and what cannot be read of it is reported', () => {
  const { count, unread } = ImagesInUse.of(inventoryOf([], { inUse: '\uFEFF# clusters\r\n\r\nteam/api:v1\r\nsha256:cut-off\n' }));
  expect(count).toBe(1);
  expect(unread).toEqual([expect.stringMatching(/in-use\.txt, line 4: "sha256:cut-off" is not an image that can be compared$/)]);
});

test('what could not be collected is reported', () => {
  const missing = { ecs: 'AccessDeniedException: no' };
  expect(ImagesInUse.of(inventoryOf([], { running: { images: [], missing } })).unread).toEqual([
    '111122223333 eu-west-1, images in use: ecs could not be read (AccessDeniedException: no)',
  ]);
  expect(ImagesInUse.of(inventoryOf([], { running: null })).unread).toEqual([
    '111122223333 eu-west-1, images in use: running could not be read (the file running.json does not exist)',
  ]);
  expect(ImagesInUse.of(inventoryOf([{ image: '<IMAGE1_NAME>' }])).unread).toEqual([
    'task 0: "<IMAGE1_NAME>" is not an image that can be compared',
  ]);
});

describe('images that are not there', () => {
  test('are those of a repository without the tag or digest, and of repositories that do not exist', () => {
    expect(
      notFound(inventoryOf([{ image: `${HOST}/team/api:v1` }, { image: `${HOST}/team/api:v0` }, { image: `${HOST}/gone:v1` }])),
    ).toEqual(['v0', 'v1']);
  });

  test('are not those of repositories that were not asked for', () => {
    expect(notFound(inventoryOf([{ image: `${HOST}/gone:v1` }], { run: { repositories: ['team/*'] } }))).toEqual([]);
  });

  test('are not a digest that is of an unknown repository', () => {
    expect(notFound(inventoryOf([], { inUse: digestOf('f') }))).toEqual([]);
  });

  test('are not those of a repository whose images could not be read', () => {
    const folder = inventoryOnDisk([{ name: 'team/api', file: { missing: { images: 'denied' } } }], {
      running: { images: [{ image: `${HOST}/team/api:v0`, usedBy: 'x' }] },
    });
    expect(notFound(Inventory.fromDirectory(folder))).toEqual([]);
  });
});
