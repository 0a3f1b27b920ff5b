import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { run } from '../../src/cli/main';
import { PageImages, pageImages, PageRepository } from '../../src/lifecycle/core/page-data';
import { ImageInventory } from '../../src/lifecycle/image-inventory';
import { FakeTerminal } from '../fixtures/fake-terminal';
import { detail, digestOf, untaggedAfter } from '../fixtures/inventory-on-disk';
import { pageDataIn } from '../fixtures/page-data-in';

const folder = mkdtempSync(join(tmpdir(), 'preview-page-'));
afterAll(() => rmSync(folder, { recursive: true }));
const page = join(folder, 'page.html');
afterEach(() => rmSync(page, { force: true }));

function file(name: string, content: unknown): string {
  writeFileSync(join(folder, name), JSON.stringify(content));
  return join(folder, name);
}

const NAMED = { repositoryName: 'team/api', registryId: '111122223333' };
const IMAGES = { imageDetails: [detail('a', '2026-01-01', { ...NAMED, imageTags: ['v1'] }), detail('b', '2026-01-02', NAMED)] };
const policy = file('policy.json', { rules: [untaggedAfter(3)] });

async function preview(...args: string[]) {
  const terminal = new FakeTerminal(['preview', '--now', '2026-01-31T12:00:00Z', ...args], JSON.stringify(IMAGES));
  const exitCode = await run(terminal);
  return { exitCode, written: terminal.written, complained: terminal.complained };
}

/** The repository in the page that a command line writes. */
async function repositoryOf(...args: string[]): Promise<PageRepository> {
  await preview(...args, '--html', page);
  return pageDataIn(page).repositories[0];
}

test('the page has the images and the policy as it is previewed', async () => {
  const { exitCode, written, complained } = await preview('--policy', policy, '--html', page);
  expect({ exitCode, complained }).toEqual({ exitCode: 0, complained: `--html: ${page} is written\n` });
  expect(written).toMatch(/^ACTION/m);
  const { repositories, ...rest } = pageDataIn(page);
  expect(rest).toEqual({ formatVersion: 1, now: Date.UTC(2026, 0, 31, 12), pricePerGbMonth: 0.1, unread: [] });
  expect(repositories).toHaveLength(1);
  const [{ images: _, ...repository }] = repositories;
  expect(repository).toEqual({
    name: 'team/api',
    registryId: '111122223333',
    proposed: { rules: [untaggedAfter(3)] },
    why: { present: 'Pass it with --present FILE.' },
    missing: [],
  });
  const { _images: images } = ImageInventory.fromJson(JSON.stringify(IMAGES));
  expect(pageImages(repositories[0])).toEqual({ images, lists: new Map(), inUse: undefined });
});

test('manifests, the price and the images in use are in the page', async () => {
  const index = 'application/vnd.oci.image.index.v1+json';
  const images = file('list.json', {
    imageDetails: [...IMAGES.imageDetails, detail('c', '2026-01-03', { imageManifestMediaType: index })],
  });
  const manifest = JSON.stringify({ mediaType: index, manifests: [{ digest: digestOf('b') }] });
  const manifests = file('manifests.json', {
    images: [{ imageId: { imageDigest: digestOf('c') }, imageManifest: manifest, imageManifestMediaType: index }],
  });
  const inUse = file('in-use.json', 0);
  writeFileSync(inUse, `${digestOf('b')}\n111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/api:v1\nother:v1\n`);
  const args = ['--policy', policy, '--images', images, '--manifests', manifests, '--in-use', inUse, '--price-per-gb-month', '0.2'];
  const { lists, inUse: used } = pageImages(await repositoryOf(...args)) as PageImages;
  expect(lists).toEqual(new Map([[digestOf('c'), [digestOf('b')]]]));
  expect(used).toEqual(new Set([digestOf('a'), digestOf('b')]));
  expect(pageDataIn(page).pricePerGbMonth).toBe(0.2);
});

describe('the present policy', () => {
  const rules = { rules: [untaggedAfter(9)] };

  test.each([
    ['is a policy', rules, rules],
    ['is the output of get-lifecycle-policy', { repositoryName: 'team/api', lifecyclePolicyText: JSON.stringify(rules) }, rules],
    ['is the file of an inventory', { repository: { repositoryName: 'team/api' }, lifecyclePolicyText: JSON.stringify(rules) }, rules],
    ['is none in the file of an inventory', { repository: { repositoryName: 'team/api' }, lifecyclePolicyText: null }, null],
  ])('%s', async (_, content, expected) => {
    expect(await repositoryOf('--policy', policy, '--present', file('present.json', content))).toMatchObject({
      present: expected,
      why: {},
    });
  });

  test.each([
    ['refused by ECR', { rules: [{}] }, /present\.json/],
    ['not a policy', [], /present\.json/],
  ])('that is %s is an error', async (_, content, complained) => {
    expect(await preview('--policy', policy, '--html', page, '--present', file('present.json', content))).toMatchObject({
      exitCode: 1,
      complained: expect.stringMatching(complained),
    });
    expect(existsSync(page)).toBe(false);
  });

  test('that cannot be read is an error with the name of the option', async () => {
    const { exitCode, complained } = await preview('--policy', policy, '--html', page, '--present', 'missing.json');
    expect(exitCode).toBe(2);
    expect(complained).toMatch(/^--present missing\.json: the file cannot be read/);
  });

  test('is for the page only', async () => {
    const { exitCode, complained } = await preview('--policy', policy, '--present', policy);
    expect(exitCode).toBe(2);
    expect(complained).toMatch(
      /^--present: no output compares policies\. Use --html FILE, --svg FILE or --format markdown, or omit the option\./,
    );
  });
});

