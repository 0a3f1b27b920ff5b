import { spawn } from 'child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import { buildSync } from 'esbuild';
import * as registry from '../../../src/cli/collect/registry';
import { Account } from '../../fixtures/recorded-aws/account';
import { ACCOUNT, RecordedRuns, REGION } from '../../fixtures/recorded-aws/recorded-runs';
import { AwsError, Call } from '../../fixtures/recorded-aws/service';

const OTHER = '222222222222';
const TEN = { repositories: Array.from({ length: 10 }, (_, index) => ({ name: `team/service-${index}`, images: 2 })) };
const INDEX = 'application/vnd.oci.image.index.v1+json';
let runs: RecordedRuns;
afterEach(() => runs.stop());

/** Answers an operation with an error, from the n-th call on. */
function failing(operation: string, code: string, message: string, from = 0): void {
  let calls = 0;
  runs.service.before = (call: Call) => {
    if (call.operation === operation && calls++ >= from) throw new AwsError(code, message);
  };
}

/** The command in one file, for a process of its own. */
function bundledCommand(folder: string): string {
  const outfile = join(folder, 'command.js');
  buildSync({
    stdin: { contents: "import { run } from './src/cli/main'; void run(process as never);", resolveDir: process.cwd(), loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    logLevel: 'error',
    external: ['aws-cdk-lib', 'constructs'],
  });
  return outfile;
}

const incomplete = (text: string) => ({ exitCode: 2, complained: `${text} [cdk-secure-repository:collection-incomplete]\n` });

describe('credentials', () => {
  test('that are missing are an error that changes nothing', async () => {
    runs = await RecordedRuns.ofRegion(TEN);
    await runs.collect();
    const before = runs.json('inventory.json');
    delete process.env.AWS_ACCESS_KEY_ID;
    writeFileSync(process.env.AWS_SHARED_CREDENTIALS_FILE!, '');
    process.env.AWS_SHARED_CREDENTIALS_FILE = join(runs.folder, 'none');
    expect(await runs.collect()).toMatchObject(
      incomplete(
        'eu-west-1: the registry cannot be read (CredentialsProviderError: Could not load credentials from any providers). ' +
          'Use --profile with a profile of the AWS configuration files, or run aws configure or aws sso login, and run the command again.',
      ),
    );
    expect(runs.json('inventory.json')).toEqual(before);
  });

  test('of a profile that does not exist are an error', async () => {
    runs = await RecordedRuns.ofRegion(TEN);
    expect(await runs.collect('--profile', 'shop')).toMatchObject(
      incomplete(
        'eu-west-1 (--profile shop): the registry cannot be read (CredentialsProviderError: Could not load credentials from any providers). ' +
          'Use --profile with a profile of the AWS configuration files, or run aws configure or aws sso login, and run the command again.',
      ),
    );
    expect(existsSync(runs.out)).toBe(false);
  });

  test('of SSO that have expired are an error with the command to run', async () => {
    runs = await RecordedRuns.ofRegion(TEN);
    const session = 'sso_start_url = https://example.com/start\nsso_region = eu-west-1\n';
    writeFileSync(
      process.env.AWS_CONFIG_FILE!,
      `[profile shop]\nsso_session = corp\nsso_account_id = ${ACCOUNT}\nsso_role_name = Admin\n[sso-session corp]\n${session}`,
    );
    process.env.HOME = runs.folder;
    const { exitCode, complained } = await runs.collect('--profile', 'shop');
    expect(exitCode).toBe(2);
    expect(complained).toMatch(
      /^eu-west-1 \(--profile shop\): .*SSO.*\. Run aws sso login with the same profile, and run the command again\. \[/,
    );
  });

  test('of a command that fails are an error without the command and what it printed', async () => {
    runs = await RecordedRuns.ofRegion(TEN);
    const command = 'sh -c "echo secret-of-output >&2 && exit 1" --token secret-of-command';
    writeFileSync(process.env.AWS_CONFIG_FILE!, `[profile vault]\ncredential_process = ${command}\n`);
    const { exitCode, complained } = await runs.collect('--profile', 'default', '--profile', 'vault');
    expect(exitCode).toBe(2);
    expect(complained).toContain('eu-west-1 (--profile vault): the registry cannot be read (CredentialsProviderError: ');
    expect(complained).not.toContain('secret-of');
    expect(readFileSync(join(runs.out, 'inventory.json'), 'utf8')).not.toContain('secret-of');
  });

  test('that AWS does not know are an error', async () => {
    runs = await RecordedRuns.ofRegion(TEN);
    process.env.AWS_ACCESS_KEY_ID = 'AKIAUNKNOWN';
    expect(await runs.collect()).toMatchObject({
      exitCode: 2,
      complained: expect.stringContaining(
        'Check the access key, the clock of this computer, and whether the Region is enabled for the account',
      ),
    });
  });

  test('that expire during a run end it, and the next run continues with what is left', async () => {
    runs = await RecordedRuns.ofRegion(TEN);
    failing('GetRepositoryPolicy', 'ExpiredTokenException', 'The security token included in the request is expired', 6);
    expect(await runs.collect()).toMatchObject(
      incomplete(
        '111122223333 eu-west-1: the registry could not be read to the end ' +
          '(ExpiredTokenException: The security token included in the request is expired). Renew the credentials, and run the command again.',
      ),
    );
    expect(runs.json('inventory.json')).toMatchObject({ registries: [], failed: [{ account: ACCOUNT, region: REGION }] });
    const done = runs.files().filter((file) => file.includes('/repositories/')).length;
    expect(done).toBeGreaterThan(0);

    runs.service.before = () => undefined;
    runs.service.calls.length = 0;
    const { startedAt } = runs.json('inventory.json');
    expect(await runs.collect()).toEqual({
      exitCode: 0,
      written: 'inventory: 10 repositories of 1 registry collected\n',
      complained: `inventory: continues the run of ${startedAt}\n`,
    });
    expect(runs.called('DescribeImages')).toHaveLength(10 - done);
    expect(runs.json('inventory.json')).toMatchObject({ startedAt, completedAt: expect.any(String), failed: [] });
  });
});

test('the next run begins again if the interrupted one is old', async () => {
  runs = await RecordedRuns.ofRegion(TEN);
  await runs.collect();
  const run = runs.json('inventory.json');
  delete run.completedAt;
  const hours = (count: number) => new Date(Date.now() - count * 3_600_000).toISOString();
  for (const [startedAt, calls] of [
    [hours(11), 0],
    [hours(13), 10],
  ] as const) {
    writeFileSync(join(runs.out, 'inventory.json'), JSON.stringify({ ...run, startedAt }));
    runs.service.calls.length = 0;
    await runs.collect();
    expect(runs.called('DescribeImages')).toHaveLength(calls);
  }
});

test('a complete run is not continued', async () => {
  runs = await RecordedRuns.ofRegion(TEN);
  await runs.collect();
  expect(await runs.collect()).toMatchObject({ exitCode: 0, complained: '' });
  expect(runs.called('DescribeImages')).toHaveLength(20);
});

test.each<[NodeJS.Signals, number | null, boolean]>([
  ['SIGINT', 130, false],
  ['SIGTERM', 143, false],
  ['SIGKILL', null, true],
])('a process that %s ends leaves whole files, and the next run continues', async (signal, exitCode, isLocked) => {
  runs = await RecordedRuns.ofRegion({ repositories: Array.from({ length: 40 }, (_, index) => ({ name: `r${index}`, images: 2 })) });
  const child = spawn(process.execPath, [bundledCommand(runs.folder), 'collect', '--out', runs.out], {
    env: { ...process.env, NODE_PATH: join(process.cwd(), 'node_modules') },
  });
  let complained = '';
  child.stderr.on('data', (text) => (complained += String(text)));
  const ended = new Promise((closed) => child.on('close', closed));
  let images = 0;
  runs.service.before = async ({ operation }) => {
    // in the middle of the answers about a repository
    if (operation === 'DescribeImages' && ++images === 20) child.kill(signal);
  };
  expect(await ended).toBe(exitCode);
  expect(complained).toBe(isLocked ? '' : `${runs.out}: interrupted. Run the same command again within 12 hours to continue.\n`);
  expect(runs.files().includes('collect.lock')).toBe(isLocked);
  const whole = runs.files().filter((file) => file.endsWith('.json'));
  for (const file of whole) JSON.parse(readFileSync(join(runs.out, file), 'utf8'));
  expect(runs.json('inventory.json')).toMatchObject({ registries: [] });
  const done = whole.filter((file) => file.includes('/repositories/')).length;
  expect(done).toBeGreaterThan(0);

  runs.service.before = () => undefined;
  runs.service.calls.length = 0;
  expect(await runs.collect()).toMatchObject({ exitCode: 0, written: 'inventory: 40 repositories of 1 registry collected\n' });
  expect(runs.called('DescribeImages')).toHaveLength(40 - done);
  expect(runs.files().filter((file) => file.endsWith('.partial'))).toEqual([]);
});

describe('of two accounts', () => {
  beforeEach(async () => {
    runs = await RecordedRuns.of({
      default: new Account(ACCOUNT, { [REGION]: TEN }),
      other: new Account(OTHER, { [REGION]: TEN }),
      second: new Account(OTHER, { [REGION]: TEN }),
    });
  });

  test('the one that refuses does not lose the other', async () => {
    runs.service.before = ({ operation, accessKey }) => {
      if (operation === 'DescribeRepositories' && accessKey === 'AKIAOTHER') throw new AwsError('AccessDeniedException', 'not authorized');
    };
    expect(await runs.collect('--profile', 'other', '--profile', 'default')).toMatchObject({
      written: 'inventory: 10 repositories of 1 registry collected\n',
      ...incomplete(
        '222222222222 eu-west-1 (--profile other): the registry could not be read to the end (AccessDeniedException: not authorized). ' +
          'Allow the actions that collect --print-iam-policy prints, and run the command again.',
      ),
    });
    const run = runs.json('inventory.json');
    expect(run).toMatchObject({ registries: [{ account: ACCOUNT }], failed: [{ account: OTHER, profile: 'other', region: REGION }] });
    expect(run).not.toHaveProperty('completedAt');
  });

  test('another profile of the same account can read what the first cannot', async () => {
    runs.service.before = ({ operation, accessKey }) => {
      if (operation === 'DescribeRepositories' && accessKey === 'AKIAOTHER') throw new AwsError('AccessDeniedException', 'not authorized');
    };
    expect(await runs.collect('--profile', 'other', '--profile', 'second')).toMatchObject({ exitCode: 0, complained: '' });
    expect(runs.json('inventory.json')).toMatchObject({ registries: [{ account: OTHER }], failed: [] });
  });

  test('two profiles of one account read it once', async () => {
    expect(await runs.collect('--profile', 'other', '--profile', 'second')).toMatchObject({
      exitCode: 0,
      written: 'inventory: 10 repositories of 1 registry collected\n',
    });
    expect(runs.called('DescribeRepositories')).toHaveLength(1);
  });

  const of = ({ account }: { account: string }) => account;
  const expired = () => {
    runs.service.before = ({ operation, accessKey }) => {
      if (operation === 'GetRegistryPolicy' && accessKey === 'AKIAOTHER') throw new AwsError('ExpiredTokenException', 'expired');
    };
  };

  test('a run that continues with one keeps the other', async () => {
    expired();
    expect(await runs.collect('--profile', 'default', '--profile', 'other')).toMatchObject({ exitCode: 2 });
    runs.service.before = () => undefined;
    runs.service.calls.length = 0;
    expect(await runs.collect('--profile', 'other')).toMatchObject({
      exitCode: 0,
      written: 'inventory: 20 repositories of 2 registries collected\n',
    });
    const run = runs.json('inventory.json');
    expect(run.registries.map(of)).toEqual([ACCOUNT, OTHER]);
    expect(run).toMatchObject({ completedAt: expect.any(String), failed: [] });
    expect(new Set(runs.service.calls.map(({ accessKey }) => accessKey))).toEqual(new Set(['AKIAOTHER']));
  });

  test('--strict also counts what the run that is continued could not read', async () => {
    runs.service.before = ({ operation, accessKey, input }) => {
      if (operation === 'GetRegistryPolicy' && accessKey === 'AKIAOTHER') throw new AwsError('ExpiredTokenException', 'expired');
      const isDenied = operation === 'GetLifecyclePolicy' && input.repositoryName === 'team/service-3';
      if (isDenied || operation === 'ListClusters') throw new AwsError('AccessDeniedException', 'no');
    };
    await runs.collect('--profile', 'default', '--profile', 'other');
    runs.service.before = () => undefined;
    const { exitCode, complained } = await runs.collect('--profile', 'other', '--strict');
    expect(exitCode).toBe(3);
    const remedy = 'Allow the actions that collect --print-iam-policy prints, and run the command again.';
    expect(complained.split('\n').slice(1)).toEqual([
      `warning: 111122223333 eu-west-1: clusters could not be read (AccessDeniedException: no). ${remedy}`,
      `warning: 111122223333 eu-west-1 team/service-3: lifecyclePolicyText could not be read (AccessDeniedException: no). ${remedy}`,
      '',
    ]);
  });

  test('a run that continues without the one that failed is not complete', async () => {
    expired();
    await runs.collect('--profile', 'default', '--profile', 'other');
    const before = runs.json('inventory.json');
    expect(await runs.collect('--profile', 'default')).toMatchObject({
      exitCode: 2,
      complained:
        `inventory: continues the run of ${before.startedAt}
` +
        '222222222222 eu-west-1 (--profile other): the registry could not be read by the run that is continued (ExpiredTokenException: expired). ' +
        'Add its profile and its Region to the command, or use another folder. [cdk-secure-repository:collection-incomplete]\n',
    });
    const run = runs.json('inventory.json');
    expect(run).toMatchObject({ registries: [{ account: ACCOUNT }], failed: before.failed });
    expect(run).not.toHaveProperty('completedAt');
  });

  test('the one that was not yet read when the process was killed is not forgotten', async () => {
    let killed: any;
    runs.service.before = ({ operation, accessKey }) => {
      if (operation === 'DescribeRepositories' && accessKey === 'AKIAOTHER') killed = runs.json('inventory.json');
    };
    await runs.collect('--profile', 'default', '--profile', 'other');
    expect(killed).toMatchObject({
      registries: [{ account: ACCOUNT }],
      failed: [{ account: OTHER, profile: 'other', region: REGION, error: 'the run was interrupted' }],
    });
    writeFileSync(join(runs.out, 'inventory.json'), JSON.stringify(killed));
    expect(await runs.collect('--profile', 'default')).toMatchObject({ exitCode: 2 });
    expect(await runs.collect('--profile', 'other')).toMatchObject({ exitCode: 0 });
    expect(runs.json('inventory.json').registries.map(of)).toEqual([ACCOUNT, OTHER]);
  });

  test('a new run replaces the inventory of the folder, and says what is not in it any longer', async () => {
    await runs.collect('--profile', 'default', '--profile', 'other');
    const files = runs.files();
    expect(await runs.collect('--profile', 'default')).toMatchObject({
      exitCode: 0,
      complained:
        'warning: inventory: 222222222222 eu-west-1 of the earlier run is not in this inventory any longer. Use another folder to keep both.\n',
    });
    expect(runs.json('inventory.json').registries.map(of)).toEqual([ACCOUNT]);
    expect(runs.files()).toEqual(files);
  });

  test('a profile and the keys of the environment are no conflict: the profile was named', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation();
    expect(await runs.collect('--profile', 'other')).toMatchObject({ exitCode: 0 });
    expect(runs.json('inventory.json')).toMatchObject({ registries: [{ account: OTHER }] });
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });
});

test('a service that does not answer is an error', async () => {
  runs = await RecordedRuns.ofRegion(TEN);
  await runs.service.stop();
  const { exitCode, complained } = await runs.collect();
  expect(exitCode).toBe(2);
  expect(complained).toMatch(
    /^eu-west-1: the registry cannot be read \(.*ECONNREFUSED.*\)\. Check the network, and run the command again\. \[/,
  );
});

test('a Region that does not exist is an error', async () => {
  runs = await RecordedRuns.ofRegion(TEN);
  process.env.AWS_ENDPOINT_URL = 'http://sts.eu-west-9.invalid';
  const { exitCode, complained } = await runs.collect('--region', 'eu-west-9');
  expect(exitCode).toBe(2);
  expect(complained).toMatch(
    /^eu-west-9: the registry cannot be read \(.*(ENOTFOUND|EAI_AGAIN).*\)\. Check the name of the Region and the network, and run the command again\. \[/,
  );
});

test('calls that are throttled are repeated', async () => {
  runs = await RecordedRuns.ofRegion({ repositories: [{ name: 'web', images: 1 }] });
  let calls = 0;
  runs.service.before = ({ operation }) => {
    if (operation === 'DescribeImages' && calls++ === 0) throw new AwsError('ThrottlingException', 'Rate exceeded');
  };
  expect(await runs.collect()).toMatchObject({ exitCode: 0, complained: '' });
  expect(runs.called('DescribeImages')).toHaveLength(2);
});

test('calls that are throttled until the attempts end are an error, and the next run continues', async () => {
  runs = await RecordedRuns.ofRegion(TEN);
  const { registryOf } = registry;
  // all attempts would last minutes
  const once = jest.spyOn(registry, 'registryOf').mockImplementation(async (target) => {
    const found = await registryOf(target);
    return { ...found, clients: { ...found.clients, maxAttempts: 1, retryMode: 'standard' } };
  });
  failing('GetLifecyclePolicy', 'ThrottlingException', 'Rate exceeded', 5);
  expect(await runs.collect()).toMatchObject(
    incomplete(
      '111122223333 eu-west-1: the registry could not be read to the end (ThrottlingException: Rate exceeded). Run the command again.',
    ),
  );
  const run = runs.json('inventory.json');
  expect(run).toMatchObject({ registries: [], failed: [{ account: ACCOUNT, region: REGION }] });
  expect(run).not.toHaveProperty('completedAt');
  once.mockRestore();
  runs.service.before = () => undefined;
  expect(await runs.collect()).toMatchObject({ exitCode: 0, written: 'inventory: 10 repositories of 1 registry collected\n' });
});

describe('a folder', () => {
  beforeEach(async () => {
    runs = await RecordedRuns.ofRegion(TEN);
  });

  test('that is a file is an error', async () => {
    writeFileSync(runs.out, '');
    expect(await runs.collect()).toEqual({
      exitCode: 2,
      written: '',
      complained: expect.stringMatching(
        /^inventory: the inventory cannot be written \(.*(EEXIST|ENOTDIR).*\)\. Use a folder that can be written, and run the command again\. \[cdk-secure-repository:command-input\]\n/,
      ),
    });
  });

  test('with another inventory.json is an error', async () => {
    mkdirSync(runs.out);
    writeFileSync(join(runs.out, 'inventory.json'), 'no JSON');
    expect(await runs.collect()).toMatchObject({
      exitCode: 2,
      complained: expect.stringMatching(
        /^inventory\/inventory\.json: the file is not one of collect \(.+\)\. Use another folder, or delete the file\. \[/,
      ),
    });
  });

  test('of another format is an error', async () => {
    mkdirSync(runs.out);
    writeFileSync(join(runs.out, 'inventory.json'), '{"formatVersion": 2}');
    expect(await runs.collect()).toMatchObject({
      exitCode: 2,
      complained: expect.stringContaining(
        'inventory/inventory.json: the file is not one of collect (formatVersion is 2, but must be 1). Use another folder, or delete the file. [',
      ),
    });
  });

  test('on a full disk is an error that ends the run', async () => {
    // a file of the inventory that leads to a device without space
    await runs.collect();
    symlinkSync('/dev/full', join(runs.out, 'inventory.json.partial'));
    expect(await runs.collect()).toMatchObject({
      exitCode: 2,
      complained: expect.stringMatching(
        /^inventory: the inventory cannot be written \(.*ENOSPC.*\)\. Free space on the disk, and run the command again\. \[cdk-secure-repository:command-input\]\n/,
      ),
    });
    expect(runs.json('inventory.json')).toHaveProperty('completedAt');
  });
});

describe('--manifests', () => {
  const lists = Array.from({ length: 150 }, (_, index) => ({
    imageDigest: `sha256:${index.toString(16).padStart(64, '0')}`,
    imageManifestMediaType: INDEX,
    imageSizeInBytes: 1,
  }));
  const image = { imageDigest: `sha256:${'f'.repeat(64)}`, imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json' };
  const manifests = Object.fromEntries(lists.map(({ imageDigest }) => [imageDigest, '{"manifests": []}']));
  const MULTI = {
    repositories: [
      { name: 'multi', images: [...lists, image], manifests },
      { name: 'web', images: 1 },
    ],
  };

  test('reads manifests, 100 at a time, after everything else, and says before that how to exclude the role', async () => {
    runs = await RecordedRuns.ofRegion(MULTI);
    expect(await runs.collect('--manifests')).toEqual({
      exitCode: 0,
      written: 'inventory: 2 repositories of 1 registry collected\n',
      complained:
        '--manifests: Amazon ECR records a pull of each active image, because its manifest is read. Lifecycle rules with sinceImagePulled count from this pull, ' +
        'so that they archive the images later. The manifests are read last.\n' +
        'To exclude the caller before that, add the path of the role to its ARN, if it has one, and run:\n' +
        '  aws ecr register-pull-time-update-exclusion --principal-arn arn:aws:iam::111122223333:role/Collector --region eu-west-1\n' +
        '111122223333 eu-west-1: reads the manifests of 152 images. Amazon ECR records a pull of each.\n',
    });
    const operations = runs.service.calls.map(({ operation }) => operation);
    expect(operations.slice(-3)).toEqual(['BatchGetImage', 'BatchGetImage', 'BatchGetImage']);
    expect(operations.indexOf('BatchGetImage')).toBe(operations.length - 3);
    expect(
      runs
        .called('BatchGetImage')
        .map(({ input }) => (input.imageIds as unknown[]).length)
        .sort(),
    ).toEqual([1, 100, 51]);
    expect(runs.ofRegistry('manifests/multi.json').images).toHaveLength(151);
    expect(runs.ofRegistry('manifests/web.json').images).toHaveLength(1);
  });

  test('does not pull again after an interruption', async () => {
    runs = await RecordedRuns.ofRegion(MULTI);
    failing('BatchGetImage', 'ExpiredTokenException', 'expired');
    expect(await runs.collect('--manifests')).toMatchObject({
      exitCode: 2,
      complained: expect.stringContaining(
        '111122223333 eu-west-1: the manifests could not be read to the end (ExpiredTokenException: expired). ',
      ),
    });
    expect(runs.json('inventory.json')).toMatchObject({ registries: [{ account: ACCOUNT }], failed: [{ part: 'manifests' }] });
    runs.service.before = () => undefined;
    await runs.collect('--manifests');
    runs.service.calls.length = 0;
    const run = runs.json('inventory.json');
    delete run.completedAt;
    writeFileSync(join(runs.out, 'inventory.json'), JSON.stringify(run));
    await runs.collect('--manifests');
    expect(runs.called('BatchGetImage')).toEqual([]);
  });

  test('of an earlier run are deleted with the images that they belong to', async () => {
    runs = await RecordedRuns.ofRegion(MULTI);
    await runs.collect('--manifests');
    await runs.collect();
    expect(runs.files().filter((file) => file.includes('/manifests/'))).toEqual([]);
  });
});
