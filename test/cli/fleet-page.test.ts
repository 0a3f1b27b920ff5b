import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { run } from '../../src/cli/main';
import { PageData, pageImages } from '../../src/lifecycle/core/page-data';
import { FakeTerminal } from '../fixtures/fake-terminal';
import { imageManifest, manifestEntries } from '../fixtures/image-manifests';
import {
  ACCOUNT,
  detail,
  digestOf,
  inventoryOnDisk,
  REGION,
  RepositoryOnDisk,
  RestOfInventory,
  untaggedAfter,
} from '../fixtures/inventory-on-disk';
import { pageDataIn } from '../fixtures/page-data-in';

const directory = mkdtempSync(join(tmpdir(), 'fleet page '));
afterAll(() => rmSync(directory, { recursive: true }));
const page = join(directory, 'page.html');
const policy = join(directory, 'policy.json');
writeFileSync(policy, JSON.stringify({ rules: [untaggedAfter(3)] }));

/** The data of the page of an inventory. */
async function dataOf(folder: string, ...args: string[]): Promise<PageData> {
  const terminal = new FakeTerminal(['report', folder, '--now', '2026-01-31T12:00:00Z', '--html', page, ...args]);
  expect(await run(terminal)).toBe(0);
  expect(terminal.complained).toContain(`--html: ${page} is written\n`);
  return pageDataIn(page);
}

const of = (repositories: readonly RepositoryOnDisk[], rest?: RestOfInventory) => inventoryOnDisk(repositories, rest);
const images = [detail('a', '2026-01-01', { imageTags: ['v1'] }), detail('b', '2026-01-02'), detail('c', '2026-01-29')];
const present = { rules: [untaggedAfter(1)] };

test.each(['--policy', '--template'])('it is not written over the file of %s', async (option) => {
  const terminal = new FakeTerminal(['report', of([]), option, policy, '--html', policy]);
  expect(await run(terminal)).toBe(2);
  expect(terminal.complained).toContain(`--html: ${policy} is also the file of ${option}, which would be overwritten.`);
});

test('each repository has its images, its present and the proposed policy, and the numbers of the report', async () => {
  const { repositories, ...rest } = await dataOf(
    of([{ name: 'team/api', images, policy: present }, { name: 'other' }]),
    '--policy',
    policy,
  );
  expect(rest).toEqual({ formatVersion: 1, now: Date.UTC(2026, 0, 31, 12), pricePerGbMonth: 0.1, unread: [] });
  const [{ images: columns, row, ...api }, other] = repositories;
  expect(api).toEqual({
    name: 'team/api',
    registryId: ACCOUNT,
    region: REGION,
    present,
    proposed: { rules: [untaggedAfter(3)] },
    why: {},
    inUse: [],
    missing: [],
  });
  expect(pageImages({ images: columns, why: {}, missing: [] })!.images.map(({ digest }) => digest)).toEqual(['a', 'b', 'c'].map(digestOf));
  expect(row).toMatchObject({ imageCount: 3, dollarsPerMonth: expect.closeTo(0.3), currentlyExpiredCount: 2, additionallyExpiredCount: 0 });
  expect(other).toMatchObject({ name: 'other', present: null, row: { imageCount: 0 } });
});

test('a repository of which all layers are known has an exact cost without blob mounting, and the others have none', async () => {
  const manifest = imageManifest('config', ['base'], () => 1_000_000);
  const manifests = manifestEntries(Object.fromEntries(['a', 'b', 'c'].map((one) => [digestOf(one), manifest])));
  const { repositories } = await dataOf(
    of(
      [
        { name: 'api', images, manifests },
        { name: 'web', images },
      ],
      { registry: { settings: { BLOB_MOUNTING: 'DISABLED' } } },
    ),
  );
  expect(repositories.map(({ isCostExact }) => isCostExact)).toEqual([true, undefined]);
});

test('without a proposal, nothing is proposed', async () => {
  const [repository] = (await dataOf(of([{ name: 'api', images }]))).repositories;
  expect(repository).not.toHaveProperty('proposed');
  expect(repository.row).not.toHaveProperty('additionallyExpiredCount');
});

test('a policy of a template is proposed for the repository of its name only', async () => {
  const template = join(directory, 'template.json');
  const LifecyclePolicy = { LifecyclePolicyText: JSON.stringify(present) };
  writeFileSync(
    template,
    JSON.stringify({ Resources: { A: { Type: 'AWS::ECR::Repository', Properties: { RepositoryName: 'api', LifecyclePolicy } } } }),
  );
  const { repositories } = await dataOf(of([{ name: 'api' }, { name: 'other' }]), '--template', template);
  expect(repositories.map(({ proposed }) => proposed)).toEqual([present, undefined]);
});

