import { cosignTag } from './cosign-tag';
import { byPriority, DocumentRule, keepsEverything, storageClassOf } from './policy-document';
import { RepositoryImage, storageClassOfImage } from './repository-image';
import { selectedImages } from './selected-images';

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
