import { Attempts } from './attempts';
import * as aws from './aws-clients';
import { endsTheRegistry } from './failure';
import { InventoryWriter } from './inventory-writer';
import { CollectedRepository, FORMAT_VERSION, repositoryFiles, RepositoryFile } from '../../fleet/inventory-format';

const IMAGES_A_PAGE = 1000;

/** Reads repositories of a registry, and writes them. */
export class RepositoryCollector {
  constructor(
    private readonly ecr: aws.ECRClient,
    private readonly writer: InventoryWriter,
    /** The folder of the registry. */
    private readonly folder: string,
  ) {}

  /**
   * Writes a repository: its images first, so that a repository with settings is complete. Returns undefined if the repository does not exist
   * any longer.
   */
  public async collect(repository: aws.Repository): Promise<RepositoryFile | undefined> {
    const { repositoryName = '' } = repository;
    // manifests would be those of other images
    this.writer.removeRepository(this.folder, repositoryName);
    try {
      const collected = await this.read(repository);
      this.writer.write(`${this.folder}/${repositoryFiles(repositoryName).settings}`, collected);
      return collected;
    } catch (error) {
      if (!isVanished(error)) throw error;
      this.writer.removeRepository(this.folder, repositoryName);
      return undefined;
    }
  }

  private async read(repository: aws.Repository): Promise<RepositoryFile> {
    const { ecr } = this;
    const { repositoryName = '', repositoryArn: resourceArn = '' } = repository;
    const attempts = new Attempts((error) => endsTheRegistry(error) || isVanished(error));
    const imageCount = await attempts.read('images', () => this.writeImages(repositoryName));
    const lifecyclePolicyText = await attempts.read(
      'lifecyclePolicyText',
      async () => (await ecr.send(new aws.GetLifecyclePolicyCommand({ repositoryName }))).lifecyclePolicyText,
      'LifecyclePolicyNotFoundException',
    );
    const repositoryPolicyText = await attempts.read(
      'repositoryPolicyText',
      async () => (await ecr.send(new aws.GetRepositoryPolicyCommand({ repositoryName }))).policyText,
      'RepositoryPolicyNotFoundException',
    );
    const tags = await attempts.read('tags', async () => (await ecr.send(new aws.ListTagsForResourceCommand({ resourceArn }))).tags ?? []);
    return {
      formatVersion: FORMAT_VERSION,
      collectedAt: new Date().toISOString(),
      repository: repository as unknown as CollectedRepository,
      imageCount: imageCount ?? undefined,
      tags: (tags ?? undefined) as RepositoryFile['tags'],
      lifecyclePolicyText,
      repositoryPolicyText,
      missing: attempts.missing,
    };
  }

  private writeImages(repositoryName: string): Promise<number> {
    const pages = aws.paginateDescribeImages(
      { client: this.ecr, pageSize: IMAGES_A_PAGE },
      // without the filter, archived images are left out
      { repositoryName, filter: { imageStatus: 'ANY' } },
    );
    return this.writer.writeList(`${this.folder}/${repositoryFiles(repositoryName).images}`, 'imageDetails', detailsOf(pages));
  }
}

async function* detailsOf(pages: AsyncIterable<{ imageDetails?: aws.ImageDetail[] }>): AsyncGenerator<readonly aws.ImageDetail[]> {
  for await (const { imageDetails = [] } of pages) yield imageDetails;
}

/** Whether the repository was deleted after it was listed. */
function isVanished(error: unknown): boolean {
  return error instanceof Error && error.name === 'RepositoryNotFoundException';
}
