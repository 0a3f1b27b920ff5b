import { Account, digestOf } from '../../fixtures/recorded-aws/account';
import { ACCOUNT, RecordedRuns, REGION } from '../../fixtures/recorded-aws/recorded-runs';
import { AwsError } from '../../fixtures/recorded-aws/service';

const list = (text: string, imageManifestMediaType = 'application/vnd.oci.image.index.v1+json') => ({
  imageDigest: digestOf(text),
  imageManifestMediaType,
});
let runs: RecordedRuns;
afterEach(() => runs.stop());

test('the file is the output of batch-get-image for manifest lists and other images', async () => {
  runs = await RecordedRuns.ofRegion({
    repositories: [
      {
        name: 'web',
        images: [list('a'), list('b', 'application/vnd.oci.image.manifest.v1+json')],
        manifests: { [digestOf('a')]: '{"a": 1}', [digestOf('b')]: '{"b": 1}' },
      },
    ],
  });
  await runs.collect('--manifests');
  expect(runs.ofRegistry('manifests/web.json').images).toMatchObject([
    { imageId: { imageDigest: digestOf('a') }, imageManifest: '{"a": 1}' },
    { imageId: { imageDigest: digestOf('b') }, imageManifest: '{"b": 1}' },
  ]);
});

test('each manifest is asked for in the types that the images have, so that none is converted', async () => {
  const [oci, docker] = ['application/vnd.oci.image.manifest.v1+json', 'application/vnd.docker.distribution.manifest.v2+json'];
  const repository = (name: string, ...images: readonly object[]) => ({ name, images });
  runs = await RecordedRuns.ofRegion({
    repositories: [repository('a', list('a', oci), list('b', docker), list('c', oci)), repository('b', { imageDigest: digestOf('d') })],
  });
  await runs.collect('--manifests');
  const types = Object.fromEntries(runs.called('BatchGetImage').map(({ input }) => [input.repositoryName, input.acceptedMediaTypes]));
  expect(types).toEqual({ a: [oci, docker], b: undefined });
});

test('a repository may have the name of a member of every object', async () => {
  runs = await RecordedRuns.ofRegion({ repositories: [{ name: 'constructor', images: [list('a')] }] });
  await runs.collect('--manifests');
  expect(runs.json('inventory.json').registries[0].incompleteRepositories.constructor).toMatch(/^manifests: /);
});

test('archived images, which are not returned, are not asked for', async () => {
  const image = (text: string, imageStatus?: string) => ({ ...list(text, 'application/vnd.oci.image.manifest.v1+json'), imageStatus });
  runs = await RecordedRuns.ofRegion({
    repositories: [{ name: 'web', images: [image('a', 'ARCHIVED'), image('b', 'ACTIVATING'), image('c', 'ACTIVE'), image('d')] }],
  });
  expect(await runs.collect('--manifests', '--strict')).toMatchObject({
    exitCode: 0,
    complained: expect.stringContaining('111122223333 eu-west-1: reads the manifests of 2 images. Amazon ECR records a pull of each.\n'),
  });
  const [{ input }] = runs.called('BatchGetImage');
  expect(input.imageIds).toEqual([{ imageDigest: digestOf('c') }, { imageDigest: digestOf('d') }]);
});

test('of a caller whom the registry excludes, no pull is announced', async () => {
  runs = await RecordedRuns.ofRegion({
    repositories: [{ name: 'web', images: 1 }],
    registry: { ListPullTimeUpdateExclusions: () => ({ pullTimeUpdateExclusions: ['arn:aws:iam::111122223333:role/ci/Collector'] }) },
  });
  const { complained } = await runs.collect('--manifests');
  const excluded =
    'The registry excludes arn:aws:iam::111122223333:role/ci/Collector from pull times. If this is the complete ARN of the caller, no pull is recorded.\n';
  expect(complained).toBe(
    `--manifests: 111122223333 eu-west-1: ${excluded}111122223333 eu-west-1: reads the manifests of 1 image. ${excluded}`,
  );
});

test('exclusions that cannot be read leave the warning', async () => {
  runs = await RecordedRuns.ofRegion({ repositories: [{ name: 'web', images: 1 }] });
  runs.service.before = ({ operation }) => {
    if (operation === 'ListPullTimeUpdateExclusions') throw new AwsError('AccessDeniedException', 'no');
  };
  expect((await runs.collect('--manifests')).complained).toMatch(/^--manifests: Amazon ECR records a pull of each active image/);
});

test('a repository of which manifests are not returned has no file, and the reason is in the inventory', async () => {
  runs = await RecordedRuns.ofRegion({
    repositories: [{ name: 'web', images: [list('a'), list('b')], manifests: { [digestOf('a')]: '{}' } }],
  });
  const { exitCode, complained } = await runs.collect('--manifests', '--strict');
  expect(exitCode).toBe(3);
  expect(complained).toContain(
    '111122223333 eu-west-1 web: manifests could not be read (1 of 2 manifests: ImageNotFound). Run the command again.\n',
  );
  expect(runs.files().filter((file) => file.includes('/manifests/'))).toEqual([]);
  const reason = '1 of 2 manifests: ImageNotFound';
  expect(runs.ofRegistry('repositories/web.json')).toMatchObject({ imageCount: 2, missing: { manifests: reason } });
  expect(runs.json('inventory.json').registries).toMatchObject([{ incompleteRepositories: { web: `manifests: ${reason}` } }]);
});

