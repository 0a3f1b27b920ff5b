import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ImageInventory } from '../../src';

const directory = mkdtempSync(join(tmpdir(), 'image-inventory-'));
afterAll(() => rmSync(directory, { recursive: true }));

const text = '{"imageDetails": [{"imageDigest": "sha256:a", "imagePushedAt": "2026-01-31T12:00:00+00:00"}]}';

test('a text is read', () => {
  expect(ImageInventory.fromJson(text).imageCount).toBe(1);
});

test('a text at fault is named by the factory', () => {
  expect(() => ImageInventory.fromJson('{}')).toThrow(
    'ImageInventory.fromJson(text): the text has no list imageDetails. Pass the output of aws ecr describe-images --output json.',
  );
});

test('a file is read', () => {
  const path = join(directory, 'images.json');
  writeFileSync(path, text);
  expect(ImageInventory.fromFile(path).imageCount).toBe(1);
});

test('a file in UTF-16 is read, as PowerShell writes what it redirects', () => {
  const path = join(directory, 'utf16.json');
  writeFileSync(path, `\uFEFF${text}`, 'utf16le');
  expect(ImageInventory.fromFile(path).imageCount).toBe(1);
});

test('a file at fault is named by its path', () => {
  const path = join(directory, 'cut.json');
  writeFileSync(path, text.slice(0, -1));
  expect(() => ImageInventory.fromFile(path)).toThrow(`${path}: the text from line 1 on is not valid JSON (`);
});

test('a file that cannot be read is an error with the reason', () => {
  expect(() => ImageInventory.fromFile(join(directory, 'missing.json'))).toThrow(
    /^ImageInventory\.fromFile\(path\): the file cannot be read \(ENOENT: no such file or directory, open '.+missing\.json'\)\. Pass the path of a file, relative to the working directory\. \[cdk-secure-repository:lifecycle-option\]$/,
  );
});

test('a list that was cut off is refused: what follows might change everything', () => {
  const page = (nextToken?: string) => JSON.stringify({ imageDetails: [], nextToken });
  expect(() => ImageInventory.fromJson(page('abc'))).toThrow(
    'the text has a nextToken and no last page, so images are missing. Leave out --max-items and --no-paginate, or add the other pages.',
  );
  expect(() => ImageInventory.fromJson(`${page('abc')}\n${page()}`)).not.toThrow();
});

