import { writeFileSync } from 'fs';
import { join } from 'path';
import { Account, digestOf } from '../../fixtures/recorded-aws/account';
import { ACCOUNT, RecordedRuns, REGION } from '../../fixtures/recorded-aws/recorded-runs';
import { AwsError } from '../../fixtures/recorded-aws/service';

const TWO = { repositories: [{ name: 'shop/api', images: 3 }, { name: 'web' }] };
let runs: RecordedRuns;
afterEach(() => runs.stop());

test('a registry becomes a folder of files', async () => {
  runs = await RecordedRuns.ofRegion(TWO);
  expect(await runs.collect()).toEqual({
    exitCode: 0,
    written: 'inventory: 2 repositories of 1 registry collected\n',
    complained: '',
  });
  const folder = `${ACCOUNT}/${REGION}`;
  expect(runs.files()).toEqual(
    [
      'inventory.json',
      ...['registry.json', 'running.json'].map((file) => `${folder}/${file}`),
      ...['images', 'repositories'].flatMap((below) => ['shop%2Fapi.json', 'web.json'].map((file) => `${folder}/${below}/${file}`)),
    ].sort(),
  );
  expect(runs.json('inventory.json')).toMatchObject({
    formatVersion: 1,
    completedAt: expect.any(String),
    registries: [{ account: ACCOUNT, region: REGION, repositoryCount: 2, repositories: ['shop/api', 'web'], incompleteRepositories: {} }],
    failed: [],
  });
});

test('the help says what the command changes', async () => {
  runs = await RecordedRuns.ofRegion(TWO);
  const { written } = await runs.run('collect', '--help');
  expect(written).toContain('It changes nothing, except pull times with --manifests.');
});

test('nothing that changes an account is called', async () => {
  runs = await RecordedRuns.ofRegion(TWO);
  await runs.collect('--manifests');
  expect(runs.service.calls.length).toBeGreaterThan(10);
  expect(runs.service.calls.map(({ operation }) => operation).filter((name) => !/^(Get|Describe|List|BatchGet)/.test(name))).toEqual([]);
});

test.each([
  [['shop/*'], ['shop/api']],
  [['shop/api'], ['shop/api']],
  [['*'], ['shop/api', 'web']],
  [
    ['*api', 'w*b'],
    ['shop/api', 'web'],
  ],
  [['web.'], []],
  [['shop'], []],
])('--repositories %j selects %j', async (patterns, names) => {
  runs = await RecordedRuns.ofRegion(TWO);
  expect(await runs.collect(...patterns.flatMap((pattern) => ['--repositories', pattern]))).toMatchObject({ exitCode: 0 });
  expect(runs.json('inventory.json')).toMatchObject({ repositories: patterns, registries: [{ repositories: names }] });
});

test('a pattern that no repository matches is a warning', async () => {
  runs = await RecordedRuns.ofRegion(TWO);
  const patterns = ['--repositories', 'web', '--repositories', 'wbe'];
  const complained = 'warning: --repositories wbe: no repository that was collected has such a name. Check the pattern.\n';
  expect(await runs.collect(...patterns)).toMatchObject({ exitCode: 0, complained });
  expect(await runs.collect(...patterns, '--strict')).toMatchObject({ exitCode: 3, complained });
});

test.each(['--out', '--profile', '--in-use'])('%s with the value of a variable that is not set is wrong usage', async (option) => {
  runs = await RecordedRuns.ofRegion(TWO);
  expect(await runs.run('collect', ...(option === '--out' ? [] : ['--out', runs.out]), option, '')).toMatchObject({
    exitCode: 2,
    complained: expect.stringMatching(`^${option}: the value is empty\\. Pass a value, or omit it\\.`),
  });
  expect(runs.service.calls).toEqual([]);
});