test('a repository of a template without a policy is proposed to have none', async () => {
  const template = file('template.json', {
    Resources: { Api: { Type: 'AWS::ECR::Repository', Properties: { RepositoryName: 'team/api' } } },
  });
  const { proposed, why } = await repositoryOf('--template', template);
  expect(proposed).toBeNull();
  expect(why).not.toHaveProperty('proposed');
});

test('of a policy with a token, the page has the images and the reason, and the command fails as without it', async () => {
  const template = file('token.json', {
    Resources: { Api: { Type: 'AWS::ECR::Repository', Properties: { LifecyclePolicy: { LifecyclePolicyText: { Ref: 'Policy' } } } } },
  });
  const without = await preview('--template', template);
  const { exitCode, written, complained } = await preview('--template', template, '--html', page);
  expect({ exitCode, written }).toEqual({ exitCode: 2, written: '' });
  expect(complained).toBe(`--html: ${page} is written\n${without.complained}`);
  const [repository] = pageDataIn(page).repositories;
  expect(repository).not.toHaveProperty('proposed');
  expect(repository.why.proposed).toBe(
    `${template}, Api: the policy is {"Ref":"Policy"}, whose value is known only at deployment. Pass the policy with --policy.`,
  );
  expect(pageImages(repository)!.images).toHaveLength(2);
});

test('the page is written before a gate fails', async () => {
  const { exitCode } = await preview('--policy', policy, '--html', page, '--in-use', policyInUse());
  expect(exitCode).toBe(1);
  expect(pageDataIn(page).repositories[0].inUse).toEqual([1]);
});

function policyInUse(): string {
  const path = join(folder, 'in-use.txt');
  writeFileSync(path, digestOf('b'));
  return path;
}

test('a page that cannot be written is an error after the preview', async () => {
  const { exitCode, written, complained } = await preview('--policy', policy, '--html', join(folder, 'missing', 'page.html'));
  expect(exitCode).toBe(2);
  expect(written).toMatch(/^ACTION/m);
  expect(complained).toMatch(/^--html .+: the file cannot be written \(ENOENT: no such file or directory\)\./);
});

test('standard output is no place for the page', async () => {
  expect(await preview('--policy', policy, '--html', '-')).toMatchObject({ exitCode: 2, written: '' });
});

test.each([
  ['--html', '--policy', '--images', '--manifests', '--present', '--in-use'],
  ['--svg', '--policy', '--images', '--manifests', '--present', '--in-use'],
])('%s is written over no file that the command reads', async (output, ...options) => {
  for (const option of options) {
    const path = file('input.json', 'input');
    const others = option === '--policy' ? [] : ['--policy', policy];
    const { exitCode, written, complained } = await preview(...others, option, path, output, path);
    expect({ exitCode, written }).toEqual({ exitCode: 2, written: '' });
    expect(complained).toContain(`${output}: ${path} is also the file of ${option}, which would be overwritten. Pass another path.`);
    expect(readFileSync(path, 'utf8')).toBe('"input"');
  }
});

test('the page and the chart are two files', async () => {
  const { exitCode, complained } = await preview('--policy', policy, '--html', page, '--svg', page);
  expect(exitCode).toBe(2);
  expect(complained).toContain(`--html: ${page} is also the file of --svg`);
  expect(existsSync(page)).toBe(false);
});

test('a tag changes nothing of the file but the data', async () => {
  const tags = ['</script><script>alert(1)</script>', "$&$'$`", '<!--', '{{data}}'];
  const images = file('strange.json', { imageDetails: [detail('a', '2026-01-01', { imageTags: tags })] });
  const repository = await repositoryOf('--policy', policy, '--images', images);
  expect(pageImages(repository)!.images[0].tags).toEqual(tags);
  const strange = readFileSync(page, 'utf8');
  await preview('--policy', policy, '--html', page);
  const plain = readFileSync(page, 'utf8');
  const withoutData = (text: string) => text.replace(/(id="data">)[^<]*/, '$1');
  expect(withoutData(strange)).toBe(withoutData(plain));
});
