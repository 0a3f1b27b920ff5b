import { ImageAction } from './image-action';
import { ImageStorageClass } from './image-storage-class';

/** What a lifecycle policy does with one image, and why. */
export interface ImageOutcome {
  /** The digest of the image. */
  readonly digest: string;
  /** The tags of the image, in the order of the inventory. */
  readonly tags: string[];
  /** What happens to the image. */
  readonly action: ImageAction;
  /**
   * The priority of the rule that decides: the first one that selects the image, or its subject where the image is an artifact that
   * follows it.
   * @default - no rule selects the image
   */
  readonly rulePriority?: number;
  /** Why, in a sentence; also what the inventory cannot tell about this image. */
  readonly reason: string;
  /** Whether the outcome is possible and not certain because manifests are missing, which `ImageInventory.withManifests` adds. */
  readonly needsManifests: boolean;
  /** When the image was pushed. */
  readonly pushedAt: Date;
  /** The compressed size of the image; 0 for a manifest list, whose images stand in the inventory by themselves. */
  readonly sizeInBytes: number;
  /** Where the image is now. */
  readonly storageClass: ImageStorageClass;
}
