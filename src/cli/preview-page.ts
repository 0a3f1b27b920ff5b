import { ImageInUse } from './images-in-use';
import { PolicyInput } from './policy-input';
import { PolicyDocument } from '../lifecycle/core/document';
import { imageColumns } from '../lifecycle/core/image-columns';
import { canBeOf } from '../lifecycle/core/image-reference';
import { PageData, placesOf } from '../lifecycle/core/page-data';
import { ImageInventory } from '../lifecycle/image-inventory';

/** The contents of the page of one repository. */
export interface PreviewPage {
  readonly policy: PolicyInput;
  /** The document of the policy; none for a repository without one, and none when the policy has a problem. */
  readonly document?: PolicyDocument;
  /** The present policy, null for none; undefined if it is not known. */
  readonly present?: PolicyDocument | null;
  readonly inventory: ImageInventory;
  /** The images in use; undefined if they are not known. */
  readonly inUse?: readonly ImageInUse[];
  readonly now: Date;
  readonly pricePerGbMonth: number;
}

/** Returns the data of the page of one repository. */
export function previewPage({ policy, document, present, inventory, inUse, now, pricePerGbMonth }: PreviewPage): PageData {
  const { _images: images, _manifestLists: lists, _repository } = inventory;
  const { name = policy.repositoryName, registryId } = _repository;
  const used = inUse?.filter((image) => canBeOf(image, { name, registryId }));
  const why = {
    ...(present === undefined ? { present: 'Pass it with --present FILE.' } : {}),
    ...(policy.problem === undefined ? {} : { proposed: `${policy.place}: ${policy.problem}` }),
  };
  return {
    formatVersion: 1,
    now: now.getTime(),
    pricePerGbMonth,
    unread: [],
    repositories: [
      {
        name,
        registryId,
        images: imageColumns(images, lists),
        present,
        ...(policy.problem === undefined ? { proposed: document ?? null } : {}),
        why,
        inUse: used && placesOf(images, used),
        missing: [],
      },
    ],
  };
}
