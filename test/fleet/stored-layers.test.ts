import * as fc from 'fast-check';
import { AdditionalAction } from '../../src/fleet/policy-difference';
import { sameLayers, storedLayers } from '../../src/fleet/stored-layers';
import { Verdict } from '../../src/lifecycle/core/verdicts';
import { ImageInventory } from '../../src/lifecycle/image-inventory';
import { imageManifest, manifestsOutput } from '../fixtures/image-manifests';

const ACTIONS = ['KEEP', 'ARCHIVE', 'MAY_ARCHIVE', 'MAY_EXPIRE', 'EXPIRE'] as const;
type Action = (typeof ACTIONS)[number];

interface AnyImage {
  readonly config: string;
  readonly layers: readonly string[];
  readonly present: Action;
  readonly additional: Action;
}

const BLOBS = ['a', 'b', 'c', 'd', 'e', 'f'];
const sizeOf = (digest: string) => 2 ** BLOBS.indexOf(digest);
const digestOf = (place: number) => `sha256:${place}`;
const anyBlob = fc.constantFrom(...BLOBS);
const anyAction = fc.constantFrom(...ACTIONS);
const anyRepository: fc.Arbitrary<AnyImage[]> = fc.array(
  fc.record({ config: anyBlob, layers: fc.array(anyBlob, { maxLength: 4 }), present: anyAction, additional: anyAction }).map((image) => ({
    ...image,
    // what the present policy expires, no other one expires in addition
    additional: image.present === 'EXPIRE' ? ('KEEP' as const) : image.additional,
  })),
  { maxLength: 8 },
);
const LIST = { imageDigest: 'sha256:list', imagePushedAt: 1, imageManifestMediaType: 'application/vnd.oci.image.index.v1+json' };

function inventoryOf(images: readonly AnyImage[], isKnown: (place: number) => boolean = () => true): ImageInventory {
  const details = images.map((_, place) => ({ imageDigest: digestOf(place), imagePushedAt: 1, imageSizeInBytes: 1 }));
  const manifests = images.map(({ config, layers }, place) => [digestOf(place), imageManifest(config, layers, sizeOf)] as const);
  return ImageInventory.fromJson(JSON.stringify({ imageDetails: [...details, LIST] })).withManifests(
    manifestsOutput(Object.fromEntries(manifests.filter((_, place) => isKnown(place)))),
  );
}

function storedOf(images: readonly AnyImage[], inventory = inventoryOf(images)): ReturnType<typeof storedLayers> {
  const of = (place: number) => inventory._images[place];
  const present = images.map((image, place): Verdict => ({ image: of(place), action: image.present }));
  const additional = images.map(({ additional: action }, place) => ({ image: of(place), action }));
  return storedLayers(
    inventory,
    present,
    additional.filter((one): one is AdditionalAction => one.action !== 'KEEP'),
  );
}

/** The bytes of the union of sets. */
function union(images: readonly AnyImage[]): number {
  return [...new Set(images.flatMap(({ config, layers }) => [config, ...layers]))].reduce((sum, blob) => sum + sizeOf(blob), 0);
}

test('each layer and configuration is stored once', () => {
  fc.assert(fc.property(anyRepository, (images) => void expect(storedOf(images)?.stored).toBe(union(images))));
});

test('a policy frees what no image has that is left', () => {
  fc.assert(
    fc.property(anyRepository, (images) => {
      const left = images.filter(({ present }) => present !== 'EXPIRE');
      const leftAfter = left.filter(({ additional }) => additional !== 'EXPIRE');
      expect(storedOf(images)).toMatchObject({
        currentlyFreed: union(images) - union(left),
        additionallyFreed: union(left) - union(leftAfter),
      });
    }),
  );
});

test('what a policy may free in addition are layers that no other image has', () => {
  const mayGo = ({ present, additional }: AnyImage) =>
    [present, additional].some((action) => action === 'EXPIRE' || action === 'MAY_EXPIRE');
  fc.assert(
    fc.property(anyRepository, (images) => {
      const possible = BLOBS.filter((blob) => {
        const owners = images.filter(({ config, layers }) => config === blob || layers.includes(blob));
        return owners.every(mayGo) && owners.some(({ additional }) => additional === 'EXPIRE' || additional === 'MAY_EXPIRE');
      });
      const { additionallyFreed = 0, possiblyFreed = 0 } = storedOf(images) ?? {};
      expect(additionallyFreed + possiblyFreed).toBe(possible.reduce((sum, blob) => sum + sizeOf(blob), 0));
    }),
  );
});

test('nothing is known of a repository as soon as the layers of one image are not', () => {
  const partly = anyRepository
    .filter(({ length }) => length > 0)
    .chain((images) => fc.tuple(fc.constant(images), fc.nat(images.length - 1)));
  fc.assert(
    fc.property(partly, ([images, unknown]) => {
      expect(
        storedOf(
          images,
          inventoryOf(images, (place) => place !== unknown),
        ),
      ).toBeUndefined();
    }),
  );
});

test('images with the same layers are listed from the newest to the oldest, without artifacts', () => {
  const detail = (imageDigest: string, imagePushedAt: number, rest: object = {}) => ({ imageDigest, imagePushedAt, ...rest });
  const manifest = (config: string) => imageManifest(config, ['a', 'b'], sizeOf);
  const inventory = ImageInventory.fromJson(
    JSON.stringify([detail('old', 1), detail('new', 2), detail('artifact', 3, { subjectManifestDigest: 'old' }), detail('unknown', 4)]),
  ).withManifests(manifestsOutput({ old: manifest('c'), new: manifest('d'), artifact: manifest('e') }));
  expect(sameLayers(inventory)).toMatchObject([{ images: [{ digest: 'new' }, { digest: 'old' }], bytes: 3 }]);
});
