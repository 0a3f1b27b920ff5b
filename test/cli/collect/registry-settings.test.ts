import { page } from '../../fixtures/recorded-aws/account';
import { RecordedRuns } from '../../fixtures/recorded-aws/recorded-runs';
import { AwsError } from '../../fixtures/recorded-aws/service';

let runs: RecordedRuns;
afterEach(() => runs.stop());

test('the settings of an empty registry are what AWS answers, and null where there is none', async () => {
  runs = await RecordedRuns.ofRegion({});
  await runs.collect();
  expect(runs.ofRegistry('registry.json')).toEqual({
    formatVersion: 1,
    account: '111122223333',
    region: 'eu-west-1',
    collectedAt: expect.any(String),
    settings: {
      scanning: { scanType: 'BASIC', rules: [] },
      replication: { rules: [] },
      policyText: null,
      pullThroughCacheRules: [],
      creationTemplates: [],
      signing: null,
      pullTimeUpdateExclusions: [],
      BASIC_SCAN_TYPE_VERSION: 'DEFAULT',
      BLOB_MOUNTING: 'DEFAULT',
      REGISTRY_POLICY_SCOPE: 'DEFAULT',
    },
    missing: {},
  });
});

test('lists are read page by page', async () => {
  const of = (count: number, member: string, entry: (index: number) => unknown) => (input: object) =>
    page({ ...input, maxResults: 10 }, count, member, entry);
  runs = await RecordedRuns.ofRegion({
    registry: {
      DescribePullThroughCacheRules: of(25, 'pullThroughCacheRules', (index) => ({ ecrRepositoryPrefix: `cache-${index}` })),
      DescribeRepositoryCreationTemplates: of(25, 'repositoryCreationTemplates', (index) => ({ prefix: `team-${index}` })),
      ListPullTimeUpdateExclusions: of(25, 'pullTimeUpdateExclusions', (index) => `arn:aws:iam::111122223333:role/r${index}`),
      GetRegistryPolicy: () => ({ policyText: '{"Statement": []}' }),
    },
  });
  await runs.collect();
  const { settings } = runs.ofRegistry('registry.json');
  expect(settings.pullThroughCacheRules).toHaveLength(25);
  expect(settings.creationTemplates).toHaveLength(25);
  expect(new Set(settings.pullTimeUpdateExclusions).size).toBe(25);
  expect(settings.policyText).toBe('{"Statement": []}');
});

test('a setting that cannot be read is missing, and the others are there', async () => {
  runs = await RecordedRuns.ofRegion({});
  runs.service.before = ({ operation }) => {
    if (operation === 'DescribeRegistry') throw new AwsError('ValidationException', 'not in this Region');
  };
  expect(await runs.collect()).toMatchObject({
    exitCode: 0,
    complained:
      'warning: 111122223333 eu-west-1: replication could not be read (ValidationException: not in this Region). Run the command again.\n',
  });
  const { settings, missing } = runs.ofRegistry('registry.json');
  expect(missing).toEqual({ replication: 'ValidationException: not in this Region' });
  expect(settings).not.toHaveProperty('replication');
  expect(Object.keys(settings)).toHaveLength(9);
});
