import { Attempts } from './attempts';
import * as aws from './aws-clients';
import { endsTheRegistry } from './failure';
import { FORMAT_VERSION, RegistryFile } from '../../fleet/inventory-format';

const ACCOUNT_SETTINGS = ['BASIC_SCAN_TYPE_VERSION', 'BLOB_MOUNTING', 'REGISTRY_POLICY_SCOPE'];

/** Reads the settings of a registry. */
export async function registrySettings(ecr: aws.ECRClient, account: string, region: string): Promise<RegistryFile> {
  const attempts = new Attempts(endsTheRegistry);
  const settings: Record<string, unknown> = {};
  const read = async (name: string, one: () => Promise<unknown>, absent?: string) => {
    settings[name] = await attempts.read(name, one, absent);
  };
  await read('scanning', async () => (await ecr.send(new aws.GetRegistryScanningConfigurationCommand({}))).scanningConfiguration);
  await read('replication', async () => (await ecr.send(new aws.DescribeRegistryCommand({}))).replicationConfiguration);
  await read(
    'policyText',
    async () => (await ecr.send(new aws.GetRegistryPolicyCommand({}))).policyText,
    'RegistryPolicyNotFoundException',
  );
  await read('pullThroughCacheRules', async () =>
    all(aws.paginateDescribePullThroughCacheRules({ client: ecr }, {}), 'pullThroughCacheRules'),
  );
  await read('creationTemplates', async () =>
    all(aws.paginateDescribeRepositoryCreationTemplates({ client: ecr }, {}), 'repositoryCreationTemplates'),
  );
  await read(
    'signing',
    async () => (await ecr.send(new aws.GetSigningConfigurationCommand({}))).signingConfiguration,
    'SigningConfigurationNotFoundException',
  );
  await read('pullTimeUpdateExclusions', async () => pullTimeExclusions(ecr));
  for (const name of ACCOUNT_SETTINGS) {
    await read(name, async () => (await ecr.send(new aws.GetAccountSettingCommand({ name }))).value);
  }
  return { formatVersion: FORMAT_VERSION, account, region, collectedAt: new Date().toISOString(), settings, missing: attempts.missing };
}

/** All entries of a list with pages. */
export async function all<Page, Name extends keyof Page>(
  pages: AsyncIterable<Page>,
  name: Name,
): Promise<NonNullable<Page[Name]> extends readonly (infer Entry)[] ? Entry[] : never> {
  const entries: unknown[] = [];
  for await (const page of pages) entries.push(...((page[name] ?? []) as unknown[]));
  return entries as never;
}

/** The ARNs of the principals whose pulls the registry does not record. */
export async function pullTimeExclusions(ecr: aws.ECRClient): Promise<string[]> {
  return all(exclusionPages(ecr), 'pullTimeUpdateExclusions');
}

/** The SDK has no paginator for this operation. */
async function* exclusionPages(ecr: aws.ECRClient): AsyncGenerator<{ readonly pullTimeUpdateExclusions?: string[] }> {
  let nextToken: string | undefined;
  do {
    const page: { readonly pullTimeUpdateExclusions?: string[]; readonly nextToken?: string } = await ecr.send(
      new aws.ListPullTimeUpdateExclusionsCommand({ nextToken }),
    );
    yield page;
    ({ nextToken } = page);
  } while (nextToken);
}
