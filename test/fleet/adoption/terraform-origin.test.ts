import { terraformResourcesOf } from '../../../src/fleet/adoption/terraform-origin';

const ARN = 'arn:aws:ecr:eu-west-1:111122223333:repository/api';

test('terraform show -json: repositories and policies, in all modules', () => {
  const repository = { mode: 'managed', type: 'aws_ecr_repository' };
  const state = {
    values: {
      root_module: {
        resources: [
          { ...repository, address: 'aws_ecr_repository.api', values: { name: 'api', arn: ARN, registry_id: '111122223333' } },
          { mode: 'managed', type: 'aws_ecr_lifecycle_policy', address: 'aws_ecr_lifecycle_policy.api[0]', values: { repository: 'api' } },
          { mode: 'managed', type: 'aws_s3_bucket', address: 'aws_s3_bucket.a', values: { name: 'a' } },
          { mode: 'data', type: 'aws_ecr_repository', address: 'data.aws_ecr_repository.b', values: { name: 'b' } },
        ],
        child_modules: [
          {
            child_modules: [
              {
                resources: [
                  {
                    mode: 'managed',
                    type: 'aws_ecr_repository_policy',
                    address: 'module.a["x"].module.b.aws_ecr_repository_policy.p',
                    values: { repository: 'x', region: 'us-east-1' },
                  },
                ],
              },
            ],
          },
        ],
      },
    },
  };
  expect(terraformResourcesOf(state)).toEqual([
    { address: 'aws_ecr_repository.api', repositoryName: 'api', account: '111122223333', region: 'eu-west-1' },
    { address: 'aws_ecr_lifecycle_policy.api[0]', repositoryName: 'api', account: undefined, region: undefined },
    { address: 'module.a["x"].module.b.aws_ecr_repository_policy.p', repositoryName: 'x', account: undefined, region: 'us-east-1' },
  ]);
});

test('terraform state pull: every instance with its key', () => {
  const instances = [
    { index_key: 0, attributes: { name: 'a' } },
    { index_key: 'x"${y}', attributes: { name: 'b', arn: ARN } },
    { attributes: { name: 'c' } },
    { attributes: {} },
  ];
  const state = {
    version: 4,
    resources: [
      { module: 'module.m', mode: 'managed', type: 'aws_ecr_repository', name: 'r', instances },
      { mode: 'data', type: 'aws_ecr_repository', name: 'r', instances },
    ],
  };
  expect(terraformResourcesOf(state).map(({ address, repositoryName, account }) => [address, repositoryName, account])).toEqual([
    ['module.m.aws_ecr_repository.r[0]', 'a', undefined],
    ['module.m.aws_ecr_repository.r["x\\"$${y}"]', 'b', '111122223333'],
    ['module.m.aws_ecr_repository.r', 'c', undefined],
  ]);
});

test.each([
  [undefined],
  [null],
  ['text'],
  [[]],
  [{}],
  [{ values: {} }],
  [{ values: { root_module: { resources: 'a' } } }],
  [{ resources: [1] }],
])('%j has no resources', (state) => expect(terraformResourcesOf(state)).toEqual([]));
