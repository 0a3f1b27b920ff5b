import { Duration } from 'aws-cdk-lib';
import { ImageAction, ImageInventory, ImageSelection, ImageStorageClass, LifecyclePolicy, LifecycleRule } from '../../src';

const now = new Date('2026-01-31T12:00:00Z');
const GB = 1024 ** 3;
const image = (letter: string, imagePushedAt: string, overrides: object = {}) => ({
  imageDigest: `sha256:${letter.repeat(64)}`,
  imagePushedAt,
  imageSizeInBytes: GB / 2,
  imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
  ...overrides,
});

const inventory = ImageInventory.fromJson(
  JSON.stringify({
    imageDetails: [
      image('a', '2025-12-01T00:00:00Z'),
      image('b', '2025-12-02T00:00:00Z', { imageTags: ['dev-1', 'b', 'c', 'd', 'e'] }),
      image('c', '2025-12-03T00:00:00Z', { imageTags: ['release-1'] }),
      image('d', '2025-12-04T00:00:00Z', { imageTags: ['other'] }),
      image('e', '2024-12-05T00:00:00Z', { imageTags: ['old'], imageStatus: 'ARCHIVED', lastArchivedAt: '2025-01-01T00:00:00Z' }),
    ],
  }),
);
const policy = LifecyclePolicy.of(
  LifecycleRule.protect('release-*'),
  LifecycleRule.expireAfter(Duration.days(14), ImageSelection.untagged()),
  LifecycleRule.archiveUnpulledAfter(Duration.days(30), ImageSelection.tagged('dev-*')),
  LifecycleRule.expireArchivedAfter(Duration.days(365)),
);
const preview = policy.preview(inventory, { now });

test('every image has its outcome, the newest first and the archive at the end', () => {
  expect(preview.outcomes.map(({ digest, action, rulePriority }) => [digest.slice(7, 8), action, rulePriority])).toEqual([
    ['d', ImageAction.KEEP, undefined],
    ['c', ImageAction.KEEP, 1],
    ['b', ImageAction.ARCHIVE, 4],
    ['a', ImageAction.EXPIRE, 3],
    ['e', ImageAction.EXPIRE, 5],
  ]);
});

test('an outcome has all that is known about its image', () => {
  expect(preview.archived).toEqual([
    {
      digest: `sha256:${'b'.repeat(64)}`,
      tags: ['dev-1', 'b', 'c', 'd', 'e'],
      action: ImageAction.ARCHIVE,
      rulePriority: 4,
      reason:
        'is archived: rule 4 (archive images tagged dev-* 30 days after the last pull) identified it first, pushed 60.5 days ago and not pulled since',
      needsManifests: false,
      pushedAt: new Date('2025-12-02T00:00:00Z'),
      sizeInBytes: GB / 2,
      storageClass: ImageStorageClass.STANDARD,
    },
  ]);
  expect(preview.outcomes.at(-1)?.storageClass).toBe(ImageStorageClass.ARCHIVE);
});

test('images and sizes are summed up by what happens', () => {
  expect([preview.kept.length, preview.expired.length, preview.archived.length]).toEqual([2, 2, 1]);
  expect([preview.keptBytes, preview.expiredBytes, preview.archivedBytes]).toEqual([GB, GB, GB / 2]);
});

test.each([
  [{ now }, 0.1],
  [{ now, pricePerGbMonth: 0.25 }, 0.25],
])('what expires costs nothing any more: %j', (options, dollars) => {
  expect(policy.preview(inventory, options).savedDollarsPerMonth).toBeCloseTo(dollars);
});

describe('the summary', () => {
  const archiving = LifecyclePolicy.of(LifecycleRule.archiveAfter(Duration.days(30)));
  const single = ImageInventory.fromJson(JSON.stringify([image('a', '2025-12-01T00:00:00Z', { imageSizeInBytes: 1023 })]));

  test.each<[string, LifecyclePolicy, ImageInventory]>([
    ['expires 2 of 5 images, 1.0 GB, saving at most $0.10 a month; archives 1, 512.0 MB', policy, inventory],
    ['archives 4 of 5 images, 2.0 GB', archiving, inventory],
    ['expires 0 of 5 images, 0 B, saving at most $0.00 a month', LifecyclePolicy.none(), inventory],
    ['expires 1 of 1 image, 1023 B, saving at most $0.00 a month', LifecyclePolicy.expireUntaggedAfter(Duration.days(1)), single],
  ])('%s', (summary, previewed, images) => {
    expect(previewed.preview(images, { now }).summary()).toBe(summary);
  });
});