test('an image that is deleted during the run has no manifest, and the others have theirs', async () => {
  const image = (text: string) => ({ ...list(text, 'application/vnd.oci.image.manifest.v1+json'), imagePushedAt: 1.79e9 });
  const account = (...images: readonly object[]) => ({
    default: new Account(ACCOUNT, { [REGION]: { repositories: [{ name: 'web', images }] } }),
  });
  runs = await RecordedRuns.of(account(image('a'), image('b')));
  runs.service.before = ({ operation }) => {
    if (operation === 'BatchGetImage') runs.become(account(image('b')));
  };
  expect(await runs.collect('--manifests', '--strict')).toMatchObject({ exitCode: 0 });
  expect(runs.ofRegistry('manifests/web.json').images).toMatchObject([{ imageId: { imageDigest: digestOf('b') } }]);
  expect(runs.ofRegistry('repositories/web.json')).toMatchObject({ imageCount: 2, missing: {} });
  const report = async () => (await runs.run('report', runs.out)).written;
  // the layers of the image that was deleted are not known
  expect(await report()).not.toContain(' stored');
  await runs.collect('--manifests');
  expect(await report()).toContain(' stored');
});

test('whether an image was deleted is not assumed', async () => {
  const image = list('a', 'application/vnd.oci.image.manifest.v1+json');
  const account = (...images: readonly object[]) => ({
    default: new Account(ACCOUNT, { [REGION]: { repositories: [{ name: 'web', images }] } }),
  });
  runs = await RecordedRuns.of(account(image));
  runs.service.before = ({ operation, input }) => {
    if (operation === 'BatchGetImage') runs.become(account());
    if (input.imageIds !== undefined && operation === 'DescribeImages') throw new AwsError('AccessDeniedException', 'no');
  };
  expect((await runs.collect('--manifests')).complained).toContain('web: manifests could not be read (AccessDeniedException: no). ');
  expect(runs.files().filter((file) => file.includes('/manifests/'))).toEqual([]);
});

test('the next run reads the manifests again that were not returned, and only these', async () => {
  const repository = (name: string) => ({ name, images: [list('a')], manifests: { [digestOf('a')]: '{}' } });
  runs = await RecordedRuns.of({
    default: new Account(ACCOUNT, { [REGION]: { repositories: [repository('api'), repository('web')] } }),
    other: new Account('222222222222', {}),
  });
  runs.service.before = ({ operation, input, accessKey }) => {
    if (operation === 'BatchGetImage' && input.repositoryName === 'web') throw new AwsError('ServerException', 'down', 400);
    if (accessKey === 'AKIAOTHER') throw new AwsError('ExpiredTokenException', 'expired');
  };
  const args = ['--manifests', '--profile', 'default', '--profile', 'other'];
  expect(await runs.collect(...args)).toMatchObject({ exitCode: 2 });
  runs.service.before = () => undefined;
  runs.service.calls.length = 0;
  expect(await runs.collect(...args)).toMatchObject({ exitCode: 0 });
  expect(runs.called('BatchGetImage').map(({ input }) => input.repositoryName)).toEqual(['web']);
  expect(runs.ofRegistry('manifests/web.json').images).toHaveLength(1);
  expect(runs.ofRegistry('repositories/web.json').missing).toEqual({});
  expect(runs.json('inventory.json').registries).toMatchObject([{ incompleteRepositories: {} }, {}]);
});

test('a reason is added to those of other values', async () => {
  runs = await RecordedRuns.ofRegion({ repositories: [{ name: 'web', images: [list('a')] }] });
  runs.service.before = ({ operation }) => {
    if (operation === 'GetRepositoryPolicy') throw new AwsError('AccessDeniedException', 'no');
  };
  await runs.collect('--manifests');
  const [policy, manifests] = ['AccessDeniedException: no', '1 of 1 manifests: ImageNotFound'];
  expect(runs.ofRegistry('repositories/web.json').missing).toEqual({ repositoryPolicyText: policy, manifests });
  expect(runs.json('inventory.json').registries).toMatchObject([
    { incompleteRepositories: { web: `repositoryPolicyText: ${policy}; manifests: ${manifests}` } },
  ]);
});

test('a repository that refuses has no file, and the others have one', async () => {
  const repository = (name: string) => ({ name, images: [list('a')], manifests: { [digestOf('a')]: '{}' } });
  runs = await RecordedRuns.ofRegion({ repositories: [repository('secret'), repository('web')] });
  runs.service.before = ({ operation, input }) => {
    if (operation === 'BatchGetImage' && input.repositoryName === 'secret') throw new AwsError('AccessDeniedException', 'no');
  };
  expect(await runs.collect('--manifests')).toMatchObject({
    exitCode: 0,
    complained: expect.stringContaining(
      'warning: 111122223333 eu-west-1 secret: manifests could not be read (AccessDeniedException: no). ',
    ),
  });
  expect(runs.files().filter((file) => file.includes('/manifests/'))).toEqual(['111122223333/eu-west-1/manifests/web.json']);
});

test('the images of a repository that could not be read are not asked for', async () => {
  runs = await RecordedRuns.ofRegion({ repositories: [{ name: 'web', images: [list('a')] }] });
  runs.service.before = ({ operation }) => {
    if (operation === 'DescribeImages') throw new AwsError('AccessDeniedException', 'no');
  };
  await runs.collect('--manifests');
  expect(runs.called('BatchGetImage')).toEqual([]);
});
