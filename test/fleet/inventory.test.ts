import { cpSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { FleetPreview, Inventory, LifecyclePolicy } from '../../src';
import { addRegistry, detail, inventoryOnDisk, NOW } from '../fixtures/inventory-on-disk';

const HOME = '111122223333/eu-west-1';

test('an inventory counts its repositories', () => {
  expect(Inventory.fromDirectory('test/data/inventory').repositoryCount).toBe(6);
});

test('an inventory is complete if every account and Region was read', () => {
  const isComplete = (run: object) => Inventory.fromDirectory(inventoryOnDisk([], { run })).isComplete;
  expect(isComplete({})).toBe(true);
  expect(isComplete({ completedAt: undefined })).toBe(false);
  expect(isComplete({ failed: [{ region: 'eu-west-1', error: 'denied' }] })).toBe(false);
});

test('manifests that were collected decide about the images of manifest lists', () => {
  const list = detail('a', '2025-12-01', { imageTags: ['v1'], imageManifestMediaType: 'application/vnd.oci.image.index.v1+json' });
  const images = [list, detail('b', '2025-12-01')];
  const manifest = { mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [{ digest: `sha256:${'b'.repeat(64)}` }] };
  const manifests = [{ imageId: { imageDigest: `sha256:${'a'.repeat(64)}` }, imageManifest: JSON.stringify(manifest) }];
  const possible = (repository: object) =>
    FleetPreview.of(LifecyclePolicy.keepLatest(1), Inventory.fromDirectory(inventoryOnDisk([{ name: 'api', images, ...repository }])), {
      now: NOW,
    }).totals.possiblyExpiredCount;
  expect(possible({})).toBe(1);
  expect(possible({ manifests })).toBe(0);
});

describe('a folder that cannot be used', () => {
  const previewed = (folder: string) => FleetPreview.of(LifecyclePolicy.keepLatest(1), Inventory.fromDirectory(folder));

  test.each([
    ['has no name', '', /path is empty\. Pass the folder that collect wrote\./],
    ['does not exist', 'no-such-folder', /inventory\.json: the file does not exist\. Pass a folder that collect wrote\./],
    ['is a file', 'package.json', /inventory\.json: the file cannot be read \(ENOTDIR/],
    ['is another one', 'test', /inventory\.json: the file does not exist\./],
  ])('%s', (_, folder, message) => {
    expect(() => Inventory.fromDirectory(folder)).toThrow(message);
  });

  test.each([
    ['a newer format', { formatVersion: 2 }, /formatVersion is 2, but must be 1\. Update this package\./],
    ['no format', { formatVersion: undefined }, /formatVersion is missing, but must be 1\. Pass a folder that collect wrote\./],
    ['no registries', { registries: undefined }, /registries is missing, which collect does not write\. Run collect again\./],
    ['an account that is a path', { registries: [{ account: '../..', region: 'x', repositories: [] }] }, /registries is \[.*\], which/],
    ['no list of failures', { failed: 'none' }, /failed is "none", which collect does not write/],
    ['a pattern that is not in a list', { repositories: 'a*' }, /repositories is "a\*", which collect does not write/],
  ])('has %s', (_, run, message) => {
    const folder = inventoryOnDisk([], { run });
    expect(() => Inventory.fromDirectory(folder)).toThrow(message);
  });

  test.each([
    ['inventory.json', '{', /inventory\.json: the text is not valid JSON \(.+\)\. Run collect again\./],
    ['inventory.json', '[]', /inventory\.json: the text is not a JSON object/],
    ['111122223333/eu-west-1/registry.json', '{"settings": {', /registry\.json: the text is not valid JSON/],
    ['111122223333/eu-west-1/registry.json', '{}', /registry\.json: settings is missing/],
    [
      '111122223333/eu-west-1/running.json',
      '{"images": [{}], "missing": {}}',
      /running\.json: images is \[\{\}\], which collect does not write/,
    ],
    [`${HOME}/repositories/team%2Fapi.json`, '', /team%2Fapi\.json: the text is not valid JSON/],
    [`${HOME}/repositories/team%2Fapi.json`, '{"repository": {}}', /team%2Fapi\.json: repository is \{\}, which/],
  ])('has a file that is cut off: %s', (file, text, message) => {
    const folder = inventoryOnDisk([{ name: 'team/api' }]);
    writeFileSync(join(folder, file), text);
    expect(() => previewed(folder)).toThrow(message);
  });

  test.each([
    ['a registry', [entry('api'), entry('web')], /registries has 111122223333 eu-west-1 twice\. Run collect again\./],
    ['a repository', [{ ...entry('api'), repositories: ['api', 'api'], repositoryCount: 2 }], /eu-west-1 has the repository "api" twice/],
  ])('has %s twice, which would count twice', (_, registries, message) => {
    expect(() => Inventory.fromDirectory(inventoryOnDisk([], { run: { registries } }))).toThrow(message);
  });

  function entry(name: string): object {
    return { account: '111122223333', region: 'eu-west-1', repositoryCount: 1, repositories: [name], incompleteRepositories: {} };
  }

  test('has another number of repositories than collect has counted', () => {
    const registries = [{ ...entry('api'), repositoryCount: 2 }];
    expect(() => Inventory.fromDirectory(inventoryOnDisk([], { run: { registries } }))).toThrow(
      /eu-west-1 has a repositoryCount of 2, but 1 repositories/,
    );
  });

  test('has the settings of another repository', () => {
    const folder = inventoryOnDisk([{ name: 'api' }, { name: 'web' }]);
    cpSync(join(folder, HOME, 'repositories', 'web.json'), join(folder, HOME, 'repositories', 'api.json'));
    expect(() => previewed(folder)).toThrow(/api\.json: the file is about 111122223333 "web"\. Run collect again\./);
  });

  test('has no file for a repository', () => {
    const folder = inventoryOnDisk([{ name: 'team/api' }]);
    rmSync(join(folder, HOME, 'repositories', 'team%2Fapi.json'));
    expect(() => previewed(folder)).toThrow(/team%2Fapi\.json: the file does not exist\. Pass a folder that collect wrote\./);
  });
});

describe('a file of images that cannot be used', () => {
  const api = { name: 'team/api', images: [detail('a', '2026-01-01'), detail('b', '2026-01-02')] };
  const previewed = (folder: string, broken: string, text: string) => {
    writeFileSync(join(folder, HOME, broken), text);
    return FleetPreview.of(LifecyclePolicy.keepLatest(1), Inventory.fromDirectory(folder), { now: NOW }).repositories;
  };
  const twice = [detail('a', '2026-01-01'), detail('a', '2026-01-02')];
  const ofWeb = [detail('a', '2026-01-01', { repositoryName: 'web' })];

  test.each([
    ['is cut off', '{"imageDetails": [{', 'the text from line 1 on is not valid JSON (', ')'],
    ['is empty', '', 'the text is empty', ''],
    ['is another output', '{"imageIds": []}', 'the text is the output of aws ecr list-images, ', ''],
    ['has no list', '{"imageDetails": null}', 'the text has no imageDetails list', ''],
    ['has an image twice', JSON.stringify(twice), 'imageDetails[1]: imageDigest is "sha256:', ', but the other members differ'],
    ['has a wrong value', '[{"imageDigest": 1}]', 'imageDetails[0]: imageDigest is 1, but must be a string', ''],
    [
      'has a time without its offset',
      '[{"imageDigest": "a", "imagePushedAt": "2026"}]',
      'imageDetails[0]: ',
      'or an ISO date with an offset',
    ],
    ['is of another repository', JSON.stringify(ofWeb), 'the images are those of 111122223333 "web"', ''],
  ])('loses no other repository: it %s', (_, text, begin, end) => {
    const [broken, other] = previewed(inventoryOnDisk([api, { ...api, name: 'other' }]), 'images/team%2Fapi.json', text);
    expect(broken.imageCount).toBeUndefined();
    expect(broken.missing).toEqual([expect.stringMatching(/^images: .*\/images\/team%2Fapi\.json[:,] /)]);
    expect(broken.missing[0]).toContain(begin);
    // without the advice for a file of the user
    expect(broken.missing[0].endsWith(end)).toBe(true);
    expect(broken.missing[0]).not.toMatch(/Pass|Use|Run|Include|\[cdk-secure-repository/);
    expect(other).toMatchObject({ imageCount: 2, additionallyExpiredCount: 2, missing: [] });
  });

  test('does not have to exist', () => {
    const folder = inventoryOnDisk([{ ...api, name: 'other' }, api]);
    rmSync(join(folder, HOME, 'images', 'team%2Fapi.json'));
    const [, { missing, imageCount }] = FleetPreview.of(LifecyclePolicy.keepLatest(1), Inventory.fromDirectory(folder)).repositories;
    expect([missing, imageCount]).toEqual([[expect.stringMatching(/images\/team%2Fapi\.json: the file does not exist$/)], undefined]);
  });

  test('of manifests leaves the images without them', () => {
    const list = detail('a', '2025-12-01', { imageTags: ['v1'], imageManifestMediaType: 'application/vnd.oci.image.index.v1+json' });
    const folder = inventoryOnDisk([{ ...api, images: [list, detail('b', '2025-12-01')], manifests: [] }]);
    const [{ missing, ...numbers }] = previewed(folder, 'manifests/team%2Fapi.json', '{"images": [3]}');
    expect(missing).toEqual([
      expect.stringMatching(/^manifests: .*team%2Fapi\.json, images\[0\]: the entry is 3, but must be an object with imageManifest$/),
    ]);
    expect(numbers).toMatchObject({ imageCount: 2, possiblyExpiredCount: 1, storedBytes: undefined });
  });
});

test('several registries are read one after the other', () => {
  const folder = inventoryOnDisk([]);
  const registries = ['111122223333', '444455556666'].map((account) => addRegistry(folder, [{ name: 'api' }], { account }));
  addRegistry(folder, [{ name: 'api' }], { run: { registries } });
  const { repositories } = FleetPreview.of(LifecyclePolicy.keepLatest(1), Inventory.fromDirectory(folder));
  expect(repositories.map(({ account }) => account)).toEqual(['111122223333', '444455556666']);
});