test('the table shows first what each rule does, then what goes first and what stays, and the summary', () => {
  expect(preview.toTable().split('\n')).toEqual([
    'rule 1: keep all images tagged release-*',
    '  keeps 1 image, 512.0 MB',
    'rule 2: keep all archived images tagged release-*',
    '  applies to no image',
    'rule 3: expire untagged images 14 days after the push',
    '  expires 1 image, 512.0 MB',
    'rule 4: archive images tagged dev-* 30 days after the last pull',
    '  archives 1 image, 512.0 MB',
    'rule 5: expire archived images 365 days after archiving',
    '  expires 1 image, 512.0 MB',
    'images that no rule selects',
    '  keeps 1 image, 512.0 MB',
    '',
    'ACTION   RULE  PUSHED      SIZE      DIGEST        TAGS                     WHY',
    'expire   3     2025-12-01  512.0 MB  aaaaaaaaaaaa  -                        pushed 61.5 days ago',
    'expire   5     2024-12-05  512.0 MB  eeeeeeeeeeee  old                      archived 395.5 days ago',
    'archive  4     2025-12-02  512.0 MB  bbbbbbbbbbbb  dev-1, b, c, and 2 more  pushed 60.5 days ago and not pulled since',
    'keep     -     2025-12-04  512.0 MB  dddddddddddd  other',
    'keep     1     2025-12-03  512.0 MB  cccccccccccc  release-1',
    '',
    'expires 2 of 5 images, 1.0 GB, saving at most $0.10 a month; archives 1, 512.0 MB',
  ]);
});

test('what the inventory does not show is below the table, once', () => {
  const list = { imageTags: ['release-2'], imageManifestMediaType: 'application/vnd.oci.image.index.v1+json' };
  const old = '2025-12-01T00:00:00Z';
  const images = [image('a', old), image('b', old), image('c', '2026-01-30T00:00:00Z', list)];
  expect(
    policy
      .preview(ImageInventory.fromJson(JSON.stringify(images)), { now })
      .toTable()
      .split('\n')
      .slice(13),
  ).toEqual([
    'may expire  3     2025-12-01  512.0 MB  aaaaaaaaaaaa  -          pushed 61.5 days ago [1]',
    'may expire  3     2025-12-01  512.0 MB  bbbbbbbbbbbb  -          pushed 61.5 days ago [1]',
    'keep        1     2026-01-30  0 B       cccccccccccc  release-2',
    '',
    '[1] ECR keeps it while a retained manifest list references it, and describe-images does not show such references, but',
    '    batch-get-image does',
    '',
    expect.stringMatching(/^expires at least 0 and at most 2 of 3 images/),
  ]);
});

