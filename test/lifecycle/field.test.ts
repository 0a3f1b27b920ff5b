import { readFileSync } from 'fs';
import { Duration } from 'aws-cdk-lib';
import { ImageInventory, ImageSelection, LifecyclePolicy, LifecyclePreview, LifecycleRule } from '../../src';

/** Inputs from public repositories and reports, reduced to what matters. */
const field = (name: string) => readFileSync(`test/data/field/lifecycle/${name}`, 'utf8');
const untaggedAfter14Days = LifecyclePolicy.fromText(field('untagged-14-days.policy.json'));
const imageManifestMediaType = 'application/vnd.oci.image.manifest.v1+json';
const now = new Date('2026-11-24T12:00:00Z');
const tagsOf = (outcomes: { tags: string[] }[]) => outcomes.flatMap(({ tags }) => tags);

interface Detail {
  readonly imageDigest: string;
}

/** One push of buildx so many times, each with digests of its own: an index, an image and its attestation. */
function builds(count: number): ImageInventory {
  const { imageDetails }: { imageDetails: Detail[] } = JSON.parse(field('buildx-push.images.json'));
  const all = Array.from({ length: count }, (_, build) =>
    imageDetails.map((detail) => ({
      ...detail,
      imageDigest: detail.imageDigest.slice(0, -4) + build.toString(16).padStart(4, '0'),
      ...('imageTags' in detail ? { imageTags: [`build-${build}`] } : {}),
    })),
  );
  return ImageInventory.fromJson(JSON.stringify(all.flat()));
}

test('no image of an index that stays is reported as expiring', () => {
  const preview = untaggedAfter14Days.preview(builds(40), { now });
  expect([preview.expired.length, preview.expiredBytes, preview.savedDollarsPerMonth]).toEqual([0, 0, 0]);
});

test('an image that is running and may belong to an index that stays is not reported as expiring', () => {
  const preview = untaggedAfter14Days.preview(ImageInventory.fromJson(field('running-child.images.json')), { now });
  expect(preview.expired.map(({ digest }) => digest)).not.toContain(/sha256:\w+/.exec(field('running-child.txt'))?.[0]);
});

