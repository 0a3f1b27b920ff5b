/**
 * What policies do to the images of one repository of an inventory. Numbers are those that are certain, unless the name says that they are possible.
 * A number that depends on a value that could not be read is undefined, not 0.
 */
export interface FleetRepository {
  /** The ID of the account. */
  readonly account: string;
  /** The Region. */
  readonly region: string;
  readonly repositoryName: string;
  /** The number of images; undefined if they could not be read. */
  readonly imageCount?: number;
  /** The size of the images, in bytes. Layers that images share count once for each image. */
  readonly sizeInBytes?: number;
  /**
   * The size of the layers and configurations of the images, in bytes, each counted once; undefined unless the manifests of all images are known,
   * which `collect --manifests` reads. Amazon ECR does not return those of archived images.
   */
  readonly storedBytes?: number;
  /** The cost per month, in dollars: that of `storedBytes`, or else the maximum, that of `sizeInBytes`. */
  readonly dollarsPerMonth?: number;
  /**
   * Whether `dollarsPerMonth` is the cost and not its maximum: `storedBytes` is known, and blob mounting is disabled in the registry. With blob
   * mounting, repositories share layers. Manifests, which have a few KB, are not counted.
   */
  readonly isCostExact?: boolean;
  /** The number of images that the present policy of the repository expires. It leaves the others. */
  readonly currentlyExpiredCount?: number;
  /** The size of the images that the present policy expires, in bytes. */
  readonly currentlyExpiredBytes?: number;
  /** The size of the layers that only images in `currentlyExpiredCount` have, in bytes; undefined if `storedBytes` is. */
  readonly currentlyFreedBytes?: number;
  /** The number of images that the present policy expires or keeps, in addition to `currentlyExpiredCount`. */
  readonly currentlyPossiblyExpiredCount?: number;
  /** The number of images that the present policy certainly does not expire. */
  readonly currentlyKeptCount?: number;
  /** The number of images that the proposed policy expires and the present policy keeps. */
  readonly additionallyExpiredCount?: number;
  /** The size of the images that the proposed policy expires and the present policy keeps, in bytes. */
  readonly additionallyExpiredBytes?: number;
  /**
   * The size of the layers that are freed in addition, in bytes: of all their images, each is in `additionallyExpiredCount` or expired by the present
   * policy. Undefined if `storedBytes` is.
   */
  readonly additionallyFreedBytes?: number;
  /**
   * The number of further images that the proposed policy may expire in addition. In most cases, references of manifest lists decide, which
   * `collect --manifests` reads.
   */
  readonly possiblyExpiredCount?: number;
  /** The size of the further images that the proposed policy may expire in addition, in bytes. */
  readonly possiblyExpiredBytes?: number;
  /** The size of the further layers that may be freed in addition, in bytes; undefined if `storedBytes` is. */
  readonly possiblyFreedBytes?: number;
  /** The number of images that the proposed policy archives and the present policy keeps. */
  readonly additionallyArchivedCount?: number;
  /** The number of further images that the proposed policy may archive in addition. */
  readonly possiblyArchivedCount?: number;
  /**
   * The cost per month of `additionallyFreedBytes`, in dollars, or else the maximum, that of `additionallyExpiredBytes`. It is a maximum unless `isCostExact`.
   */
  readonly savedDollarsPerMonth?: number;
  /** The cost per month of `possiblyFreedBytes`, in dollars, in addition to `savedDollarsPerMonth`, or else the maximum, that of `possiblyExpiredBytes`. */
  readonly possiblySavedDollarsPerMonth?: number;
  /** The number of uses of images that expire, are archived, or may be: by the proposed policy, or without one by the present policy. */
  readonly inUseExpiredCount?: number;
  /** The number of images with one of `releaseTags` that expire or may expire: by the proposed policy, or without one by the present policy. */
  readonly releasesExpiredCount?: number;
  /** The number of images with the same layers as another image of the repository; undefined if `storedBytes` is. Artifacts such as signatures are not counted. */
  readonly sameLayersCount?: number;
  /** The time at which the repository was created. */
  readonly createdAt?: Date;
  /** The time of the last pull of an image; undefined if no pull is recorded. */
  readonly lastPulledAt?: Date;
  /** The IDs of the rules that the repository does not meet. A rule about a value that could not be read is not in the list. */
  readonly brokenRules: string[];
  /** Whether the repository has a tag with the key `owner` or `team`, in any case; undefined if the tags could not be read. */
  readonly hasOwner?: boolean;
  /** The values that could not be read, with the reasons. */
  readonly missing: string[];
}

