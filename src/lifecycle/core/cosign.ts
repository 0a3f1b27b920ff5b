import { byPriority, DocumentRule, keepsEverything, storageClassOf } from './document';
import { RepositoryImage, storageClassOfImage } from './images';
import { selectedImages } from './tag-pattern';

/** Tags that cosign gives to what it stores about an image, unless it stores it as a referring artifact. */
const TAG = /^sha256-([0-9a-f]{64})\.(sig|att|sbom)$/;

const KINDS: { readonly [suffix: string]: string } = { sig: 'signature', att: 'attestation', sbom: 'SBOM' };

/** What a tag of cosign says of the image that has it. */
export interface CosignTag {
  /** The image that it is about. */
  readonly digest: string;
  /** What it is, in words. */
  readonly kind: string;
}

/** Reads a tag of cosign; none when no tag of the image is one, or when it has another tag, too, and so is an image by itself. */
export function cosignTag(tags: readonly string[]): CosignTag | undefined {
  // asked of every image, and most have no such tag
  if (!tags[0]?.startsWith('sha256-')) return undefined;
  const matches = tags.map((tag) => TAG.exec(tag));
  const [first] = matches;
  if (!first || matches.includes(null)) return undefined;
  const [, hex, suffix] = first;
  return { digest: `sha256:${hex}`, kind: KINDS[suffix] };
}

/**
 * Rules that keep a number of images, and count what cosign has stored about images among them. An earlier rule on these tags does not change
 * that: what it identifies counts all the same.
 */
export function cosignWarnings(rules: readonly DocumentRule[], images: readonly RepositoryImage[]): string[] {
  const inventory = images.filter((image) => storageClassOfImage(image) === 'standard');
  const ofCosign = new Set([...inventory.keys()].filter((image) => cosignTag(inventory[image].tags) !== undefined));
  if (ofCosign.size === 0) return [];
  const counting = byPriority(rules).filter(
    (rule) => rule.selection.countType === 'imageCountMoreThan' && storageClassOf(rule) === 'standard' && !keepsEverything(rule),
  );
  const selections = counting.map(({ selection }) => selection);
  return selectedImages(inventory, selections).flatMap((selected, index) => {
    const counted = selected.filter((image) => ofCosign.has(image)).length;
    const { rulePriority, selection } = counting[index];
    // a rule on these tags alone counts what it is about, and one with room for all takes no place from an image
    if (counted === 0 || counted === selected.length || selected.length <= selection.countNumber) return [];
    const newest = selection.countNumber === 1 ? 'newest' : `${selection.countNumber} newest`;
    return [
      `lifecycle rule ${rulePriority} keeps the ${newest} of ${selected.length} images, of which ${counted === 1 ? '1 is' : `${counted} are`} from cosign ` +
        '(signatures, attestations or SBOMs, with the tags sha256-….sig, .att and .sbom) and count like any other image. ' +
        'Select the images by a pattern that these tags do not match, such as "v*", and write a separate rule for "sha256-*"',
    ];
  });
}
