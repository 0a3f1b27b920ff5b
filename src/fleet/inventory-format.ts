import { createHash } from 'crypto';

/**
 * The files that `collect` writes, in plain JSON. docs/inventory.md describes them, and docs/inventory.schema.json is their JSON Schema.
 *
 * A value that could not be read is missing, and `missing` has the reason. Null means that there is none.
 */
export const FORMAT_VERSION = 1;

/** Reasons for values that could not be read, by the name of the value. */
export interface Missing {
  readonly [value: string]: string;
}

/** `inventory.json`: the run that wrote the folder. */
export interface InventoryFile {
  readonly formatVersion: number;
  readonly startedAt: string;
  /** None while the run is not complete: the next run continues it. */
  readonly completedAt?: string;
  /** Patterns of the repositories that were collected; none for all repositories. */
  readonly repositories?: readonly string[];
  readonly registries: readonly RegistryEntry[];
  /** The accounts and Regions that could not be read to the end. */
  readonly failed: readonly FailedRegistry[];
}

/** A registry: an account in a Region. */
export interface RegistryEntry {
  readonly account: string;
  readonly region: string;
  readonly repositoryCount: number;
  /** The names of all repositories. */
  readonly repositories: readonly string[];
  /** The names of repositories that are not complete, with the reasons. */
  readonly incompleteRepositories: Missing;
}

export interface FailedRegistry {
  readonly account?: string;
  readonly profile?: string;
  readonly region: string;
  /** `manifests` if only the manifests could not be read; none if the registry could not be. */
  readonly part?: string;
  readonly error: string;
}

/** `ACCOUNT/REGION/registry.json`: the settings, in the shapes of the API. */
export interface RegistryFile {
  readonly formatVersion: number;
  readonly account: string;
  readonly region: string;
  readonly collectedAt: string;
  readonly settings: { readonly [setting: string]: unknown };
  readonly missing: Missing;
}

/** `ACCOUNT/REGION/running.json`: the images that something runs or would run. */
export interface RunningFile {
  readonly formatVersion: number;
  readonly collectedAt: string;
  readonly images: readonly RunningImage[];
  readonly missing: Missing;
}

export interface RunningImage {
  /** The URI with its tag or digest, as in the task definition or the function. */
  readonly image: string;
  /** The digest that runs, where the service reports it. */
  readonly digest?: string;
  readonly kind: 'ecs-task' | 'ecs-task-definition' | 'lambda-function';
  /** The ARN of the task, the task definition or the version of the function. */
  readonly usedBy: string;
}

/** `ACCOUNT/REGION/repositories/NAME.json`: the settings of a repository, in the shapes of the API. It is written after its images. */
export interface RepositoryFile {
  readonly formatVersion: number;
  readonly collectedAt: string;
  readonly repository: CollectedRepository;
  readonly imageCount?: number;
  readonly tags?: readonly { readonly Key: string; readonly Value: string }[];
  readonly lifecyclePolicyText?: string | null;
  readonly repositoryPolicyText?: string | null;
  readonly missing: Missing;
}

/** An entry of the output of `aws ecr describe-repositories`. */
export interface CollectedRepository {
  readonly repositoryName: string;
  readonly registryId: string;
  readonly repositoryArn: string;
  readonly repositoryUri: string;
  readonly createdAt?: string;
  readonly imageTagMutability?: string;
  readonly imageTagMutabilityExclusionFilters?: readonly { readonly filterType: string; readonly filter: string }[];
  readonly imageScanningConfiguration?: { readonly scanOnPush?: boolean };
  readonly encryptionConfiguration?: { readonly encryptionType: string; readonly kmsKey?: string };
}

/** Most file systems limit a name to 255 bytes. */
const LONGEST_STEM = 200;

/** The name of the files of a repository without its end: `team-a%2Fapi`. */
export function fileStem(repositoryName: string): string {
  const stem = repositoryName.replace(/\//g, '%2F');
  if (stem.length <= LONGEST_STEM) return stem;
  return `${stem.slice(0, LONGEST_STEM - 17)}-${createHash('sha256').update(repositoryName).digest('hex').slice(0, 16)}`;
}

/** The folders below `ACCOUNT/REGION` in which each repository has a file. The name of a repository may end with any word, such as `.images`. */
export const REPOSITORY_FOLDERS = ['repositories', 'images', 'manifests'] as const;

/** The files of a repository, below `ACCOUNT/REGION`: settings, the output of describe-images, and that of batch-get-image. */
export function repositoryFiles(repositoryName: string): {
  readonly settings: string;
  readonly images: string;
  readonly manifests: string;
} {
  const [settings, images, manifests] = REPOSITORY_FOLDERS.map((folder) => `${folder}/${fileStem(repositoryName)}.json`);
  return { settings, images, manifests };
}
