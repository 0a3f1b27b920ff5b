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
    'ImageInventory.fromJson(text): the text has no imageDetails list. Pass the output of aws ecr describe-images --output json.',
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
    'the text has a nextToken and no last page, so images are missing. Run the command without --max-items and --no-paginate, or add the other pages.',
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

  test('of another repository than that of the inventory are refused', () => {
    const images = ImageInventory.fromJson('[{"imageDigest": "a", "imagePushedAt": 1, "repositoryName": "one", "registryId": "1"}]');
    expect(() => images.withManifests(output({ ...list('l'), repositoryName: 'other' }))).toThrow(
      'ImageInventory.withManifests(text), images[0]: repositoryName is "other", but that of the inventory is "one". ',
    );
  });
});
