import { AdditionalAction } from './policy-difference';
import { RepositoryImage } from '../lifecycle/core/images';
import { Verdict, VerdictAction } from '../lifecycle/core/verdicts';
import { ImageInventory } from '../lifecycle/image-inventory';

/** The bytes of layers and configurations, each once. */
export interface StoredLayers {
  /** Those of all images. */
  readonly stored: number;
  /** Those of which the present policy expires all images. */
  readonly currentlyFreed: number;
  /** Those of which the proposed policy expires the images that the present policy leaves. */
  readonly additionallyFreed: number;
  /** Those of further images that policies may expire, and of which the proposed policy expires at least one, or may. */
  readonly possiblyFreed: number;
}

/**
 * Computes the bytes that a repository stores, and those that policies free. Returns undefined if the layers of an image are not known. A manifest list
 * has no layers, but an image may be one if the inventory does not have its media type.
 * @param present the verdicts of the present policy
 * @param additional the actions of the proposed policy in addition
 */
export function storedLayers(
  { _images: images, _layers: layers }: ImageInventory,
  present: readonly Verdict[],
  additional: readonly AdditionalAction[],
): StoredLayers | undefined {
  const digests = images.filter(({ isManifestList }) => isManifestList !== true).map(({ digest }) => digest);
  if (!digests.every((digest) => layers.has(digest))) return undefined;
  const ofPresent = actionsOf(present);
  const ofProposal = actionsOf(additional);
  const left = digests.filter((digest) => ofPresent.get(digest) !== 'EXPIRE');
  const leftAfter = left.filter((digest) => ofProposal.get(digest) !== 'EXPIRE');
  const isExpirable = (digest: string) => ['EXPIRE', 'MAY_EXPIRE'].includes(ofProposal.get(digest) ?? 'KEEP');
  // what the present policy may expire may be gone before
  const staying = left.filter((digest) => !isExpirable(digest) && ofPresent.get(digest) !== 'MAY_EXPIRE');
  const [stored, ofLeft, ofLeftAfter] = [digests, left, leftAfter].map((some) => layers.bytesOf(some));
  const additionallyFreed = ofLeft - ofLeftAfter;
  const mostFreed = layers.bytesOf([...staying, ...left.filter(isExpirable)]) - layers.bytesOf(staying);
  return { stored, currentlyFreed: stored - ofLeft, additionallyFreed, possiblyFreed: mostFreed - additionallyFreed };
}

function actionsOf(verdicts: readonly Pick<Verdict, 'image' | 'action'>[]): ReadonlyMap<string, VerdictAction> {
  return new Map(verdicts.map(({ image: { digest }, action }) => [digest, action]));
}

/** Images with the same layers, the newest first. Artifacts of images, such as signatures, are left out. */
export interface SameLayers {
  readonly images: readonly RepositoryImage[];
  /** The bytes of the layers, each once. */
  readonly bytes: number;
}

/** The groups of images with the same layers, of those whose layers are known. */
export function sameLayers({ _images: images, _layers: layers }: ImageInventory): SameLayers[] {
  const byDigest = new Map(images.filter(({ subjectDigest }) => subjectDigest === undefined).map((image) => [image.digest, image]));
  return layers.sameLayers(byDigest.keys()).map(({ digests, bytes }) => ({
    images: digests.flatMap((digest) => byDigest.get(digest) ?? []).sort((a, b) => b.pushedAt - a.pushedAt),
    bytes,
  }));
}
