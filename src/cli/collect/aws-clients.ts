/** The clients of the AWS SDK that `collect` uses. `projenrc/cli/bundle.ts` bundles this module, which nothing else loads. */
export {
  BatchGetImageCommand,
  DescribeImagesCommand,
  DescribeRegistryCommand,
  ECRClient,
  GetAccountSettingCommand,
  GetLifecyclePolicyCommand,
  GetRegistryPolicyCommand,
  GetRegistryScanningConfigurationCommand,
  GetRepositoryPolicyCommand,
  GetSigningConfigurationCommand,
  ListPullTimeUpdateExclusionsCommand,
  ListTagsForResourceCommand,
  paginateDescribeImages,
  paginateDescribePullThroughCacheRules,
  paginateDescribeRepositories,
  paginateDescribeRepositoryCreationTemplates,
  type Image,
  type ImageDetail,
  type Repository,
} from '@aws-sdk/client-ecr';
export {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  paginateListClusters,
  paginateListServices,
  paginateListTaskDefinitionFamilies,
  paginateListTasks,
} from '@aws-sdk/client-ecs';
export { GetFunctionCommand, LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
export { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

/** Settings of all clients. */
export interface ClientConfig {
  readonly region: string;
  readonly profile?: string;
  readonly maxAttempts: number;
  readonly retryMode: 'adaptive' | 'standard';
  /** Times in milliseconds after which a connection, or a connection without data, is given up. */
  readonly requestHandler?: { readonly connectionTimeout: number; readonly socketTimeout: number };
  readonly logger?: { readonly [level in 'debug' | 'info' | 'warn' | 'error']: () => void };
}
