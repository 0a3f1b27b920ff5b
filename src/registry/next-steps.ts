import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ReplicationRule } from './replication-rule';

/** What the commands of a registry depend on. */
export interface RegistryTasks {
  readonly replication: readonly ReplicationRule[];
  /** The prefixes of the caches with a credential. */
  readonly cachesWithCredential: readonly string[];
  /** Whether the registry has a policy. */
  readonly hasPolicy: boolean;
}

/**
 * Returns the commands for what CloudFormation cannot set, each after a comment.
 * @see https://docs.aws.amazon.com/cli/latest/reference/ecr/
 */
export function nextSteps(registry: Construct, { replication, cachesWithCredential, hasPolicy }: RegistryTasks): string[] {
  const { account: own, region } = Stack.of(registry);
  const command = (text: string) => `aws ecr ${text} --region ${region}`;
  const destinations = new Map(
    replication.flatMap(({ _destinations: all }) =>
      all.map(({ region: to, account = own }): [string, string] => {
        const destination = `region=${to},registryId=${account}`;
        return [destination, destination];
      }),
    ),
  );
  return [
    ...(hasPolicy
      ? [
          '# Apply the registry policy to every request. Registries that are older than this scope apply it to three actions only.',
          command('put-account-setting --name REGISTRY_POLICY_SCOPE --value V2'),
        ]
      : []),
    ...cachesWithCredential.flatMap((prefix) => [
      `# Test the credential of the cache ${prefix}.`,
      command(`validate-pull-through-cache-rule --ecr-repository-prefix ${prefix}`),
    ]),
    ...[...destinations.keys()].flatMap((destination) => [
      '# Replicate the images that were pushed before the replication rule. Requires a recent version of the AWS CLI.',
      command(`start-replication-backfill --destination ${destination}`),
    ]),
    ...(replication.length > 0
      ? [
          '# Also replicate the deletion of images and tags. Requires a recent version of the AWS CLI. Repeat it after a deployment that changes the replication.',
          command(`put-replication-configuration --replication-configuration '${JSON.stringify(withDeletions(replication, own))}'`),
        ]
      : []),
    '# Share layers between repositories, so that a push uploads a layer of another repository only once.',
    command('put-account-setting --name BLOB_MOUNTING --value ENABLED'),
  ];
}

/** The replication configuration in the form of the API, which has a setting that CloudFormation does not have. */
function withDeletions(rules: readonly ReplicationRule[], own: string): unknown {
  return {
    rules: rules.map((rule) => ({
      destinations: rule._destinations.map(({ region, account = own }) => ({ region, registryId: account })),
      repositoryFilters: rule._prefixes()?.map((filter) => ({ filter, filterType: 'PREFIX_MATCH' })),
      deleteReplication: { enabled: true },
    })),
  };
}
