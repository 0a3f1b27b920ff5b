import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { run } from '../../src/cli/main';
import { LifecyclePreview } from '../../src/lifecycle/lifecycle-preview';
import { FakeTerminal } from '../fixtures/fake-terminal';
import { elementsOf, textOf, xmlDocument } from '../fixtures/xml-document';

const directory = mkdtempSync(join(tmpdir(), 'preview-chart-'));
afterAll(() => rmSync(directory, { recursive: true }));
afterEach(() => jest.restoreAllMocks());

function policyFile(name: string, days: number): string {
  const selection = { tagStatus: 'untagged', countType: 'sinceImagePushed', countNumber: days, countUnit: 'days' };
  const path = join(directory, name);
  writeFileSync(path, JSON.stringify({ rules: [{ rulePriority: 1, selection, action: { type: 'expire' } }] }));
  return path;
}

const policy = policyFile('policy.json', 1);
const present = policyFile('present.json', 365);
const svg = join(directory, 'storage.svg');
const image = (letter: string, imagePushedAt: string, repositoryName = 'team/<app>') => ({
  repositoryName,
  imageDigest: `sha256:${letter.repeat(64)}`,
  imagePushedAt,
  imageSizeInBytes: 1024 ** 3,
  imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
});
const images = [image('a', '2026-01-01T12:00:00Z'), image('b', '2026-01-31T11:00:00Z')];

async function preview(args: string[], input = images) {
  const terminal = new FakeTerminal(['preview', '--policy', policy, '--now', '2026-01-31T12:00:00Z', ...args], JSON.stringify(input));
  return { exitCode: await run(terminal), written: terminal.written, complained: terminal.complained };
}

test('--svg writes the chart as a file of its own, and the output stays as it is', async () => {
  const without = await preview([]);
  const withChart = await preview(['--svg', svg]);
  expect(withChart).toEqual({ exitCode: 0, written: without.written, complained: `--svg: ${svg} is written\n` });
  const root = xmlDocument(readFileSync(svg, 'utf8').trimEnd());
  expect(textOf(elementsOf(root, 'title')[0])).toBe('Storage of team/<app>');
  expect(textOf(elementsOf(root, 'desc')[0])).toMatch(
    /^Today: 2\.0 GB\. In 90 days, at most: no policy .* a month; this policy .* a month\.$/,
  );
  expect(elementsOf(root, 'style')).toHaveLength(1);
});

test('--present adds the line of the present policy to both charts', async () => {
  const { written, exitCode } = await preview(['--svg', svg, '--present', present, '--format', 'markdown']);
  expect(exitCode).toBe(0);
  expect(written.match(/^ {2}line "[^"]+"/gm)).toEqual(['  line "no policy"', '  line "present policy"', '  line "proposed policy"']);
  const labels = elementsOf(xmlDocument(readFileSync(svg, 'utf8').trimEnd()), 'text').map(textOf);
  expect(labels).toEqual(expect.arrayContaining(['no policy', 'present policy', 'proposed policy']));
});

test('--svg writes a chart without images, too', async () => {
  expect((await preview(['--svg', svg], [])).exitCode).toBe(0);
  expect(textOf(elementsOf(xmlDocument(readFileSync(svg, 'utf8').trimEnd()), 'desc')[0])).toMatch(
    /^Today: 0 B\. In 90 days, at most: no policy 0 B, \$0\.00 a month/,
  );
});

test('a file that cannot be written is an error', async () => {
  const { exitCode, complained } = await preview(['--svg', join(directory, 'missing', 'storage.svg')]);
  expect(exitCode).toBe(2);
  expect(complained).toMatch(/^--svg .*storage\.svg: the file cannot be written \(ENOENT.*\)\. Pass a path in a folder that exists/);
});

test.each([
  [[], 0],
  [['--format', 'json'], 0],
  [['--format', 'markdown'], 1],
  [['--format', 'markdown', '--svg', svg], 1],
  [['--svg', svg], 1],
])('with %j, the forecast is computed %d times', async (args, times) => {
  const storage = jest.spyOn(LifecyclePreview.prototype, '_storage');
  await preview(args);
  expect(storage).toHaveBeenCalledTimes(times);
});
