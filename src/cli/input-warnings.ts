import { GivenPolicy } from './policy-input';
import { PolicyDocument, storageClassOf } from '../lifecycle/core/document';
import { storageClassOfImage } from '../lifecycle/core/images';
import { ImageInventory } from '../lifecycle/image-inventory';
import { printable } from '../private/printable';

/** What looks as if the policy and the images had been taken from different places. */
export function inputWarnings(given: GivenPolicy, document: PolicyDocument | undefined, inventory: ImageInventory): string[] {
  return [...otherRepository(given, inventory), ...noArchivedImages(document, inventory)];
}

function otherRepository({ repositoryName }: GivenPolicy, { _repository: { name } }: ImageInventory): string[] {
  if (repositoryName === undefined || name === undefined || repositoryName === name) return [];
  return [printable(`the repository is ${repositoryName}, and the images are those of ${name}`)];
}

function noArchivedImages(document: PolicyDocument | undefined, { _images }: ImageInventory): string[] {
  const hasRule = document?.rules.some((rule) => storageClassOf(rule) === 'archive');
  if (!hasRule || _images.some((image) => storageClassOfImage(image) === 'archive')) return [];
  return ['it has rules on archived images, and none is among the images. describe-images lists them with --filter imageStatus=ANY only'];
}