describe('signatures in the tag scheme of cosign', () => {
  const preview: LifecyclePreview = LifecyclePolicy.fromText(field('cosign.policy.json')).preview(
    ImageInventory.fromJson(field('cosign.images.json')),
    { now },
  );

  test('count in place of the images that they sign', () => {
    expect(tagsOf(preview.kept).filter((tag) => tag.startsWith('v'))).toEqual(['v1.4']);
  });

  test('are a warning where a rule counts them among images', () => {
    expect(preview.warnings).toEqual([
      'lifecycle rule 2 keeps the 3 newest of 12 images, of which 8 are from cosign ' +
        '(signatures, attestations or SBOMs, with the tags sha256-….sig, .att and .sbom) and count like any other image. ' +
        'Select the images by a pattern that these tags do not match, such as "v*", and write a separate rule for "sha256-*".',
    ]);
  });

  test.each<[string, LifecyclePolicy]>([
    ['images by another pattern', LifecyclePolicy.of(LifecycleRule.keepLatest(3, ImageSelection.tagged('v*')))],
    ['these tags alone', LifecyclePolicy.of(LifecycleRule.keepLatest(3, ImageSelection.tagged('sha256-*')))],
    ['nothing, because it keeps all', LifecyclePolicy.of(LifecycleRule.protect('*'))],
    ['nothing, because it goes by age', LifecyclePolicy.of(LifecycleRule.expireAfter(Duration.days(1), ImageSelection.tagged('*')))],
    ['nothing, because there is no policy', LifecyclePolicy.none()],
    ['them, and keeps all of them', LifecyclePolicy.keepLatest(12)],
  ])('are no warning where a rule counts %s', (_, policy) => {
    expect(policy.preview(ImageInventory.fromJson(field('cosign.images.json')), { now }).warnings).toEqual([]);
  });

  test('are a warning although an earlier rule protects them: they count all the same', () => {
    const policy = LifecyclePolicy.keepLatest(3, { protectedTags: ['sha256-*'] });
    expect(policy.preview(ImageInventory.fromJson(field('cosign.images.json')), { now }).warnings).toHaveLength(1);
  });

  test('are a warning for a rule that keeps one less than it counts', () => {
    const { warnings } = LifecyclePolicy.keepLatest(11).preview(ImageInventory.fromJson(field('cosign.images.json')), { now });
    expect(warnings).toEqual([expect.stringContaining('keeps the 11 newest of 12 images, of which 8 are from cosign')]);
  });

  test('are counted in the singular', () => {
    const [one, other] = ['a', 'b'].map((letter) => `sha256:${letter.repeat(64)}`);
    const pair = [
      { imageDigest: one, imageTags: ['v1'], imagePushedAt: 1, imageManifestMediaType },
      { imageDigest: other, imageTags: [`${one.replace(':', '-')}.sig`], imagePushedAt: 2, imageManifestMediaType },
    ];
    const { warnings } = LifecyclePolicy.keepLatest(1).preview(ImageInventory.fromJson(JSON.stringify(pair)), { now });
    expect(warnings).toEqual([expect.stringContaining('keeps the newest of 2 images, of which 1 is from cosign')]);
  });

  test('stay with every release that stays, by the recipe', () => {
    const recipe = LifecyclePolicy.of(LifecycleRule.protect('sha256-*'), LifecycleRule.keepLatest(3, ImageSelection.tagged('v*')));
    const { kept, warnings } = recipe.preview(ImageInventory.fromJson(field('cosign.images.json')), { now });
    expect([tagsOf(kept).filter((tag) => tag.startsWith('v')), warnings]).toEqual([['v1.4', 'v1.3', 'v1.2'], []]);
  });

  test('name the image that they belong to, and whether it stays', () => {
    const reasons = preview.outcomes.filter(({ tags }) => tags[0].endsWith('.sig')).map(({ reason }) => reason);
    expect(reasons[0]).toMatch(/signature of sha256:a0282ab7\w+, which is kept/);
    expect(reasons[1]).toMatch(/signature of sha256:270e916e\w+, which expires/);
  });
});

test('an SBOM expires after the image that it describes', () => {
  const images = [
    { imageDigest: 'sha256:a', imagePushedAt: 1_700_000_000, imageManifestMediaType },
    {
      imageDigest: 'sha256:b',
      imagePushedAt: 1_700_000_000,
      imageManifestMediaType,
      imageTags: ['sbom-1'],
      subjectManifestDigest: 'sha256:a',
    },
  ];
  const preview = untaggedAfter14Days.preview(ImageInventory.fromJson(JSON.stringify(images)), { now });
  expect(preview.expired.map(({ digest }) => digest)).toEqual(['sha256:a', 'sha256:b']);
});

describe('policies of public repositories', () => {
  const ids = (name: string) =>
    LifecyclePolicy.fromText(field(name))._warnings.map(({ id }) => id.replace('cdk-secure-repository:lifecycle-', ''));

  test.each<[string, string[]]>([
    ['branch-with-slash.policy.json', ['selects-no-tag']],
    ['prefix-star.policy.json', ['selects-no-tag']],
    ['keep-9999-prod.policy.json', []],
    ['archive-everything.policy.json', ['archives-every-tagged-image']],
    ['untagged-14-days.policy.json', []],
    ['cosign.policy.json', []],
  ])('%s has the warnings %j', (name, warnings) => {
    expect(ids(name)).toEqual(warnings);
  });

  test('a prefix "*" is a warning that recommends a pattern', () => {
    expect(LifecyclePolicy.fromText(field('prefix-star.policy.json'))._warnings[0].message).toContain('Use tagPatternList for a pattern.');
  });

  test('an empty prefix is refused, as ECR refuses it', () => {
    expect(() => LifecyclePolicy.fromText(field('empty-prefix.policy.json'))).toThrow('rule 1: tagPrefixList[0] is ""');
  });
});
