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
    // a rule on these tags alone counts what it is about
    if (counted === 0 || counted === selected.length) return [];
    const { rulePriority, selection } = counting[index];
    return [
      `lifecycle rule ${rulePriority} keeps the ${selection.countNumber} newest of ${selected.length} images, and counts ${counted} that are signatures, ` +
        'attestations or SBOMs of cosign (tags sha256-….sig, .att and .sbom), each in the place of an image: ' +
        'select the images by a pattern that these tags do not match, such as "v*", and write a rule of its own for "sha256-*"',
    ];
  });
}
