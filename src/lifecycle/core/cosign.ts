import { byPriority, DocumentRule, keepsEverything, storageClassOf } from './document';
import { RepositoryImage, storageClassOfImage } from './images';
import { selectedImages } from './tag-pattern';
import { Finding, warningFinding } from '../../private/finding';

/** The tags of the signatures, attestations and SBOMs that cosign stores about an image, unless it stores them as referring artifacts. */
const TAG = /^sha256-([0-9a-f]{64})\.(sig|att|sbom)$/;

const KINDS: { readonly [suffix: string]: string } = { sig: 'signature', att: 'attestation', sbom: 'SBOM' };

/** The meaning of a tag that cosign has written. */
export interface CosignTag {
  /** The digest of the image that was signed or described. */
  readonly digest: string;
  /** The kind of the artifact, such as `signature`. */
  readonly kind: string;
}

/** Reads the tag that cosign has written. Returns undefined if the image has no such tag, or another tag as well, so that it is an image of its own. */
export function cosignTag(tags: readonly string[]): CosignTag | undefined {
  // called for every image, and most have no such tag
  if (!tags[0]?.startsWith('sha256-')) return undefined;
  const matches = tags.map((tag) => TAG.exec(tag));
  const [first] = matches;
  if (!first || matches.includes(null)) return undefined;
  const [, hex, suffix] = first;
  return { digest: `sha256:${hex}`, kind: KINDS[suffix] };
}

/**
 * Returns warnings for the rules that keep a number of images and count artifacts of cosign among them. An earlier rule on these tags does not
 * change that: the images that it identifies count as well.
 */
export function cosignWarnings(rules: readonly DocumentRule[], images: readonly RepositoryImage[]): Finding[] {
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
    // a rule on these tags alone counts them intentionally, and a rule that keeps all of its images takes no place from another
    if (counted === 0 || counted === selected.length || selected.length <= selection.countNumber) return [];
    const newest = selection.countNumber === 1 ? 'newest' : `${selection.countNumber} newest`;
    return [
      warningFinding(
        'lifecycle-signatures-counted',
        `lifecycle rule ${rulePriority} keeps the ${newest} of ${selected.length} images, of which ${counted === 1 ? '1 is' : `${counted} are`} from cosign ` +
          '(signatures, attestations or SBOMs, with the tags sha256-….sig, .att and .sbom) and count like any other image. ' +
          'Select the images by a pattern that these tags do not match, such as "v*", and write a separate rule for "sha256-*".',
      ),
    ];
  });
}
