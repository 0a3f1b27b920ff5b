import { Attempts } from './attempts';
import * as aws from './aws-clients';
import { InventoryWriter } from './inventory-writer';
import {
  CollectedRepository,
  fileStem,
  FORMAT_VERSION,
  IMAGES_END,
  MANIFESTS_END,
  REPOSITORY_END,
  RepositoryFile,
} from '../../fleet/inventory-format';

const IMAGES_A_PAGE = 1000;
const MANIFESTS_A_CALL = 100;
/** The media types of manifest lists. */
export const MANIFEST_LIST_TYPES = ['application/vnd.oci.image.index.v1+json', 'application/vnd.docker.distribution.manifest.list.v2+json'];

/** Reads repositories of a registry, and writes them. */
export class RepositoryCollector {
  constructor(
    private readonly ecr: aws.ECRClient,
    private readonly writer: InventoryWriter,
    private readonly folder: string,
  ) {}

  /** Writes a repository: its images first, so that a repository with settings is complete. */
  public async collect(repository: aws.Repository): Promise<RepositoryFile> {
    const { ecr } = this;
    const { repositoryName = '', repositoryArn = '' } = repository;
    const attempts = new Attempts();
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
    const tags = await attempts.read(
      'tags',
      async () => (await ecr.send(new aws.ListTagsForResourceCommand({ resourceArn: repositoryArn }))).tags ?? [],
    );
    const collected = {
      formatVersion: FORMAT_VERSION,
      collectedAt: new Date().toISOString(),
      repository: repository as unknown as CollectedRepository,
      imageCount: imageCount ?? undefined,
      tags: (tags ?? undefined) as RepositoryFile['tags'],
      lifecyclePolicyText,
      repositoryPolicyText,
      missing: attempts.missing,
    };
    this.writer.write(this.path(repositoryName, REPOSITORY_END), collected);
    return collected;
  }

  /** Writes the manifests of the manifest lists. Amazon ECR counts reading a manifest as a pull. */
  public async collectManifests(repositoryName: string, digests: readonly string[]): Promise<void> {
    const { ecr } = this;
    await this.writer.writeList(
      this.path(repositoryName, MANIFESTS_END),
      'images',
      (async function* () {
        for (let from = 0; from < digests.length; from += MANIFESTS_A_CALL) {
          const imageIds = digests.slice(from, from + MANIFESTS_A_CALL).map((imageDigest) => ({ imageDigest }));
          const { images = [] } = await ecr.send(
            new aws.BatchGetImageCommand({ repositoryName, imageIds, acceptedMediaTypes: [...MANIFEST_LIST_TYPES] }),
          );
          yield images;
        }
      })(),
    );
  }

  private writeImages(repositoryName: string): Promise<number> {
    const pages = aws.paginateDescribeImages(
      { client: this.ecr, pageSize: IMAGES_A_PAGE },
      { repositoryName, filter: { imageStatus: 'ANY' } },
    );
    return this.writer.writeList(
      this.path(repositoryName, IMAGES_END),
      'imageDetails',
      (async function* () {
        for await (const { imageDetails = [] } of pages) yield imageDetails;
      })(),
    );
  }

  private path(repositoryName: string, end: string): string {
    return `${this.folder}/repositories/${fileStem(repositoryName)}${end}`;
  }
}
