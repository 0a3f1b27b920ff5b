import { manifestsFromText } from '../../../src/lifecycle/core/manifests';

const index = 'application/vnd.oci.image.index.v1+json';
const list = (digest: string, ...children: string[]) => ({
  imageId: { imageDigest: digest },
  imageManifest: JSON.stringify({ mediaType: index, manifests: children.map((child) => ({ digest: child })) }),
});
const output = (...images: unknown[]) => JSON.stringify({ images, failures: [] });
const lists = (text: string) => Object.fromEntries(manifestsFromText('here', text, {}).lists);

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

test('of other images show that they are not lists', () => {
  const imageManifest = JSON.stringify({ schemaVersion: 2, config: {}, layers: [] });
  const text = output({ imageId: { imageDigest: 'image' }, imageManifest }, list('l'));
  expect(lists(text)).toEqual({ l: [] });
  expect([...manifestsFromText('here', text, {}).others]).toEqual(['image']);
});

describe('of an image have its layers', () => {
  const blob = (digest: string, rest: object = {}) => ({ mediaType: 'x', digest, size: 5, ...rest });
  const isKnown = (manifest: object) => {
    const text = output({ imageId: { imageDigest: 'image' }, imageManifest: JSON.stringify({ schemaVersion: 2, ...manifest }) });
    return manifestsFromText('here', text, {}).layers.has('image');
  };

  test.each<[string, object, boolean]>([
    ['with their sizes', { config: blob('c'), layers: [blob('a'), blob('b', { size: 0 })] }, true],
    ['also without a layer', { config: blob('c'), layers: [] }, true],
    ['unless a layer has no size', { config: blob('c'), layers: [{ digest: 'a' }] }, false],
    ['unless a size is not one', { config: blob('c'), layers: [blob('a', { size: -1 })] }, false],
    ['unless a layer has no digest', { config: blob('c'), layers: [{ size: 1 }] }, false],
    ['unless a layer may be on another server', { config: blob('c'), layers: [blob('a', { urls: ['https://example.com/a'] })] }, false],
    ['unless the configuration is not there', { layers: [blob('a')] }, false],
    ['unless it is of the first schema of Docker', { schemaVersion: 1, fsLayers: [{ blobSum: 'a' }] }, false],
    ['unless the layers are no list', { config: blob('c'), layers: 'a' }, false],
  ])('%s', (_, manifest, expected) => {
    expect(isKnown(manifest)).toBe(expected);
  });

  test('unless it is a manifest list', () => {
    expect(manifestsFromText('here', output(list('l', 'a')), {}).layers.has('l')).toBe(false);
  });
});

test('of another repository are refused', () => {
  const read = (overrides: object) => () =>
    manifestsFromText('here', output({ ...list('l'), ...overrides }), { name: 'one', registryId: '1' });
  expect(read({ repositoryName: 'other' })).toThrow(
    new Error(
      'here, images[0]: repositoryName is "other", but that of the inventory is "one". Pass the manifests of the same repository. [cdk-secure-repository:image-manifests]',
    ),
  );
  expect(read({ repositoryName: 'one', registryId: '2' })).toThrow(
    new Error(
      'here, images[0]: registryId is "2", but that of the inventory is "1". Pass the manifests of the same repository. [cdk-secure-repository:image-manifests]',
    ),
  );
  expect(read({ repositoryName: 'one', registryId: '1' })).not.toThrow();
});

test.each<[unknown, string]>([
  [undefined, ': the value is undefined, but must be text. Pass the output of aws ecr batch-get-image --output json.'],
  ['', ': the text is empty. Pass the output of aws ecr batch-get-image --output json.'],
  ['{}', ': the text has no images list. Pass the output of aws ecr batch-get-image --output json.'],
  ['{"images": []}{}', ', document 2: the text has no images list. Pass the output of aws ecr batch-get-image --output json.'],
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
  expect(() => manifestsFromText('here', given as string, {})).toThrow(`here${problem}`);
  expect(() => manifestsFromText('here', given as string, {})).toThrow(/\. \[cdk-secure-repository:image-manifests\]$/);
});
