/** The effect of a lifecycle policy on an image. */
export enum ImageAction {
  /** The image is kept unchanged. */
  KEEP = 'KEEP',
  /** The image is deleted. */
  EXPIRE = 'EXPIRE',
  /** The image moves to the archive storage class, where it cannot be pulled until it is restored. */
  ARCHIVE = 'ARCHIVE',
  /**
   * The image is deleted or kept: the inventory does not show whether a manifest list references it, or AWS does not document the
   * behavior of ECR. `ImageOutcome.reason` states why the outcome is uncertain.
   */
  MAY_EXPIRE = 'MAY_EXPIRE',
  /** The image moves to the archive storage class or is kept, for the same reasons as `MAY_EXPIRE`. */
  MAY_ARCHIVE = 'MAY_ARCHIVE',
}

/** The storage class of an image. */
export enum ImageStorageClass {
  /** The image can be pulled. */
  STANDARD = 'STANDARD',
  /** The image cannot be pulled until it is restored. */
  ARCHIVE = 'ARCHIVE',
}

/** The effect of a lifecycle policy on one image, with the reason. */
export interface ImageOutcome {
  /** The digest of the image. */
  readonly digest: string;
  /** The tags of the image, in the order of the inventory. */
  readonly tags: string[];
  /** The action on the image. */
  readonly action: ImageAction;
  /**
   * The priority of the rule that determines the action: the first rule that selects the image or, for an artifact that follows its subject, the first
   * rule that selects the subject.
   * @default - no rule selects the image
   */
  readonly rulePriority?: number;
  /** The reason, as one sentence, including the facts about the image that are unknown. */
  readonly reason: string;
  /** Whether the outcome is uncertain because manifests are missing. `ImageInventory.withManifests` adds them. */
  readonly needsManifests: boolean;
  /** The time at which the image was pushed. */
  readonly pushedAt: Date;
  /** The compressed size of the image. It is 0 for a manifest list, because its images are separate entries in the inventory. */
  readonly sizeInBytes: number;
  /** The current storage class of the image. */
  readonly storageClass: ImageStorageClass;
}