describe('what is possible and not certain', () => {
  const old = '2025-12-01T00:00:00Z';
  const index = { imageTags: ['v1'], imageManifestMediaType: 'application/vnd.oci.image.index.v1+json' };
  const sbom = { subjectManifestDigest: `sha256:${'b'.repeat(64)}` };
  const images = ImageInventory.fromJson(
    JSON.stringify([image('a', old), image('b', old, { imageTags: ['dev-1'] }), image('c', old, index), image('d', old, sbom)]),
  );
  const manifest = (...letters: string[]) =>
    JSON.stringify({
      images: [
        {
          imageId: { imageDigest: `sha256:${'c'.repeat(64)}` },
          imageManifest: JSON.stringify({ manifests: letters.map((letter) => ({ digest: `sha256:${letter.repeat(64)}` })) }),
        },
      ],
    });
  const open = policy.preview(images, { now });
  const letters = (outcomes: { digest: string }[]) => outcomes.map(({ digest }) => digest[7]);

  test('has lists and sums of its own', () => {
    expect([letters(open.kept), letters(open.expired), letters(open.archived)]).toEqual([['c'], [], []]);
    expect([letters(open.possiblyExpired), letters(open.possiblyArchived)]).toEqual([['a', 'd'], ['b']]);
    expect([open.expiredBytes, open.possiblyExpiredBytes, open.archivedBytes, open.possiblyArchivedBytes]).toEqual([0, GB, 0, GB / 2]);
    expect([open.savedDollarsPerMonth, open.possiblySavedDollarsPerMonth]).toEqual([0, 0.1]);
  });

  test('is reported as bounds', () => {
    expect(open.summary()).toBe(
      'expires at least 0 and at most 2 of 4 images, at least 0 B and at most 1.0 GB, ' +
        'saving at least $0.00 and at most $0.10 a month, less where images share layers; ' +
        'archives at least 0 and at most 1, at least 0 B and at most 512.0 MB',
    );
  });

  test('has keys of its own in the JSON', () => {
    const json = JSON.parse(open.toJson());
    expect(json.previewResults).toEqual([]);
    expect(json.possiblePreviewResults).toMatchObject([
      { imageDigest: `sha256:${'a'.repeat(64)}`, action: { type: 'EXPIRE' }, appliedRulePriority: 3 },
      { imageTags: ['dev-1'], action: { type: 'TRANSITION', targetStorageClass: 'ARCHIVE' }, appliedRulePriority: 4 },
      { imageDigest: `sha256:${'d'.repeat(64)}`, action: { type: 'EXPIRE' }, appliedRulePriority: 3 },
    ]);
    expect(json.summary).toMatchObject({
      possiblyExpiringImageTotalCount: 2,
      possiblyTransitioningImageTotalCounts: [{ imageTotalCount: 1 }],
    });
  });

  test('shows whether manifests decide it', () => {
    expect(open.outcomes.map(({ digest, action, needsManifests }) => [digest[7], action, needsManifests])).toEqual([
      ['a', ImageAction.MAY_EXPIRE, true],
      ['b', ImageAction.MAY_ARCHIVE, true],
      ['c', ImageAction.KEEP, false],
      ['d', ImageAction.MAY_EXPIRE, true],
    ]);
    const decided = policy.preview(images.withManifests(manifest('a')), { now });
    expect(decided.outcomes.map(({ digest, action, needsManifests }) => [digest[7], action, needsManifests])).toEqual([
      ['a', ImageAction.KEEP, false],
      ['b', ImageAction.ARCHIVE, false],
      ['c', ImageAction.KEEP, false],
      ['d', ImageAction.MAY_EXPIRE, false],
    ]);
  });

  test('is in the table after what is certain, with short digests', () => {
    expect(
      policy
        .preview(images.withManifests(manifest('b')), { now })
        .toTable()
        .split('\n')
        .slice(15, 21),
    ).toEqual([
      'expire      3     2025-12-01  512.0 MB  aaaaaaaaaaaa  -      pushed 61.5 days ago',
      'may expire  3     2025-12-01  512.0 MB  dddddddddddd  -',
      '            pushed 61.5 days ago, it belongs to sha256:bbbbbbbbbbbb, which is kept [1]',
      'keep        4     2025-12-01  512.0 MB  bbbbbbbbbbbb  dev-1',
      '            the manifest list sha256:cccccccccccc, which is kept, references it',
      'keep        -     2025-12-01  0 B       cccccccccccc  v1',
    ]);
  });
});

test('the table of a repository without a policy has no rules', () => {
  const empty = ImageInventory.fromJson('[]');
  expect(LifecyclePolicy.none().preview(empty).toTable()).toBe(
    'ACTION  RULE  PUSHED  SIZE  DIGEST  TAGS  WHY\n\nexpires 0 of 0 images, 0 B, saving at most $0.00 a month',
  );
});

