import * as aws from './aws-clients';
import { remedyFor } from './failure';
import { InventoryWriter } from './inventory-writer';
import { inParallel } from './parallel';
import { Progress } from './progress';
import { all, registrySettings } from './registry-settings';
import { RepositoryCollector } from './repositories';
import { runningImages } from './running-images';
import { Missing, RegistryEntry } from '../../fleet/inventory-format';

/** Repositories that are read at the same time. */
const PARALLEL = 8;

/** The account and the Region that credentials lead to. */
export interface Registry {
  readonly account: string;
  readonly region: string;
  /** The ARN of the caller. */
  readonly caller: string;
  readonly clients: aws.ClientConfig;
}

/** What a run collects. */
export interface Selection {
  /** The beginning of the run: what was collected later is not collected again. */
  readonly startedAt: string;
  readonly isCollected: (repositoryName: string) => boolean;
}

/** Reads a registry, and writes it. Throws if that ends early, after which another run continues. */
export async function collectRegistry(
  { account, region, clients }: Registry,
  { startedAt, isCollected }: Selection,
  writer: InventoryWriter,
  progress: Progress,
): Promise<{ readonly entry: RegistryEntry; readonly missing: Missing }> {
  const folder = `${account}/${region}`;
  const ecr = new aws.ECRClient(clients);
  const listed = (await all(aws.paginateDescribeRepositories({ client: ecr, pageSize: 1000 }, {}), 'repositories')).filter(
    ({ repositoryName = '' }) => isCollected(repositoryName),
  );
  const settings = await registrySettings(ecr, account, region);
  writer.write(`${folder}/registry.json`, settings);
  const running = await runningImages(new aws.ECSClient(clients), new aws.LambdaClient(clients));
  writer.write(`${folder}/running.json`, running);

  const collector = new RepositoryCollector(ecr, writer, folder);
  const incomplete: Record<string, string> = {};
  progress.begin(`${account} ${region}`, listed.length);
  await inParallel(PARALLEL, listed, async (repository) => {
    const { repositoryName = '' } = repository;
    const there = writer.repository(folder, repositoryName);
    const isDone = there !== undefined && there.collectedAt >= startedAt && Object.keys(there.missing).length === 0;
    const { missing, imageCount = 0 } = isDone ? there : await collector.collect(repository);
    const [[value, reason] = []] = Object.entries(missing);
    if (value !== undefined) incomplete[repositoryName] = `${value}: ${reason}`;
    progress.add(imageCount);
  });
  const names = listed.map(({ repositoryName = '' }) => repositoryName);
  writer.removeOthers(folder, names, isCollected);
  return {
    entry: { account, region, repositoryCount: names.length, repositories: names, incompleteRepositories: incomplete },
    missing: { ...settings.missing, ...running.missing },
  };
}

/** The registry of credentials and a Region. */
export async function registryOf(clients: aws.ClientConfig & { readonly region: string }): Promise<Registry> {
  const { Account: account = '', Arn: caller = '' } = await new aws.STSClient(clients).send(new aws.GetCallerIdentityCommand({}));
  return { account, region: clients.region, caller, clients };
}

/** A line about a value that could not be read, with the action to take. */
export function missingText(place: string, value: string, reason: string): string {
  return `${place}: ${value} could not be read (${reason}). ${remedyFor(reason)}`;
}