describe('manifests', () => {
  const index = 'application/vnd.oci.image.index.v1+json';
  const list = (digest: string, ...children: string[]) => ({
    imageId: { imageDigest: digest },
    imageManifest: JSON.stringify({ mediaType: index, manifests: children.map((child) => ({ digest: child })) }),
  });
  const output = (...images: unknown[]) => JSON.stringify({ images, failures: [] });
  const empty = ImageInventory.fromJson('[]');
  const lists = (manifests: string) => Object.fromEntries(empty.withManifests(manifests)._manifestLists);

  test('of an OCI index and of a Docker manifest list are read', () => {
    const docker = {
      imageId: { imageDigest: 'docker', imageTag: 'v1' },
      imageManifest: JSON.stringify({ manifests: [{ digest: 'c' }] }),
      imageManifestMediaType: 'application/vnd.docker.distribution.manifest.list.v2+json',
    };
    expect(lists(output(list('oci', 'a', 'b'), docker))).toEqual({ oci: ['a', 'b'], docker: ['c'] });
  });

  test('of an index without images are read', () => {
    expect(lists(output(list('oci')))).toEqual({ oci: [] });
  });

  test('come in several outputs, one after the other, and with a byte order mark', () => {
    expect(lists(`\uFEFF${output(list('one', 'a'))}\n${output(list('two', 'b'))}`)).toEqual({ one: ['a'], two: ['b'] });
  });

  test('of other images are passed over', () => {
    const imageManifest = JSON.stringify({ schemaVersion: 2, config: {}, layers: [] });
    expect(lists(output({ imageId: { imageDigest: 'image' }, imageManifest }))).toEqual({});
  });

  test('add up, and leave the inventory as it was', () => {
    const both = empty.withManifests(output(list('one'))).withManifests(output(list('two')));
    expect([both._manifestLists.size, empty._manifestLists.size]).toEqual([2, 0]);
  });

  test('show that an image is a list where the inventory does not', () => {
    const images = ImageInventory.fromJson(
      '[{"imageDigest": "l", "imagePushedAt": 1, "imageSizeInBytes": 9}, {"imageDigest": "i", "imagePushedAt": 1}]',
    );
    expect(images.withManifests(output(list('l', 'i')))._images).toMatchObject([
      { digest: 'l', isManifestList: true, sizeInBytes: 0 },
      { digest: 'i' },
    ]);
    expect(images.withManifests(output({ imageId: { imageDigest: 'i' }, imageManifest: '{}' }))._images).toEqual([
      expect.not.objectContaining({ isManifestList: expect.anything() }),
      expect.objectContaining({ digest: 'i', isManifestList: false }),
    ]);
  });

  test('of another repository are refused', () => {
    const images = ImageInventory.fromJson('[{"imageDigest": "a", "imagePushedAt": 1, "repositoryName": "one", "registryId": "1"}]');
    expect(() => images.withManifests(output({ ...list('l'), repositoryName: 'other' }))).toThrow(
      new Error(
        'ImageInventory.withManifests(text), images[0]: repositoryName is "other", but that of the inventory is "one". Pass the manifests of the same repository. [cdk-secure-repository:image-manifests]',
      ),
    );
    expect(() => images.withManifests(output({ ...list('l'), repositoryName: 'one', registryId: '2' }))).toThrow(
      new Error(
        'ImageInventory.withManifests(text), images[0]: registryId is "2", but that of the inventory is "1". Pass the manifests of the same repository. [cdk-secure-repository:image-manifests]',
      ),
    );
    expect(() => images.withManifests(output({ ...list('l'), repositoryName: 'one', registryId: '1' }))).not.toThrow();
  });

  test.each<[unknown, string]>([
    [undefined, ': the value is undefined, but must be a text. Pass the output of aws ecr batch-get-image --output json.'],
    ['', ': the text is empty. Pass the output of aws ecr batch-get-image --output json.'],
    ['{}', ': the text has no list images. Pass the output of aws ecr batch-get-image --output json.'],
    ['{"images": []}{}', ', document 2: the text has no list images. Pass the output of aws ecr batch-get-image --output json.'],
    [output(1), ', images[0]: the entry is 1, but must be an object with imageManifest. Pass the output of batch-get-image unchanged.'],
    [
      output({ imageManifest: '{}' }),
      ', images[0]: imageId.imageDigest is missing, but must be a digest. Pass the output of batch-get-image unchanged.',
    ],
    [
      output({ imageId: { imageDigest: 'd' } }),
      ', images[0]: imageManifest is missing, but must be a string with the JSON of a manifest. Pass the output of batch-get-image unchanged.',
    ],
    [output({ imageId: { imageDigest: 'd' }, imageManifest: '{' }), ', images[0]: imageManifest is not valid JSON ('],
    [
      output({ imageId: { imageDigest: 'd' }, imageManifest: '[]' }),
      ', images[0]: imageManifest is "[]", but must be a JSON object. Pass the output of batch-get-image unchanged.',
    ],
    [
      output({ imageId: { imageDigest: 'd' }, imageManifest: '{}', imageManifestMediaType: index }),
      ', images[0]: manifests of imageManifest is missing, but must be a list. Pass the output of batch-get-image unchanged.',
    ],
    [
      `${output()}\n${output({ imageId: { imageDigest: 'd' }, imageManifest: '{"manifests": [{}]}' })}`,
      ', document 2, images[0]: imageManifest references {}, but must reference objects with a digest. Pass the output of batch-get-image unchanged.',
    ],
  ])('%j are unreadable', (given, problem) => {
    expect(() => empty.withManifests(given as string)).toThrow(`ImageInventory.withManifests(text)${problem}`);
    expect(() => empty.withManifests(given as string)).toThrow(/\. \[cdk-secure-repository:image-manifests\]$/);
  });
});
