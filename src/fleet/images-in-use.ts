import { Inventory, InventoryEntry } from './inventory';
import { RunningImage } from './inventory-format';
import { canBeOf, ImageReference, imageReference, isOf } from '../lifecycle/core/image-reference';
import { RepositoryImage } from '../lifecycle/core/images';
import { quotedAndTruncated } from '../private/format-value';

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
    const add = (usedBy: string, text: string, image: ImageReference | undefined) => {
      if (image === undefined) unread.push(`${usedBy}: ${quotedAndTruncated(text)} is not an image that can be compared`);
      else images.push({ ...image, usedBy });
    };
    for (const registry of inventory._registries()) {
      const { images: running, missing } = registry.running;
      for (const one of running) {
        const reference = referenceOfRunning(one);
        // an image without a host is one of Docker Hub
        if (reference?.repository === undefined || reference.repository.host !== undefined) add(one.usedBy, one.image, reference);
      }
      for (const [value, reason] of Object.entries(missing)) {
        unread.push(`${registry.account} ${registry.region}, images in use: ${value} could not be read (${reason})`);
      }
    }
    for (const { place, line } of linesOf(inventory)) add(place, line, imageReference(line));
    return new ImagesInUse(images, unread);
  }

  /** By the last part of the name of the repository; those with a digest only are in all. */
  private readonly byName = new Map<string | undefined, UsedImage[]>();
  private readonly found = new Set<UsedImage>();

  private constructor(
    private readonly images: readonly UsedImage[],
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

  public get count(): number {
    return this.images.length;
  }

  /** The number of images that a repository of the inventory has, after all repositories have been noticed. */
  public get foundCount(): number {
    return this.found.size;
  }

  /** The number of images without a repository of their own that no repository of the inventory has: a digest alone, or the URI of a mirror. */
  public get unplacedCount(): number {
    return this.images.filter((image) => !this.found.has(image) && !isOf(image, { name: image.repository?.name })).length;
  }

  /** The images that can be of a repository. */
  public of(entry: InventoryEntry): UsedImage[] {
    const { name, registry } = entry;
    const candidates = [...(this.byName.get(lastPart(name)) ?? []), ...(this.byName.get(undefined) ?? [])];
    return candidates.filter((image) => canBeOf(image, { name, registryId: registry.account }, registry.region));
  }

  /** Notes which of these images a repository has. Of a repository that could not be read, none is known to be missing. */
  public notice(used: readonly UsedImage[], images: readonly RepositoryImage[] | undefined): void {
    if (used.length === 0) return;
    const names = images && new Set(images.flatMap(({ digest, tags }) => [digest, ...tags]));
    for (const image of used) if (names === undefined || names.has(image.digestOrTag)) this.found.add(image);
  }

  /** The images of repositories of the inventory that no repository has, after all repositories have been noticed. */
  public notFound(inventory: Inventory): UsedImage[] {
    const registries = [...inventory._registries()].map(({ account, region, names }) => ({ account, region, names: new Set(names) }));
    const isPartial = inventory._run.repositories !== undefined;
    return this.images.filter((image) => {
      const { repository } = image;
      if (repository === undefined || this.found.has(image)) return false;
      return registries.some(
        ({ account, region, names }) =>
          isOf(image, { name: repository.name, registryId: account }, region) &&
          (names.has(repository.name) || (repository.host !== undefined && !isPartial)),
      );
    });
  }
}

/** Whether an image is certainly of a repository. */
export function isCertainlyOf(image: UsedImage, { name, registry: { account, region } }: InventoryEntry): boolean {
  return isOf(image, { name, registryId: account }, region);
}

/** Amazon ECS and AWS Lambda use the tag latest where none is present. */
function referenceOfRunning({ image, digest }: RunningImage): ImageReference | undefined {
  const reference = imageReference(image) ?? imageReference(`${image}:latest`);
  if (digest === undefined) return reference;
  return { repository: reference?.repository, digestOrTag: digest };
}

/** The lines of the list of images in use elsewhere, without comments. */
function linesOf(inventory: Inventory): { readonly place: string; readonly line: string }[] {
  const { place = '', text = '' } = inventory._inUse ?? {};
  return text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .map((line, index) => ({ place: `${place}, line ${index + 1}`, line: line.trim() }))
    .filter(({ line }) => line !== '' && !line.startsWith('#'));
}

function lastPart(name: string | undefined): string | undefined {
  return name?.split('/').pop();
}
