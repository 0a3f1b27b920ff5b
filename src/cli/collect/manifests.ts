import { Attempts } from './attempts';
import * as aws from './aws-clients';
import { endsTheRegistry } from './failure';
import { InventoryWriter } from './inventory-writer';
import { inParallel } from './parallel';
import { Registry } from './registry';
import { Missing, RegistryEntry, repositoryFiles } from '../../fleet/inventory-format';

const PARALLEL = 4;
const MANIFESTS_A_CALL = 100;

/** Manifests that could not be read. */
export interface UnreadManifests {
  /** The reasons by repository. */
  readonly missing: { readonly [repositoryName: string]: Missing };
  /** The repositories of the registry that are not complete, with these. */
  readonly incompleteRepositories: Missing;
}

/** The manifests of the active images of a registry that was collected. Amazon ECR does not return those of others, and counts reading as a pull. */
export class ManifestCollector {
  private readonly folder: string;

  constructor(
    private readonly registry: Registry,
    private readonly entry: RegistryEntry,
    private readonly writer: InventoryWriter,
  ) {
    this.folder = `${registry.account}/${registry.region}`;
  }

  /** The number of images whose manifests are still to be read. */
  public async imageCount(): Promise<number> {
    let count = 0;
    for (const name of this.entry.repositories) {
      if (!this.isLeft(name)) continue;
      for await (const images of this.imagesOf(name)) count += images.length;
    }
    return count;
  }

  public async collect(): Promise<UnreadManifests> {
    const { entry, folder, writer } = this;
    const ecr = new aws.ECRClient(this.registry.clients);
    const missing: Record<string, Missing> = {};
    const incomplete: Record<string, string> = { ...entry.incompleteRepositories };
    await inParallel(PARALLEL, entry.repositories, async (name) => {
      if (!this.isLeft(name)) return;
      const attempts = new Attempts(endsTheRegistry);
      await attempts.read('manifests', () => this.write(ecr, name));
      const reason = attempts.missing.manifests;
      if (reason === undefined) return;
      missing[name] = attempts.missing;
      incomplete[name] = [...(Object.hasOwn(incomplete, name) ? [incomplete[name]] : []), `manifests: ${reason}`].join('; ');
      const file = writer.repository(folder, name);
      if (file !== undefined) {
        writer.write(`${folder}/${repositoryFiles(name).settings}`, { ...file, missing: { ...file.missing, manifests: reason } });
      }
    });
    return { missing, incompleteRepositories: incomplete };
  }

  /** Manifests of an interrupted run are of the same images, and would be a pull again. */
  private isLeft(name: string): boolean {
    const { images, manifests } = repositoryFiles(name);
    return this.writer.exists(`${this.folder}/${images}`) && !this.writer.exists(`${this.folder}/${manifests}`);
  }

  private async write(ecr: aws.ECRClient, name: string): Promise<void> {
    const file = `${this.folder}/${repositoryFiles(name).manifests}`;
    const failures: string[] = [];
    const count = await this.writer.writeList(file, 'images', this.manifestsOf(ecr, name, failures));
    if (failures.length === 0) return;
    // a file is complete: no other run would read the rest, and no report would know of it
    this.writer.remove(file);
    throw new Error(`${failures.length} of ${count + failures.length} manifests: ${[...new Set(failures)].join(', ')}`);
  }

  private async *manifestsOf(ecr: aws.ECRClient, repositoryName: string, failed: string[]): AsyncGenerator<readonly aws.Image[]> {
    for await (const details of this.imagesOf(repositoryName)) {
      const imageIds = details.map(({ imageDigest }) => ({ imageDigest }));
      // those that the images have: a manifest of another type would be converted
      const types = new Set(details.flatMap(({ imageManifestMediaType = [] }) => imageManifestMediaType));
      const acceptedMediaTypes = types.size === 0 ? undefined : [...types];
      const { images = [], failures = [] } = await ecr.send(new aws.BatchGetImageCommand({ repositoryName, imageIds, acceptedMediaTypes }));
      for (const { failureCode = 'no reason', imageId } of failures) {
        const wasDeleted = failureCode === 'ImageNotFound' && (await isGone(ecr, repositoryName, imageId?.imageDigest));
        if (!wasDeleted) failed.push(failureCode);
      }
      yield images;
    }
  }

  /** The active images of a repository, as many at a time as a call accepts. */
  private async *imagesOf(name: string): AsyncGenerator<readonly aws.ImageDetail[]> {
    let images: aws.ImageDetail[] = [];
    for await (const image of this.writer.entries<aws.ImageDetail>(`${this.folder}/${repositoryFiles(name).images}`)) {
      if ((image.imageStatus ?? 'ACTIVE') !== 'ACTIVE') continue;
      images.push(image);
      if (images.length < MANIFESTS_A_CALL) continue;
      yield images;
      images = [];
    }
    if (images.length > 0) yield images;
  }
}

/** Whether an image that the inventory has was deleted during the run. Reports then treat its layers, and the images that it references, as unknown. */
async function isGone(ecr: aws.ECRClient, repositoryName: string, imageDigest: string | undefined): Promise<boolean> {
  try {
    await ecr.send(new aws.DescribeImagesCommand({ repositoryName, imageIds: [{ imageDigest }], filter: { imageStatus: 'ANY' } }));
    return false;
  } catch (error) {
    if (error instanceof Error && error.name === 'ImageNotFoundException') return true;
    throw error;
  }
}
