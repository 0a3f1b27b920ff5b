import { InventoryFolder, TextFile } from './inventory-folder';
import { InventoryFile, Missing, RegistryFile, RepositoryFile, RunningImage } from './inventory-format';
import { ImageInventory } from '../lifecycle/image-inventory';
import { quotedAndTruncated } from '../private/format-value';
import { checkType } from '../private/input-type';
import { problemOf, SecureRepositoryError } from '../private/secure-repository-error';

/**
 * Repositories of accounts and Regions, from a folder that `npx cdk-secure-repository collect` wrote. The images of a repository are read when they are
 * evaluated, one repository at a time.
 */
export class Inventory {
  /**
   * Reads the folder of an inventory. The folder must stay as it is while previews are created.
   *
   * Throws an error if the folder is not one that `collect` wrote, or if its format is newer than this version.
   * @param path the folder, relative to the working directory
   */
  public static fromDirectory(path: string): Inventory {
    const place = 'Inventory.fromDirectory(path)';
    checkType(place, 'path', path, 'text');
    if (path === '') throw new SecureRepositoryError('inventory', place, 'path is empty. Pass the folder that collect wrote.');
    return new Inventory(new InventoryFolder(path, `${place} ${path}`));
  }

  private readonly run: InventoryFile;

  private constructor(private readonly folder: InventoryFolder) {
    this.run = folder.run();
  }

  /** The number of repositories. */
  public get repositoryCount(): number {
    return this.run.registries.reduce((sum, { repositoryCount }) => sum + repositoryCount, 0);
  }

  /** Whether every account and Region was read to the end. Values of single repositories may still be missing (`FleetRepository.missing`). */
  public get isComplete(): boolean {
    return this.run.completedAt !== undefined && this.run.failed.length === 0;
  }

  /** @internal */
  public get _run(): InventoryFile {
    return this.run;
  }

  /** @internal */
  public *_registries(): Generator<InventoryRegistry> {
    for (const { account, region, repositories } of this.run.registries) {
      yield new InventoryRegistry(this.folder, account, region, repositories);
    }
  }

  /** @internal */
  public get _inUse(): TextFile | undefined {
    return this.folder.inUseText();
  }
}

/** A registry of an inventory. */
export class InventoryRegistry {
  private file?: RegistryFile;

  constructor(
    private readonly folder: InventoryFolder,
    public readonly account: string,
    public readonly region: string,
    public readonly names: readonly string[],
  ) {}

  /** Read once: every repository is judged with it. */
  public get settings(): RegistryFile {
    return (this.file ??= this.folder.registry(this.account, this.region));
  }

  /** What is running. Without the file, nothing of it is known. */
  public get running(): { readonly images: readonly RunningImage[]; readonly missing: Missing } {
    return this.folder.running(this.account, this.region) ?? { images: [], missing: { running: 'the file running.json does not exist' } };
  }

  public *repositories(): Generator<InventoryEntry> {
    for (const name of this.names) yield new InventoryEntry(this.folder, this, this.folder.repository(this.account, this.region, name));
  }
}

/** A repository of an inventory. */
export class InventoryEntry {
  constructor(
    private readonly folder: InventoryFolder,
    public readonly registry: InventoryRegistry,
    public readonly file: RepositoryFile,
  ) {}

  public get name(): string {
    return this.file.repository.repositoryName;
  }

  /** The images, with the references of manifest lists if they were collected. A file that cannot be used is one that could not be read. */
  public images(): CollectedImages {
    if ('images' in this.file.missing) return { missing: {} };
    let inventory: ImageInventory;
    try {
      inventory = this.readImages();
    } catch (error) {
      return { missing: { images: reasonOf(error) } };
    }
    try {
      return { inventory: this.withManifests(inventory), missing: {} };
    } catch (error) {
      return { inventory, missing: { manifests: reasonOf(error) } };
    }
  }

  private readImages(): ImageInventory {
    const { account, region } = this.registry;
    const images = this.folder.images(account, region, this.file.repository);
    const inventory = images.read({
      ofEntries: (place, entries) => ImageInventory._ofEntries(place, entries),
      ofText: (place, text) => ImageInventory._named(place, text),
    });
    const { name = this.name, registryId = account } = inventory._repository;
    if (name === this.name && registryId === account) return inventory;
    const problem = `the images are those of ${registryId} ${quotedAndTruncated(name)}. Run collect again.`;
    throw new SecureRepositoryError('inventory', images.path, problem);
  }

  private withManifests(inventory: ImageInventory): ImageInventory {
    const { account, region } = this.registry;
    const manifests = this.folder.manifests(account, region, this.file.repository);
    if (manifests === undefined) return inventory;
    return manifests.read({
      ofEntries: (place, entries) => inventory._withManifestEntries(place, entries),
      ofText: (place, text) => inventory._withManifests(place, text),
    });
  }
}

/** The images of a repository. */
export interface CollectedImages {
  /** Undefined if they could not be read. */
  readonly inventory?: ImageInventory;
  /** The reasons for files that cannot be used, in addition to what was not collected. */
  readonly missing: Missing;
}

/** What is wrong with a file. The advice of the error is for a file that the user wrote. */
function reasonOf(error: unknown): string {
  if (error instanceof SecureRepositoryError) return problemOf(error);
  throw error;
}
