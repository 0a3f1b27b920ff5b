import { InventoryWriter } from '../../../src/cli/collect/inventory-writer';
import { Progress } from '../../../src/cli/collect/progress';
import { collectRegistry } from '../../../src/cli/collect/registry-collector';
import { Printer } from '../../../src/cli/terminal';
import { ACCOUNT, RecordedRuns, REGION } from '../../fixtures/recorded-aws/recorded-runs';
import { AwsError } from '../../fixtures/recorded-aws/service';

const LONG = `${'a/'.repeat(120)}${'b'.repeat(16)}`;
let runs: RecordedRuns;
afterEach(() => runs.stop());

/** One attempt for each call: an error that would be repeated is final. */
function collected(isCollected = (_: string) => true) {
  const clients = { region: REGION, maxAttempts: 1, retryMode: 'standard' as const };
  return collectRegistry(
    { account: ACCOUNT, region: REGION, caller: 'arn', clients },
    { startedAt: '', isCollected },
    new InventoryWriter(runs.out),
    new Progress(new Printer({ write: () => undefined }, {})),
  );
}

test('more than a thousand repositories are listed page by page', async () => {
  runs = await RecordedRuns.ofRegion({ repositories: Array.from({ length: 1001 }, (_, index) => ({ name: `r${index}` })) });
  const { entry } = await collected((name) => name === 'r1000');
  expect(entry.repositories).toEqual(['r1000']);
  expect(runs.called('DescribeRepositories')).toHaveLength(2);
});

test('a repository that is deleted between the list and its images is not in the inventory', async () => {
  runs = await RecordedRuns.ofRegion({
    repositories: [
      { name: 'web', images: 1 },
      { name: 'gone', images: 1 },
    ],
  });
  for (const operation of ['DescribeImages', 'GetRepositoryPolicy', 'ListTagsForResource']) {
    runs.service.before = (call) => {
      const about = `${String(call.input.repositoryName)} ${String(call.input.resourceArn)}`;
      if (call.operation === operation && about.includes('gone')) throw new AwsError('RepositoryNotFoundException', 'gone');
    };
    const { entry, ofRepositories } = await collected();
    expect(entry).toMatchObject({ repositoryCount: 1, repositories: ['web'], incompleteRepositories: {} });
    expect(ofRepositories).toEqual({});
    expect(runs.files().filter((file) => file.includes('gone'))).toEqual([]);
  }
});

test('a repository whose policy may not be read has everything else', async () => {
  runs = await RecordedRuns.ofRegion({
    repositories: [
      { name: 'web', images: 1 },
      { name: 'secret', images: 1, policyText: '{}' },
    ],
  });
  runs.service.before = ({ operation, input }) => {
    if (operation === 'GetRepositoryPolicy' && input.repositoryName === 'secret') throw new AwsError('AccessDeniedException', 'no');
  };
  const reason = 'AccessDeniedException: no';
  expect(await collected()).toMatchObject({
    entry: { repositoryCount: 2, incompleteRepositories: { secret: `repositoryPolicyText: ${reason}` } },
    ofRepositories: { secret: { repositoryPolicyText: reason } },
  });
  const file = runs.ofRegistry('repositories/secret.json');
  expect(file).toMatchObject({ imageCount: 1, tags: [], lifecyclePolicyText: null, missing: { repositoryPolicyText: reason } });
  expect(file).not.toHaveProperty('repositoryPolicyText');
});

test('a repository with a name of 256 characters has files', async () => {
  runs = await RecordedRuns.ofRegion({ repositories: [{ name: LONG, images: 1 }] });
  expect(LONG).toHaveLength(256);
  const { entry } = await collected();
  expect(entry.repositories).toEqual([LONG]);
  expect(new InventoryWriter(runs.out).repository(`${ACCOUNT}/${REGION}`, LONG)?.repository.repositoryName).toBe(LONG);
});

test.each([
  ['ThrottlingException', 'Rate exceeded'],
  ['ExpiredTokenException', 'expired'],
])('%s ends the registry at once, for the next run to continue', async (code, message) => {
  runs = await RecordedRuns.ofRegion({ repositories: Array.from({ length: 50 }, (_, index) => ({ name: `r${index}` })) });
  runs.service.before = ({ operation }) => {
    if (operation === 'GetLifecyclePolicy') throw new AwsError(code, message);
  };
  await expect(collected()).rejects.toThrow(message);
  // those that were under way
  expect(runs.called('DescribeImages').length).toBeLessThanOrEqual(8);
});

test('an error of one value does not end the registry', async () => {
  runs = await RecordedRuns.ofRegion({ repositories: [{ name: 'web' }] });
  runs.service.before = ({ operation }) => {
    if (operation === 'GetAccountSetting') throw new AwsError('ServerException', 'down', 500);
  };
  const { missing } = await collected();
  expect(Object.keys(missing)).toEqual(['BASIC_SCAN_TYPE_VERSION', 'BLOB_MOUNTING', 'REGISTRY_POLICY_SCOPE']);
});
