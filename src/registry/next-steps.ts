import { Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { DescribedResources } from './registry-description';
import { renderedResource } from '../private/cdk-internals';
import { isIntrinsic } from '../private/intrinsics';

type Rendered = { readonly [property: string]: unknown };

/**
 * Returns the commands for what CloudFormation cannot set, each after a comment, for the resources as the template would contain them now.
 * @see https://docs.aws.amazon.com/cli/latest/reference/ecr/
 */
export function nextSteps(registry: Construct, { replication, caches, policy }: DescribedResources): string[] {
  const command = (text: string) => `aws ecr ${text} --region ${Stack.of(registry).region}`;
  const rules = replication ? replicationRules(renderedResource(replication).Properties) : [];
  const destinations = rules
    .flatMap((rule) => rule.destinations)
    .map(({ region, registryId }) => `region=${region},registryId=${registryId}`);
  const withCredential = caches
    .map((cache) => renderedResource(cache).Properties)
    .filter(({ CredentialArn: secret }) => secret !== undefined);
  return [
    ...(policy
      ? [
          '# Apply the registry policy to every request. Registries that are older than this scope apply it to three actions only.',
          command('put-account-setting --name REGISTRY_POLICY_SCOPE --value V2'),
        ]
      : []),
    ...withCredential
      .map(({ EcrRepositoryPrefix: prefix }) => textOf(prefix))
      .flatMap((prefix) => [
        `# Test the credential of the cache ${prefix}.`,
        command(`validate-pull-through-cache-rule --ecr-repository-prefix ${prefix}`),
      ]),
    ...[...new Set(destinations)].flatMap((destination) => [
      '# Replicate the images that were pushed before the replication rule. Requires a recent version of the AWS CLI.',
      command(`start-replication-backfill --destination ${destination}`),
    ]),
    ...(rules.length > 0
      ? [
          '# Also replicate the deletion of images and tags. Requires a recent version of the AWS CLI. Repeat it after a deployment that changes the replication.',
          command(`put-replication-configuration --replication-configuration '${JSON.stringify({ rules })}'`),
        ]
      : []),
    '# Share layers between repositories, so that a push uploads a layer of another repository only once.',
    command('put-account-setting --name BLOB_MOUNTING --value ENABLED'),
  ];
}

/** The replication rules in the form of the API, which has a setting that CloudFormation does not have; none if they are known only at deployment. */
function replicationRules({ ReplicationConfiguration: configuration }: Rendered) {
  const { Rules: rules } = (configuration ?? {}) as Rendered;
  return listOf(rules).map(({ Destinations: destinations, RepositoryFilters: filters }) => ({
    destinations: listOf(destinations).map(({ Region: region, RegistryId: account }) => ({
      region: textOf(region),
      registryId: textOf(account),
    })),
    repositoryFilters:
      filters && listOf(filters).map(({ Filter: filter, FilterType: type }) => ({ filter: textOf(filter), filterType: textOf(type) })),
    deleteReplication: { enabled: true },
  }));
}

/** A value of the template, with a reference as a token. */
function textOf(value: unknown): string {
  return isIntrinsic(value) ? Token.asString(value) : String(value);
}

function listOf(value: unknown): Rendered[] {
  return Array.isArray(value) ? (value as Rendered[]) : [];
}