/** An image in use that a policy expires or archives, or may. */
export interface ExpiredImageInUse {
  /** The ID of the account of the repository. */
  readonly account: string;
  /** The Region of the repository. */
  readonly region: string;
  readonly repositoryName: string;
  readonly digest: string;
  readonly tags: string[];
  /** The ARN of the task, the task definition or the function, or the line of the list. */
  readonly usedBy: string;
  /**
   * Whether it is certain that the image in use is this one, and that it can no longer be pulled. A digest alone, and the URI of a mirror, do not
   * show the repository.
   */
  readonly isCertain: boolean;
  /** The reason, as a part of a sentence. */
  readonly reason: string;
  /** Whether the references of manifest lists decide, which `collect --manifests` reads. */
  readonly needsManifests: boolean;
}

/** Images of one repository with different digests and the same layers in the same order. Their configurations differ, for example by labels or times. */
export interface ImagesWithSameLayers {
  /** The ID of the account. */
  readonly account: string;
  /** The Region. */
  readonly region: string;
  readonly repositoryName: string;
  /** The digests of at least two images, from the newest to the oldest. */
  readonly digests: string[];
  /** The tags of these images. */
  readonly tags: string[];
  /** The size of the layers, in bytes. They are stored once. */
  readonly layerBytes: number;
}

/** The totals of a fleet. A total does not contain what is unknown of a repository, and is undefined if it is unknown of all repositories. */
export interface FleetTotals {
  readonly repositoryCount: number;
  readonly imageCount?: number;
  /** The size of all images, in bytes. Layers that images share count once for each image. */
  readonly sizeInBytes?: number;
  /**
   * The size of the layers and configurations, in bytes. Each is counted once in a repository. This total and those of freed layers are undefined unless
   * they are known of all repositories whose images are.
   */
  readonly storedBytes?: number;
  /** The cost of all images per month, in dollars, or its maximum. */
  readonly dollarsPerMonth?: number;
  /** Whether `dollarsPerMonth` is the cost and not its maximum, in every repository whose images are known. */
  readonly isCostExact: boolean;
  /** The number of images that the present policies expire. */
  readonly currentlyExpiredCount?: number;
  /** The size of the images that the present policies expire, in bytes. */
  readonly currentlyExpiredBytes?: number;
  /** The size of the layers that only images have that the present policies expire, in bytes. */
  readonly currentlyFreedBytes?: number;
  /** The number of further images that the present policies may expire. */
  readonly currentlyPossiblyExpiredCount?: number;
  /** The number of images that the proposed policy expires and the present policies keep. */
  readonly additionallyExpiredCount?: number;
  /** The size of the images that the proposed policy expires and the present policies keep, in bytes. */
  readonly additionallyExpiredBytes?: number;
  /** The size of the layers that the proposed policy frees in addition, in bytes. */
  readonly additionallyFreedBytes?: number;
  /** The number of further images that the proposed policy may expire in addition. */
  readonly possiblyExpiredCount?: number;
  /** The size of the further images that the proposed policy may expire in addition, in bytes. */
  readonly possiblyExpiredBytes?: number;
  /** The size of the further layers that the proposed policy may free in addition, in bytes. */
  readonly possiblyFreedBytes?: number;
  /** The number of images that the proposed policy archives and the present policies keep. */
  readonly additionallyArchivedCount?: number;
  /** The number of further images that the proposed policy may archive in addition. */
  readonly possiblyArchivedCount?: number;
  /** The cost per month, in dollars, that the proposed policy saves, or its maximum. It is a maximum unless `isCostExact`. */
  readonly savedDollarsPerMonth?: number;
  /** The cost per month, in dollars, that the proposed policy may save in addition to `savedDollarsPerMonth`, or its maximum. */
  readonly possiblySavedDollarsPerMonth?: number;
  /** The number of uses of images that expire, are archived, or may be. */
  readonly inUseExpiredCount?: number;
  /** The number of images with one of `releaseTags` that expire or may expire. */
  readonly releasesExpiredCount?: number;
  /** The number of images with the same layers as another image of their repository. */
  readonly sameLayersCount?: number;
  /** The number of repositories that do not meet a rule. */
  readonly repositoriesWithBrokenRules: number;
  /** The number of repositories of which something could not be read. */
  readonly incompleteRepositories: number;
}