test('a tag cannot reach the terminal behind the table', () => {
  const hostile = ImageInventory.fromJson(JSON.stringify([image('a', '2025-12-01T00:00:00Z', { imageTags: ['\u001b[31mred\u202e'] })]));
  expect(policy.preview(hostile, { now }).toTable()).toContain('  ?[31mred?\n');
});

test('the JSON has the shape of get-lifecycle-policy-preview, and what something happens to', () => {
  expect(JSON.parse(preview.toJson())).toMatchObject({
    lifecyclePolicyText: policy.toText(),
    status: 'COMPLETE',
    previewResults: [
      {
        imageTags: ['dev-1', 'b', 'c', 'd', 'e'],
        imageDigest: `sha256:${'b'.repeat(64)}`,
        imagePushedAt: '2025-12-02T00:00:00.000Z',
        action: { type: 'TRANSITION', targetStorageClass: 'ARCHIVE' },
        appliedRulePriority: 4,
        storageClass: 'STANDARD',
      },
      {
        imageTags: [],
        imageDigest: `sha256:${'a'.repeat(64)}`,
        imagePushedAt: '2025-12-01T00:00:00.000Z',
        action: { type: 'EXPIRE' },
        appliedRulePriority: 3,
        storageClass: 'STANDARD',
      },
      {
        imageTags: ['old'],
        imageDigest: `sha256:${'e'.repeat(64)}`,
        imagePushedAt: '2024-12-05T00:00:00.000Z',
        action: { type: 'EXPIRE' },
        appliedRulePriority: 5,
        storageClass: 'ARCHIVE',
      },
    ],
    possiblePreviewResults: [],
    summary: {
      expiringImageTotalCount: 2,
      transitioningImageTotalCounts: [{ targetStorageClass: 'ARCHIVE', imageTotalCount: 1 }],
      possiblyExpiringImageTotalCount: 0,
      possiblyTransitioningImageTotalCounts: [{ targetStorageClass: 'ARCHIVE', imageTotalCount: 0 }],
    },
  });
});

test('the JSON has everything that the preview knows', () => {
  const images = ['a', 'd'].map((letter, index) => ({
    ...image(letter, '2025-12-01T00:00:00Z', index === 0 ? {} : { imageTags: ['other'] }),
    repositoryName: 'team/app',
    registryId: '111122223333',
  }));
  const one = policy.preview(ImageInventory.fromJson(JSON.stringify(images)), { now, pricePerGbMonth: 0.2 });
  const json = JSON.parse(one.toJson());
  expect(Object.keys(json)).toEqual([
    ...['registryId', 'repositoryName', 'lifecyclePolicyText', 'status', 'previewResults', 'possiblePreviewResults', 'summary', 'now'],
    ...['rules', 'outcomes'],
  ]);
  expect(json).toMatchObject({ registryId: '111122223333', repositoryName: 'team/app', now: now.toISOString() });
  expect(json.outcomes).toEqual(JSON.parse(JSON.stringify(one.outcomes)));
  expect(json.outcomes.map(({ action }: { action: string }) => action)).toEqual(['EXPIRE', 'KEEP']);
  expect(json.summary).toMatchObject({
    imageTotalCount: 2,
    expired: { images: { least: 1, most: 1 }, bytes: { least: GB / 2, most: GB / 2 } },
    archived: { images: { least: 0, most: 0 }, bytes: { least: 0, most: 0 } },
    kept: { images: { least: 1, most: 1 }, bytes: { least: GB / 2, most: GB / 2 } },
    pricePerGbMonth: 0.2,
    savedDollarsPerMonth: 0.1,
    possiblySavedDollarsPerMonth: 0,
  });
  expect(json.rules).toHaveLength(6);
  expect(json.rules[2]).toMatchObject({
    rulePriority: 3,
    description: 'expire untagged images 14 days after the push',
    expired: { images: { least: 1, most: 1 } },
  });
  expect(json.rules[5]).not.toHaveProperty('rulePriority');
});

