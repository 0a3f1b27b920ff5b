/** What a policy does to the images of one repository of an inventory. Numbers of images and bytes are those that are certain. */
export interface FleetRepository {
  /** The ID of the account. */
  readonly account: string;
  readonly region: string;
  readonly repositoryName: string;
  /** The number of images; undefined if they could not be read. */
  readonly imageCount?: number;
  /** The size of the images, in bytes. Layers that images share count once for each image. */
  readonly sizeInBytes?: number;
  /** The maximum cost of the images per month, in dollars, because images share layers. */
  readonly dollarsPerMonth?: number;
  /** The number of images that the present policy of the repository expires; undefined if it could not be read. */
  readonly currentlyExpiredCount?: number;
  /** The number of images that the proposed policy expires and the present policy keeps. */
  readonly additionallyExpiredCount?: number;
  /** The size of these images, in bytes. */
  readonly additionallyExpiredBytes?: number;
  /** The number of images that the proposed policy may expire in addition. In most cases, the manifests decide: use `collect --manifests`. */
  readonly possiblyExpiredCount?: number;
  /** The maximum cost per month that the proposed policy saves in addition, in dollars. */
  readonly savedDollarsPerMonth?: number;
  /** The number of images in use that expire, are archived, or may be. */
  readonly inUseExpiredCount?: number;
  /** The time of the last pull of an image; undefined if no pull is recorded. */
  readonly lastPulledAt?: Date;
  /** The IDs of the rules that the repository does not meet. */
  readonly brokenRules: string[];
  /** Whether the repository has a tag `owner` or `team`, in any case; undefined if the tags could not be read. */
  readonly hasOwner?: boolean;
  /** What could not be read, with the reasons. */
  readonly missing: string[];
}

/** An image that something runs, and that the proposed policy expires or archives, or may. */
export interface ExpiredImageInUse {
  readonly account: string;
  readonly region: string;
  readonly repositoryName: string;
  readonly digest: string;
  readonly tags: string[];
  /** The ARN of the task, the task definition or the function, or the line of the list. */
  readonly usedBy: string;
  /** Whether it is certain that the image can no longer be pulled. */
  readonly isCertain: boolean;
  /** The reason, as a part of a sentence. */
  readonly reason: string;
}

/** The totals of a fleet. */
export interface FleetTotals {
  readonly repositoryCount: number;
  readonly imageCount: number;
  /** The size of all images, in bytes. Layers that images share count once for each image. */
  readonly sizeInBytes: number;
  /** The maximum cost of all images per month, in dollars. */
  readonly dollarsPerMonth: number;
  readonly currentlyExpiredCount: number;
  readonly additionallyExpiredCount: number;
  readonly additionallyExpiredBytes: number;
  readonly possiblyExpiredCount: number;
  readonly savedDollarsPerMonth: number;
  readonly inUseExpiredCount: number;
  /** The number of repositories that do not meet a rule. */
  readonly repositoriesWithBrokenRules: number;
  /** The number of repositories of which something could not be read. */
  readonly incompleteRepositories: number;
}
