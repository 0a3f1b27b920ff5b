import * as fc from 'fast-check';
import { ImageInventory, LifecyclePolicy } from '../../src';

const now = new Date('2026-01-31T12:00:00Z');
const INDEX = 'application/vnd.oci.image.index.v1+json';

const tag = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,127}$/);
const detail = fc.record(
  {
    imageTags: fc.array(tag, { maxLength: 6 }),
    imagePushedAt: fc.integer({ min: 1_700_000_000, max: 1_769_000_000 }),
    imageSizeInBytes: fc.integer({ min: 0, max: 1024 ** 4 }),
    imageManifestMediaType: fc.constantFrom(INDEX, 'application/vnd.oci.image.manifest.v1+json'),
    imageStatus: fc.constantFrom('ACTIVE', 'ARCHIVED', 'ACTIVATING'),
  },
  { requiredKeys: ['imagePushedAt'] },
);
const inventories = fc.array(detail, { maxLength: 12 }).map((details) => {
  const images = details.map((one, index) => ({ ...one, imageDigest: `sha256:${index.toString(16).padStart(64, '7')}` }));
  return ImageInventory.fromJson(JSON.stringify({ imageDetails: images }));
});
const policies = fc
  .record({ first: fc.integer({ min: 1, max: 900_000_000 }), pattern: tag, days: fc.integer({ min: 1, max: 400 }) })
  .map(({ first, pattern, days }) =>
    LifecyclePolicy.fromText(
      JSON.stringify({
        rules: [
          {
            rulePriority: first,
            selection: {
              tagStatus: 'tagged',
              tagPatternList: [`${pattern.slice(0, 120)}*`],
              countType: 'imageCountMoreThan',
              countNumber: 2,
            },
            action: { type: 'expire' },
          },
          {
            rulePriority: first + 1,
            selection: { tagStatus: 'tagged', tagPatternList: ['*'], countType: 'sinceImagePulled', countNumber: days, countUnit: 'days' },
            action: { type: 'transition', targetStorageClass: 'archive' },
          },
          {
            rulePriority: first + 2,
            selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countNumber: days, countUnit: 'days' },
            action: { type: 'expire' },
          },
        ],
      }),
    ),
  );
const previews = fc.tuple(policies, inventories).map(([policy, inventory]) => policy.preview(inventory, { now }));

test('on a terminal of 80 columns and more no line is wider than the terminal', () => {
  fc.assert(
    fc.property(previews, fc.integer({ min: 80, max: 250 }), (preview, columns) => {
      const wide = preview
        ._toTable(columns)
        .split('\n')
        .filter((line) => line.length > columns);
      expect(wide).toEqual([]);
    }),
  );
});

test('in a pipe no line but the summary is wider than 120 columns, which is the last', () => {
  fc.assert(
    fc.property(previews, (preview) => {
      const lines = preview.toTable().split('\n');
      expect(lines.pop()).toBe(preview.summary());
      expect(lines.filter((line) => line.length > 120)).toEqual([]);
    }),
  );
});

test('the totals of the rules add up to the whole', () => {
  fc.assert(
    fc.property(previews, (preview) => {
      const { rules, summary } = JSON.parse(preview.toJson());
      for (const what of ['expired', 'archived', 'kept']) {
        for (const unit of ['images', 'bytes']) {
          for (const bound of ['least', 'most']) {
            const sum = rules.reduce((total: number, rule: never) => total + rule[what][unit][bound], 0);
            expect(sum).toBe(summary[what][unit][bound]);
          }
        }
      }
      expect(summary.expired.bytes.least).toBe(preview.expiredBytes);
      expect(summary.expired.bytes.most).toBe(preview.expiredBytes + preview.possiblyExpiredBytes);
      expect(summary.kept.images.least).toBe(preview.kept.length);
    }),
  );
});

describe('where there is little space', () => {
  const image = (letter: string, overrides: object) => ({
    imageDigest: `sha256:${letter.repeat(64)}`,
    imagePushedAt: '2025-12-01T00:00:00Z',
    imageSizeInBytes: 1024,
    imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
    ...overrides,
  });
  const preview = LifecyclePolicy.keepLatest(1).preview(
    ImageInventory.fromJson(
      JSON.stringify([
        image('a', { imageTags: ['release-2025-12-01-build-of-the-main-branch', 'b', 'c', 'd'] }),
        image('b', { imageTags: ['one', 'two', 'three-with-a-longer-name'] }),
        image('c', { imageTags: ['x'], imagePushedAt: '2025-12-02T00:00:00Z' }),
        image('d', {}),
      ]),
    ),
    { now },
  );

  test('reasons are below their images, and fewer tags are listed', () => {
    expect(preview._toTable(80).split('\n').slice(6, -2)).toEqual([
      'expire  2     2025-12-01  1.0 KB  aaaaaaaaaaaa  release-2025-12-01-…, and 3 more',
      '        number 2 of 3 from the newest',
      'expire  2     2025-12-01  1.0 KB  bbbbbbbbbbbb  one, two, and 1 more',
      '        number 3 of 3 from the newest',
      'expire  1     2025-12-01  1.0 KB  dddddddddddd  -',
      '        pushed 61.5 days ago',
      'keep    2     2025-12-02  1.0 KB  cccccccccccc  x',
      '        number 1 of 3 from the newest',
    ]);
  });

  test('a terminal that is narrower than 80 columns has lines of 80', () => {
    expect(preview._toTable(20)).toBe(preview._toTable(80));
  });
});
