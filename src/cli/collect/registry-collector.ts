import * as aws from './aws-clients';
import { InventoryWriter } from './inventory-writer';
import { inParallel } from './parallel';
import { Progress } from './progress';
import { Registry } from './registry';
import { all, registrySettings } from './registry-settings';
import { RepositoryCollector } from './repositories';
import { runningImages } from './running-images';
import { Missing, RegistryEntry } from '../../fleet/inventory-format';

/** Repositories that are read at the same time. */
const PARALLEL = 8;

/** What a run collects. */
export interface Selection {
  /** The beginning of the run: what was collected later is not collected again. */
  readonly startedAt: string;
  readonly isCollected: (repositoryName: string) => boolean;
}

/** A registry that was read to the end. */
export interface CollectedRegistry {
  readonly entry: RegistryEntry;
  /** The values of the registry that could not be read. */
  readonly missing: Missing;
  /** The same of repositories. */
  readonly ofRepositories: { readonly [repositoryName: string]: Missing };
}

/** Reads a registry, and writes it. Throws if that ends early, after which another run continues. */
export async function collectRegistry(
  { account, region, clients }: Registry,
  { startedAt, isCollected }: Selection,
  writer: InventoryWriter,
  progress: Progress,
): Promise<CollectedRegistry> {
  const folder = `${account}/${region}`;
  const ecr = new aws.ECRClient(clients);
  const listed = (await all(aws.paginateDescribeRepositories({ client: ecr, pageSize: 1000 }, {}), 'repositories')).filter(
    ({ repositoryName = '' }) => isCollected(repositoryName),
  );
  progress.settings(`${account} ${region}`, listed.length);
  const settings = await registrySettings(ecr, account, region);
  writer.write(`${folder}/registry.json`, settings);
  const running = await runningImages(new aws.ECSClient(clients), new aws.LambdaClient(clients));
  writer.write(`${folder}/running.json`, running);

  const collector = new RepositoryCollector(ecr, writer, folder);
  const ofRepositories: Record<string, Missing> = {};
  const vanished = new Set<string>();
  progress.begin(`${account} ${region}`, listed.length);
  await inParallel(PARALLEL, listed, async (repository) => {
    const { repositoryName = '' } = repository;
    const there = writer.repository(folder, repositoryName);
    const isDone = there !== undefined && there.collectedAt > startedAt && Object.keys(there.missing).length === 0;
    const collected = isDone ? there : await collector.collect(repository);
    if (collected === undefined) vanished.add(repositoryName);
    else if (Object.keys(collected.missing).length > 0) ofRepositories[repositoryName] = collected.missing;
    progress.add(collected?.imageCount ?? 0);
  });
  const repositories = listed.map(({ repositoryName = '' }) => repositoryName).filter((name) => !vanished.has(name));
  writer.removeOthers(folder, repositories, isCollected);
  const incompleteRepositories = Object.fromEntries(Object.entries(ofRepositories).map(([name, missing]) => [name, reasons(missing)]));
  return {
    entry: { account, region, repositoryCount: repositories.length, repositories, incompleteRepositories },
    missing: { ...settings.missing, ...running.missing },
    ofRepositories,
  };
}

function reasons(missing: Missing): string {
  return Object.entries(missing)
    .map(([value, reason]) => `${value}: ${reason}`)
    .join('; ');
}
