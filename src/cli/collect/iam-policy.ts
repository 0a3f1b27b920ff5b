/** The actions that `collect` needs, by the feature. One test compares them with the calls that it makes. */
const ACTIONS = {
  repositories: [
    'ecr:DescribeImages',
    'ecr:DescribeRepositories',
    'ecr:GetLifecyclePolicy',
    'ecr:GetRepositoryPolicy',
    'ecr:ListTagsForResource',
  ],
  registry: [
    'ecr:DescribePullThroughCacheRules',
    'ecr:DescribeRegistry',
    'ecr:DescribeRepositoryCreationTemplates',
    'ecr:GetAccountSetting',
    'ecr:GetRegistryPolicy',
    'ecr:GetRegistryScanningConfiguration',
    'ecr:GetSigningConfiguration',
    'ecr:ListPullTimeUpdateExclusions',
  ],
  running: [
    'ecs:DescribeServices',
    'ecs:DescribeTaskDefinition',
    'ecs:DescribeTasks',
    'ecs:ListClusters',
    'ecs:ListServices',
    'ecs:ListTaskDefinitionFamilies',
    'ecs:ListTasks',
    'lambda:GetFunction',
    'lambda:ListFunctions',
  ],
};

/** The policy of a principal that collects. Reading manifests is an action of pulling. */
export function iamPolicy(manifests: boolean): object {
  const actions = [...ACTIONS.repositories, ...ACTIONS.registry, ...ACTIONS.running, ...(manifests ? ['ecr:BatchGetImage'] : [])];
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions.sort(), Resource: '*' }] };
}