describe('what could not be read', () => {
  const read = async (file: object) => (await dataOf(of([{ name: 'api', images, file }]), '--policy', policy)).repositories[0];

  test('of the present policy is a reason, and no guess', async () => {
    const repository = await read({ lifecyclePolicyText: undefined, missing: { lifecyclePolicyText: 'AccessDenied' } });
    expect(repository).not.toHaveProperty('present');
    expect(repository.why.present).toBe('It could not be read (AccessDenied).');
    expect(repository.missing).toEqual(['lifecyclePolicyText: AccessDenied']);
  });

  test('of a present policy in a form of the future is a reason', async () => {
    const repository = await read({ lifecyclePolicyText: '{"rules":[{"rulePriority":1}]}' });
    expect(repository).not.toHaveProperty('present');
    expect(repository.why.present).toMatch(/^It could not be read \(.*api, lifecyclePolicyText.*\)\.$/);
  });

  test('of the images is a reason', async () => {
    const repository = await read({ missing: { images: 'AccessDenied' } });
    expect(pageImages(repository)).toBeUndefined();
    expect(repository.why.images).toBe('They could not be read (AccessDenied).');
  });

  test('of a file of images that cannot be used is a reason', async () => {
    const [repository] = (await dataOf(of([{ name: 'api', images: [{ ...images[0], imageDigest: 3 }] }]))).repositories;
    expect(pageImages(repository)).toBeUndefined();
    expect(repository.why.images).toMatch(/^They could not be read \(.*\[0\]: imageDigest is 3, but must be a string\)\.$/);
  });

  test('of what runs is listed, and then nothing is said about images in use', async () => {
    const data = await dataOf(of([{ name: 'api', images }], { running: null }));
    expect(data.repositories[0]).not.toHaveProperty('inUse');
    expect(data.unread).toEqual([expect.stringContaining('running')]);
  });
});

test('images in use are those that run or that the list names', async () => {
  const running = { images: [{ image: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/api:v1`, usedBy: 'task' }] };
  const [repository] = (await dataOf(of([{ name: 'api', images }], { running, inUse: digestOf('c') }))).repositories;
  expect(pageImages(repository)!.inUse).toEqual(new Set(['a', 'c'].map(digestOf)));
});

describe('too many images for a file', () => {
  const many = (count: number, repositoryName: string, size: number) =>
    Array.from({ length: count }, (_, index) => ({
      ...detail('a', '2026-01-01'),
      imageDigest: `sha256:${index.toString(16).padStart(64, '0')}`,
      repositoryName,
      imageSizeInBytes: size,
    }));
  const cheap = { name: 'team/cheap', images: many(60_000, 'team/cheap', 1), manifests: [] };
  const expensive = { name: 'team/expensive', images: many(60_000, 'team/expensive', 1_000_000) };
  const small = { name: 'small', images };
  let repositories: PageData['repositories'];
  let folder: string;
  beforeAll(async () => {
    folder = of([cheap, small, expensive]);
    ({ repositories } = await dataOf(folder, '--policy', policy));
  });

  test('those of the most expensive repositories are in the file, and of those that fit besides', () => {
    expect(repositories.map(({ name, images: columns }) => [name, columns !== undefined])).toEqual([
      ['team/cheap', false],
      ['small', true],
      ['team/expensive', true],
    ]);
    expect(repositories[0].row).toMatchObject({ imageCount: 60_000 });
  });

  test('of the others, the file has the command that shows them', async () => {
    const [, command] = /^With them, it would be too large\. To see them, run: (.+)$/.exec(repositories[0].why.images!)!;
    const quoted = command.replace(/'([^']*)'/g, (_, word: string) => word.replaceAll(' ', '\0'));
    const [npx, name, ...args] = quoted.split(' ').map((word) => word.replaceAll('\0', ' '));
    expect([npx, name]).toEqual(['npx', 'cdk-secure-repository']);
    expect(args).toEqual(expect.arrayContaining(['--manifests', `${folder}/${ACCOUNT}/${REGION}/manifests/team%2Fcheap.json`]));
    expect(args.slice(-2)).toEqual(['--html', 'team-cheap.html']);
    const terminal = new FakeTerminal([...args.slice(0, -1), page]);
    expect(await run(terminal)).toBe(0);
    expect(pageDataIn(page).repositories[0]).toMatchObject({ name: 'team/cheap', images: { count: 60_000 }, present: null, why: {} });
  });
});
