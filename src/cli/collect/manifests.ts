import { Attempts } from './attempts';
import * as aws from './aws-clients';
import { endsTheRegistry } from './failure';
import { InventoryWriter } from './inventory-writer';
import { inParallel } from './parallel';
import { Registry } from './registry';
import { Missing, RegistryEntry, repositoryFiles } from '../../fleet/inventory-format';

const PARALLEL = 4;
const MANIFESTS_A_CALL = 100;
const LIST_TYPES = ['application/vnd.oci.image.index.v1+json', 'application/vnd.docker.distribution.manifest.list.v2+json'];

/** Manifests that could not be read. */
export interface UnreadManifests {
  /** The reasons by repository. */
  readonly missing: { readonly [repositoryName: string]: Missing };
  /** The repositories of the registry that are not complete, with these. */
  readonly incompleteRepositories: Missing;
}

/** Reads the manifest lists of a registry that was collected. Amazon ECR counts that as a pull. */
export async function collectManifests(
  { account, region, clients }: Registry,
  { repositories, incompleteRepositories }: RegistryEntry,
  writer: InventoryWriter,
): Promise<UnreadManifests> {
  const ecr = new aws.ECRClient(clients);
  const missing: Record<string, Missing> = {};
  const incomplete: Record<string, string> = { ...incompleteRepositories };
  await inParallel(PARALLEL, repositories, async (name) => {
    const { settings, images, manifests } = repositoryFiles(name);
    const folder = `${account}/${region}`;
    const [from, to] = [`${folder}/${images}`, `${folder}/${manifests}`];
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
        // a file is complete: no other run would read the rest, and no report would know of it
        writer.remove(to);
        throw new Error(`${failures.length} of ${digests.length} manifest lists: ${[...new Set(failures)].join(', ')}`);
      }
    });
    const reason = attempts.missing.manifests;
    if (reason === undefined) return;
    missing[name] = attempts.missing;
    incomplete[name] = [...(name in incomplete ? [incomplete[name]] : []), `manifests: ${reason}`].join('; ');
    const file = writer.repository(folder, name);
    if (file !== undefined) writer.write(`${folder}/${settings}`, { ...file, missing: { ...file.missing, manifests: reason } });
  });
  return { missing, incompleteRepositories: incomplete };
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