test('the JSON of a repository without a policy has no policy text', () => {
  const json = JSON.parse(LifecyclePolicy.none().preview(inventory).toJson());
  expect(json).not.toHaveProperty('lifecyclePolicyText');
  expect(json).toMatchObject({
    status: 'COMPLETE',
    previewResults: [],
    possiblePreviewResults: [],
    summary: {
      expiringImageTotalCount: 0,
      transitioningImageTotalCounts: [{ targetStorageClass: 'ARCHIVE', imageTotalCount: 0 }],
      possiblyExpiringImageTotalCount: 0,
      possiblyTransitioningImageTotalCounts: [{ targetStorageClass: 'ARCHIVE', imageTotalCount: 0 }],
    },
  });
});

test.each<[unknown, string]>([
  [new Date('soon'), 'the date is invalid'],
  ['2026-01-31', '"2026-01-31" is not a Date'],
  [null, 'null is not a Date'],
])('%j is not a time', (time, problem) => {
  expect(() => policy.preview(inventory, { now: time as Date })).toThrow(
    new Error(`LifecyclePolicy.preview({ now }): ${problem}. Pass a valid Date. [cdk-secure-repository:lifecycle-option]`),
  );
});

test('only an inventory can be previewed', () => {
  const text: unknown = '[]';
  expect(() => policy.preview(text as ImageInventory)).toThrow(
    new Error(
      'LifecyclePolicy.preview(inventory): "[]" is not an ImageInventory. Use ImageInventory.fromJson(text). [cdk-secure-repository:lifecycle-option]',
    ),
  );
});

test.each([NaN, -1, Infinity])('a price of %d is refused', (pricePerGbMonth) => {
  expect(() => LifecyclePolicy.none().preview(ImageInventory.fromJson('[]'), { pricePerGbMonth })).toThrow(
    new Error(
      `LifecyclePolicy.preview({ pricePerGbMonth }): ${pricePerGbMonth} is not a number of at least 0. ` +
        'Pass the price in dollars, or omit it for the list price. [cdk-secure-repository:lifecycle-option]',
    ),
  );
});

describe('an inventory without media types', () => {
  const bare = ['a', 'b'].map((letter) => image(letter, '2025-12-01T00:00:00Z', { imageManifestMediaType: undefined }));
  const old = ImageInventory.fromJson(JSON.stringify([...bare, image('c', '2026-01-30T00:00:00Z')]));
  const manifest = (letter: string) => ({ imageId: { imageDigest: `sha256:${letter.repeat(64)}` }, imageManifest: '{"layers": []}' });
  const actions = (images: ImageInventory) => policy.preview(images, { now }).outcomes.map(({ action }) => action);

  test('has warnings, and no expiration is certain while one of the images may be a list that is kept', () => {
    const kept = ImageInventory.fromJson(
      JSON.stringify([...bare, image('c', '2026-01-30T00:00:00Z', { imageManifestMediaType: undefined })]),
    );
    expect(actions(kept)).toEqual([ImageAction.KEEP, ImageAction.MAY_EXPIRE, ImageAction.MAY_EXPIRE]);
    expect(policy.preview(kept, { now }).outcomes[1]).toMatchObject({
      needsManifests: true,
      reason: expect.stringContaining(
        '; ECR keeps it while a retained manifest list references it, and 3 images without imageManifestMediaType may be such a list',
      ),
    });
    expect(policy.preview(kept, { now }).warnings).toEqual([
      'the inventory has 3 images without imageManifestMediaType, which may be manifest lists that keep other images. ' +
        'Include imageManifestMediaType in the output of describe-images.',
    ]);
  });

  test('is certain where each image that may be a list expires', () => {
    expect(actions(old)).toEqual([ImageAction.KEEP, ImageAction.EXPIRE, ImageAction.EXPIRE]);
    expect(policy.preview(old, { now }).warnings).toEqual([expect.stringContaining('the inventory has 2 images without')]);
  });

  test('is decided by the manifests of the images', () => {
    const decided = old.withManifests(JSON.stringify({ images: [manifest('a'), manifest('b')] }));
    expect(policy.preview(decided, { now }).warnings).toEqual([]);
    expect(actions(decided)).toEqual([ImageAction.KEEP, ImageAction.EXPIRE, ImageAction.EXPIRE]);
  });
});
