import { App, Fn, Stack } from 'aws-cdk-lib';
import { BUILDKITE_CLAIMS } from '../../src/pipelines/buildkite-claims';
import { checkExactClaims, exactConditions } from '../../src/pipelines/exact-claims';

const ID = '0185d6a7-3b1f-4c2e-9d58-6f7a8b9c0d1e';
const stack = new Stack(new App(), 'Shop');
const conditions = (claims: object) => exactConditions(checkExactClaims(stack, claims, BUILDKITE_CLAIMS));

test('the claims have the names that AWS has condition keys for', () => {
  const claims = {
    buildBranch: 'release/1',
    clusterId: ID,
    clusterName: 'Build cluster',
    organizationId: ID,
    organizationSlug: 'my-org',
    pipelineId: ID,
    pipelineSlug: 'my-app',
  };
  expect(Object.entries(conditions(claims)).map(([name, { text, isPattern }]) => [name, text, isPattern])).toEqual([
    ['build_branch', 'release/1', false],
    ['cluster_id', ID, false],
    ['cluster_name', 'Build cluster', false],
    ['organization_id', ID, false],
    ['organization_slug', 'my-org', false],
    ['pipeline_id', ID, false],
    ['pipeline_slug', 'my-app', false],
  ]);
});

test('tokens and the branch of a fork stay as they are', () => {
  const id = Fn.importValue('Pipeline');
  expect(conditions({ pipelineId: id, buildBranch: 'user:main' })).toMatchObject({
    pipeline_id: { text: id },
    build_branch: { text: 'user:main' },
  });
});

test.each([
  [{ buildTag: 'v1' }, 'claims has buildTag, but AWS has no condition key for such a claim of Buildkite. Use buildBranch, clusterId,'],
  [{ stepKey: 'publish' }, 'claims has stepKey, but AWS has no condition key'],
  [{ buildBranch: 'refs/heads/main' }, 'claims.buildBranch is "refs/heads/main", but must be one branch without refs/ and wildcards.'],
  [{ buildBranch: 'release/*' }, 'claims.buildBranch is "release/*", but must be one branch'],
  [{ buildBranch: 'mai?' }, 'claims.buildBranch is "mai?", but must be one branch'],
  [{ buildBranch: '' }, 'claims.buildBranch is "", but must be one branch'],
  [{ clusterId: 'default' }, 'claims.clusterId is "default", but must be a UUID in lower case,'],
  [{ clusterName: '*' }, 'claims.clusterName is "*", but must be one name without wildcards.'],
  [{ clusterName: '' }, 'claims.clusterName is "", but must be one name without wildcards.'],
  [{ clusterName: 'a${x}' }, 'claims.clusterName is "a${x}", but must be one name without wildcards.'],
  [{ organizationId: 'my-org' }, 'claims.organizationId is "my-org", but must be a UUID in lower case,'],
  [{ organizationSlug: 'My Org' }, 'claims.organizationSlug is "My Org", but must be one slug without wildcards,'],
  [{ pipelineId: ID.toUpperCase() }, 'but must be a UUID in lower case,'],
  [{ pipelineId: `${Fn.importValue('Id')}*` }, 'claims.pipelineId is "<token>*", but must be a UUID'],
  [{ pipelineId: null }, 'claims.pipelineId is null, but must be a string.'],
  [{ pipelineSlug: 'my-org/my-app' }, 'claims.pipelineSlug is "my-org/my-app", but must be one slug without wildcards,'],
])('%j is an error', (claims, problem) => {
  expect(() => conditions(claims)).toThrow(problem);
});
