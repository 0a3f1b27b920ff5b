import { Duration } from 'aws-cdk-lib';
import { ImageInventory, LifecyclePolicy, LifecyclePreview } from '../../src';

const now = new Date('2026-01-31T12:00:00Z');
const INDEX = 'application/vnd.oci.image.index.v1+json';

const image = (letter: string, overrides: object = {}) => ({
  repositoryName: 'team/app_1',
  imageDigest: `sha256:${letter.repeat(64)}`,
  imagePushedAt: '2025-12-01T00:00:00Z',
  imageSizeInBytes: 1024 ** 3,
  imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
  ...overrides,
});
const preview = (images: object[]): LifecyclePreview =>
  LifecyclePolicy.expireUntaggedAfter(Duration.days(14)).preview(ImageInventory.fromJson(JSON.stringify(images)), { now });

/** The section about storage, up to the table of images. */
const STORAGE = /#### Storage [^]*?(?=\| Action)/;

test('it has the summary, what each rule does, and the images, with those that stay folded away', () => {
  const markdown = preview([image('a'), image('b', { imageTags: ['v1', 'v2', 'v3', 'v4'], imageManifestMediaType: INDEX })]).toMarkdown();
  expect(markdown.replace(STORAGE, '').split('\n')).toEqual([
    '### Lifecycle policy preview of team/app\\_1',
    '',
    '**expires at least 0 and at most 1 of 2 images, at least 0 B and at most 1.0 GB, saving at least $0.00 and at most $0.10 a month, less where images share layers**',
    '',
    '| Rule | What it does | Expires | Archives | Keeps |',
    '| --- | --- | --- | --- | --- |',
    '| 1 | expire untagged images 14 days after the push | at least 0 and at most 1 image, at least 0 B and at most 1.0 GB | – | at least 0 and at most 1 image, at least 0 B and at most 1.0 GB |',
    '| – | images that no rule selects | – | – | 1 image, 0 B |',
    '',
    '| Action | Rule | Pushed | Size | Digest | Tags | Why |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    '| may expire | 1 | 2025-12-01 | 1.0 GB | aaaaaaaaaaaa | – | pushed 61.5 days ago \\[1\\] |',
    '',
    '<details><summary>Images that stay: 1</summary>',
    '',
    '| Action | Rule | Pushed | Size | Digest | Tags | Why |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    '| keep | – | 2025-12-01 | 0 B | bbbbbbbbbbbb | v1, v2, v3, and 1 more |  |',
    '',
    '</details>',
    '',
    '\\[1\\] ECR keeps it while a retained manifest list references it, and describe-images does not show such references, but batch-get-image does',
  ]);
});

test('without images and the name of a repository it has only the sums', () => {
  expect(LifecyclePolicy.none().preview(ImageInventory.fromJson('[]'), { now }).toMarkdown().split('\n')).toEqual([
    '### Lifecycle policy preview',
    '',
    '**expires 0 of 0 images, 0 B, saving at most $0.00 a month**',
  ]);
});

test('no tag is more than text', () => {
  const hostile = '|x|<img src=x>`*_[a](b)~#&\\';
  const markdown = preview([image('a', { imageTags: [hostile] })]).toMarkdown();
  expect(markdown).toContain('\\|x\\|\\<img src=x\\>\\`\\*\\_\\[a\\](b)\\~\\#\\&\\\\');
});

describe('the section about storage', () => {
  const section = (markdown: string) => STORAGE.exec(markdown)?.[0].split('\n');

  test('has a chart of the next 90 days, a sentence that names its lines, and what is assumed', () => {
    const tagged = { imageTags: ['main-1'] };
    const lines = section(preview([image('a'), image('b', tagged), image('c', { imagePushedAt: '2026-01-30T12:00:00Z' })]).toMarkdown());
    expect(lines?.slice(0, 5)).toEqual([
      '#### Storage in the next 90 days, at most',
      '',
      'Gray line: no policy, 6.0 GB in 90 days, $0.60 a month. Blue line: this policy, 2.0 GB in 90 days, $0.20 a month.',
      '',
      '```mermaid',
    ]);
    expect(lines?.filter((line) => line.startsWith('  line'))).toEqual([
      expect.stringMatching(/^ {2}line "no policy" \[3\.00, .*6\.00\]$/),
      expect.stringMatching(/^ {2}line "this policy" \[2\.00, .*2\.00\]$/),
    ]);
    expect(lines?.slice(-5)).toEqual([
      '```',
      '',
      expect.stringMatching(/^Each tag family is assumed to continue .* The forecast acts immediately\.$/),
      '',
      '',
    ]);
  });

  test('compares with the present policy where it is known', () => {
    const result = preview([image('a')]);
    const names = (present?: null | { rules: [] }) => result._storage(present).data.lines.map(({ name }) => name);
    expect(names()).toEqual(['no policy', 'this policy']);
    expect(names(null)).toEqual(['no policy, as at present', 'proposed policy']);
    expect(names({ rules: [] })).toEqual(['no policy', 'present policy', 'proposed policy']);
  });

  test('is not there without images, and where no size is known', () => {
    expect(preview([]).toMarkdown()).not.toContain('Storage');
    expect(preview([image('a', { imageSizeInBytes: undefined })]).toMarkdown()).not.toContain('Storage');
  });
});

/** As large as the text about an image can be: tags of which each character is escaped, and of several bytes. */
function largeImages(count: number): object[] {
  return Array.from({ length: count }, (_, index) => ({
    imageDigest: `sha256:${index.toString().padStart(64, '0')}`,
    imagePushedAt: 1_600_000_000 + index,
    imageSizeInBytes: 1_000_000,
    imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
    imageTags: index % 2 === 0 ? [] : ['|'.repeat(128), '_é'.repeat(64), `${index}-${'x'.repeat(120)}`, 'more'],
  }));
}

test('it fits into a step summary of GitHub, however many images there are', () => {
  const markdown = LifecyclePolicy.keepLatest(20_000).preview(ImageInventory.fromJson(JSON.stringify(largeImages(100_000))), { now });
  const text = markdown.toMarkdown();
  expect(Buffer.byteLength(text)).toBeLessThan(1024 ** 2);
  const rows = text.split('\n').filter((line) => /^\| (expire|keep) /.test(line)).length;
  const rest = [...text.matchAll(/^The JSON of the preview lists (\d+) more\.$/gm)].map(([, count]) => Number(count));
  expect(rest).toHaveLength(2);
  expect(rows).toBeGreaterThan(500);
  expect(rows + rest[0] + rest[1]).toBe(100_000);
});

test('it lists at most 500 images of each kind', () => {
  const images = Array.from({ length: 1100 }, (_, index) =>
    image('a', { imageDigest: `sha256:${index}`, imageTags: index < 501 ? ['v1'] : [] }),
  );
  expect(
    preview(images)
      .toMarkdown()
      .match(/lists \d+ more/gm),
  ).toEqual(['lists 99 more', 'lists 1 more']);
});
