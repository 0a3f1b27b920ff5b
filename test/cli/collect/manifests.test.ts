import { digestOf } from '../../fixtures/recorded-aws/account';
import { RecordedRuns } from '../../fixtures/recorded-aws/recorded-runs';
import { AwsError } from '../../fixtures/recorded-aws/service';

const list = (text: string, imageManifestMediaType = 'application/vnd.oci.image.index.v1+json') => ({
  imageDigest: digestOf(text),
  imageManifestMediaType,
});
let runs: RecordedRuns;
afterEach(() => runs.stop());

test('the file is the output of batch-get-image for the manifest lists of both kinds', async () => {
  const docker = list('b', 'application/vnd.docker.distribution.manifest.list.v2+json');
  runs = await RecordedRuns.ofRegion({
    repositories: [
      {
        name: 'web',
        images: [list('a'), docker, list('c', 'application/vnd.oci.image.manifest.v1+json'), { imageDigest: digestOf('d') }],
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

test('manifest lists that are not returned are reported, and the others are there', async () => {
  runs = await RecordedRuns.ofRegion({
    repositories: [{ name: 'web', images: [list('a'), list('b')], manifests: { [digestOf('a')]: '{}' } }],
  });
  const { exitCode, complained } = await runs.collect('--manifests', '--strict');
  expect(exitCode).toBe(3);
  expect(complained).toContain(
    '111122223333 eu-west-1 web: manifests could not be read (1 of 2 manifest lists: ImageNotFound). Run the command again.\n',
  );
  expect(runs.ofRegistry('manifests/web.json').images).toHaveLength(1);
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