describe('the Region', () => {
  const regions = () => runs.json('inventory.json').registries.map(({ region }: { region: string }) => region);

  test('is that of AWS_DEFAULT_REGION, which the AWS CLI reads and the SDK does not', async () => {
    runs = await RecordedRuns.ofRegion(TWO);
    delete process.env.AWS_REGION;
    process.env.AWS_DEFAULT_REGION = 'eu-central-1';
    expect(await runs.collect()).toMatchObject({ exitCode: 0 });
    expect(regions()).toEqual(['eu-central-1']);
  });

  test('is that of the profile', async () => {
    runs = await RecordedRuns.ofRegion(TWO);
    delete process.env.AWS_REGION;
    writeFileSync(process.env.AWS_CONFIG_FILE!, '[default]\nregion = ap-south-1\n');
    expect(await runs.collect('--profile', 'default')).toMatchObject({ exitCode: 0 });
    expect(regions()).toEqual(['ap-south-1']);
  });

  test('is an error if there is none', async () => {
    runs = await RecordedRuns.ofRegion(TWO);
    delete process.env.AWS_REGION;
    expect(await runs.collect()).toMatchObject({
      exitCode: 2,
      complained: expect.stringMatching(
        /^--region: there is no default Region \(Region is missing\)\. Use --region eu-west-1, for example\. \[cdk-secure-repository:command-usage\]\n/,
      ),
    });
  });
});

test.each([
  [['collect'], '--out: the option is missing. Use --out inventory, for example.'],
  [['collect', '--out', 'x', '--region', 'Ireland'], '--region: "Ireland" is not a Region. Use eu-west-1, for example.'],
  [
    ['collect', '--out', 'x', '--repositories', 'Shop?'],
    '--repositories: no repository name matches "Shop?". Use a name, or a pattern with *.',
  ],
])('%j is a usage error', async (args, problem) => {
  runs = await RecordedRuns.ofRegion({});
  expect(await runs.run(...args)).toMatchObject({ exitCode: 2, complained: expect.stringContaining(`${problem} [`) });
  expect(runs.service.calls).toEqual([]);
});

test.each(['us-gov-west-1', 'eusc-de-east-1', 'us-isob-east-1'])('%s is a Region', async (region) => {
  runs = await RecordedRuns.ofRegion({});
  expect(await runs.collect('--region', region)).toMatchObject({ exitCode: 0 });
});

test('images in use elsewhere are added, and a file of an earlier run is reported', async () => {
  runs = await RecordedRuns.ofRegion(TWO);
  const file = join(runs.folder, 'in-use');
  writeFileSync(file, `${digestOf('shop/api/1')}\n`);
  expect(await runs.collect('--in-use', file)).toMatchObject({ exitCode: 0, complained: '' });
  expect(runs.files()).toContain('in-use.txt');
  expect(await runs.collect()).toMatchObject({
    exitCode: 0,
    complained: 'warning: inventory/in-use.txt: the file is of an earlier run. Use --in-use FILE, or delete the file.\n',
  });
  writeFileSync(file, 'no image\n');
  expect(await runs.collect('--in-use', file)).toMatchObject({ exitCode: 2, complained: expect.stringContaining('no image') });
});

test('profiles are combined with Regions', async () => {
  runs = await RecordedRuns.of({
    default: new Account(ACCOUNT, {}),
    shop: new Account('222222222222', { 'us-east-1': TWO }),
  });
  expect(await runs.collect('--profile', 'default', '--profile', 'shop', '--region', 'eu-west-1', '--region', 'us-east-1')).toEqual({
    exitCode: 0,
    written: 'inventory: 2 repositories of 4 registries collected\n',
    complained: '',
  });
});

test('a run is refused while another one writes the folder', async () => {
  runs = await RecordedRuns.ofRegion(TWO);
  let second: { readonly exitCode: number; readonly complained: string } | undefined;
  runs.service.before = async ({ operation }) => {
    if (operation === 'DescribeRegistry' && second === undefined) second = await runs.collect();
  };
  expect(await runs.collect()).toMatchObject({ exitCode: 0, complained: '' });
  expect(second).toMatchObject({
    exitCode: 2,
    complained: expect.stringMatching(
      /^inventory: another run writes the folder \(process \d+ on .*\[cdk-secure-repository:command-input\]\n/,
    ),
  });
});

test('--strict is exit code 3 if a value could not be read', async () => {
  runs = await RecordedRuns.ofRegion(TWO);
  runs.service.before = ({ operation }) => {
    if (operation === 'GetRegistryPolicy') throw new AwsError('AccessDeniedException', 'not authorized');
  };
  expect(await runs.collect()).toMatchObject({ exitCode: 0 });
  expect(await runs.collect('--strict')).toEqual({
    exitCode: 3,
    written: 'inventory: 2 repositories of 1 registry collected\n',
    complained:
      'warning: 111122223333 eu-west-1: policyText could not be read (AccessDeniedException: not authorized). ' +
      'Allow the actions that collect --print-iam-policy prints, and run the command again.\n',
  });
});
