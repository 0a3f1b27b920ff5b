import { CommandError } from './command-error';
import { Input } from './input';
import { PolicyInput } from './policy-input';
import { Terminal } from './terminal';
import { PolicyDocument, storageClassOf } from '../lifecycle/core/document';
import { storageClassOfImage } from '../lifecycle/core/images';
import { ImageInventory } from '../lifecycle/image-inventory';
import { Finding, warningFinding } from '../private/finding';
import { printable } from '../private/printable';
import { messageOf } from '../private/secure-repository-error';

/** Where the images come from. */
export interface ImageSource {
  readonly images?: string;
  readonly manifests?: string;
}

/** Reads the images, from standard input by default, and the manifests of their lists. */
export async function imageInventory({ images, manifests }: ImageSource, input: Input, { stdin }: Terminal): Promise<ImageInventory> {
  if (images === undefined && stdin.isTTY) {
    throw CommandError.usage(
      '--images: there are no images. Pipe the output of aws ecr describe-images into the command, or pass a file with --images.',
    );
  }
  const file = await input.text('--images', images ?? '-');
  const inventory = readable(() => ImageInventory._named(file.place, file.text));
  if (manifests === undefined) return inventory;
  const { place, text } = await input.text('--manifests', manifests);
  return readable(() => inventory._withManifests(place, text));
}

function readable(inventory: () => ImageInventory): ImageInventory {
  try {
    return inventory();
  } catch (error) {
    throw CommandError.unreadable(messageOf(error));
  }
}

/** Warnings about policies and images that seem to come from different places. */
export function inputWarnings(policy: PolicyInput, document: PolicyDocument | undefined, inventory: ImageInventory): Finding[] {
  return [...otherRepository(policy, inventory), ...noArchivedImages(document, inventory)];
}

function otherRepository({ repositoryName }: PolicyInput, { _repository: { name } }: ImageInventory): Finding[] {
  if (repositoryName === undefined || name === undefined || repositoryName === name) return [];
  const message = `the policy belongs to ${repositoryName}, but the images belong to ${name}. Pass the images of ${repositoryName}.`;
  return [warningFinding('lifecycle-other-repository', printable(message))];
}

function noArchivedImages(document: PolicyDocument | undefined, { _images }: ImageInventory): Finding[] {
  const hasRule = document?.rules.some((rule) => storageClassOf(rule) === 'archive');
  if (!hasRule || _images.some((image) => storageClassOfImage(image) === 'archive')) return [];
  const message =
    'the policy has rules on archived images, but the images include none. Run describe-images with --filter imageStatus=ANY to include them.';
  return [warningFinding('lifecycle-no-archived-images', message)];
}
