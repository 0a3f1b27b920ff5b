import { readFileSync } from 'fs';
import { join } from 'path';
import { Attempts } from './attempts';
import * as aws from './aws-clients';
import { InventoryWriter } from './inventory-writer';
import { inParallel } from './parallel';
import { Registry } from './registry-collector';
import { RepositoryCollector, MANIFEST_LIST_TYPES } from './repositories';
import { fileStem, IMAGES_END, Missing } from '../../fleet/inventory-format';

const PARALLEL = 4;

/** Reads the manifest lists of repositories, and returns the repositories for which that failed. */
export async function collectManifests(
  { account, region, clients }: Registry,
  out: string,
  names: readonly string[],
  writer: InventoryWriter,
): Promise<Missing> {
  const folder = `${account}/${region}`;
  const collector = new RepositoryCollector(new aws.ECRClient(clients), writer, folder);
  const attempts = new Attempts();
  await inParallel(PARALLEL, names, async (name) => {
    await attempts.read(`manifests of ${name}`, async () => {
      const text = readFileSync(join(out, folder, 'repositories', fileStem(name) + IMAGES_END), 'utf8');
      const { imageDetails } = JSON.parse(text) as { imageDetails: aws.ImageDetail[] };
      const digests = imageDetails
        .filter(({ imageManifestMediaType: type = '' }) => MANIFEST_LIST_TYPES.includes(type))
        .map(({ imageDigest = '' }) => imageDigest);
      await collector.collectManifests(name, digests);
    });
  });
  return attempts.missing;
}
