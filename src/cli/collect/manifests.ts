import { Attempts } from './attempts';
import * as aws from './aws-clients';
import { endsTheRegistry } from './failure';
import { InventoryWriter } from './inventory-writer';
import { inParallel } from './parallel';
import { Registry } from './registry';
import { Missing, repositoryFiles } from '../../fleet/inventory-format';

const PARALLEL = 4;
const MANIFESTS_A_CALL = 100;
const LIST_TYPES = ['application/vnd.oci.image.index.v1+json', 'application/vnd.docker.distribution.manifest.list.v2+json'];

/** Reads the manifest lists of repositories. Amazon ECR counts that as a pull. Returns the reasons of what could not be read, by repository. */
export async function collectManifests(
  { account, region, clients }: Registry,
  names: readonly string[],
  writer: InventoryWriter,
): Promise<{ readonly [repositoryName: string]: Missing }> {
  const ecr = new aws.ECRClient(clients);
  const missing: Record<string, Missing> = {};
  await inParallel(PARALLEL, names, async (name) => {
    const { images, manifests } = repositoryFiles(name);
    const [from, to] = [`${account}/${region}/${images}`, `${account}/${region}/${manifests}`];
    // those of an interrupted run are of the same images, and would be a pull again
    if (!writer.exists(from) || writer.exists(to)) return;
    const attempts = new Attempts(endsTheRegistry);
    await attempts.read('manifests', async () => {
      const digests: string[] = [];
      for await (const { imageManifestMediaType: type = '', imageDigest = '' } of writer.entriesWith<aws.ImageDetail>(from, LIST_TYPES)) {
        if (LIST_TYPES.includes(type)) digests.push(imageDigest);
      }
      const failures: string[] = [];
      await writer.writeList(to, 'images', manifestsOf(ecr, name, digests, failures));
      if (failures.length > 0) {
        throw new Error(`${failures.length} of ${digests.length} manifest lists: ${[...new Set(failures)].join(', ')}`);
      }
    });
    if (attempts.missing.manifests !== undefined) missing[name] = attempts.missing;
  });
  return missing;
}

async function* manifestsOf(
  ecr: aws.ECRClient,
  repositoryName: string,
  digests: readonly string[],
  failed: string[],
): AsyncGenerator<readonly aws.Image[]> {
  for (let from = 0; from < digests.length; from += MANIFESTS_A_CALL) {
    const imageIds = digests.slice(from, from + MANIFESTS_A_CALL).map((imageDigest) => ({ imageDigest }));
    const { images = [], failures = [] } = await ecr.send(
      new aws.BatchGetImageCommand({ repositoryName, imageIds, acceptedMediaTypes: [...LIST_TYPES] }),
    );
    for (const { failureCode = 'no reason' } of failures) failed.push(failureCode);
    yield images;
  }
}
