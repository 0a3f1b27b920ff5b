import { Inventory, InventoryEntry } from './inventory';
import { canBeOf, ImageReference, imageReference, isOf } from '../lifecycle/core/image-reference';

/** An image that something runs, or would run. */
export interface UsedImage extends ImageReference {
  /** The ARN of the task, the task definition or the function, or the line of a list. */
  readonly usedBy: string;
}

/** The images in use of an inventory, from all of its registries: a task in one account may run an image of another. */
export class ImagesInUse {
  public static of(inventory: Inventory): ImagesInUse {
    const images: UsedImage[] = [];
    const unread: string[] = [];
    for (const registry of inventory._registries()) {
      const { images: running, missing } = registry.running;
      for (const { image, digest, usedBy } of running) {
        const reference = imageReference(image);
        if (reference === undefined && digest === undefined) continue;
        images.push({ repository: reference?.repository, digestOrTag: digest ?? reference!.digestOrTag, usedBy });
      }
      for (const [value, reason] of Object.entries(missing)) unread.push(`${registry.account} ${registry.region} ${value}: ${reason}`);
    }
    const list = inventory._inUse;
    for (const [index, line] of (list?.text.split('\n') ?? []).entries()) {
      const reference = imageReference(line.trim());
      if (reference !== undefined) images.push({ ...reference, usedBy: `${list!.place}, line ${index + 1}` });
    }
    return new ImagesInUse(images, unread);
  }

  /** By the last part of the name of the repository; those with a digest only are in all. */
  private readonly byName = new Map<string | undefined, UsedImage[]>();

  private constructor(
    images: readonly UsedImage[],
    /** What could not be read. */
    public readonly unread: readonly string[],
  ) {
    for (const image of images) {
      const key = lastPart(image.repository?.name);
      const same = this.byName.get(key);
      if (same === undefined) this.byName.set(key, [image]);
      else same.push(image);
    }
  }

  /** The images that can be of a repository. */
  public of({ name, registry: { account, region } }: InventoryEntry): UsedImage[] {
    const candidates = [...(this.byName.get(lastPart(name)) ?? []), ...(this.byName.get(undefined) ?? [])];
    return candidates.filter((image) => canBeOf(image, { name, registryId: account }, region));
  }
}

/** Whether an image is certainly of a repository. */
export function isCertainlyOf(image: UsedImage, { name, registry: { account, region } }: InventoryEntry): boolean {
  return isOf(image, { name, registryId: account }, region);
}

function lastPart(name: string | undefined): string | undefined {
  return name?.split('/').pop();
}
