import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { ImageInventory, LifecyclePolicy } from 'cdk-secure-repository';
import { run } from '../../tools/process';
import { atMost } from '../bound';
import { cost, median, ratioOf } from '../interleaved';

/** A preview of the largest repository that ECR's quota allows, with ten tags an image and as many rules as a policy may have. */
const IMAGES = 100_000;
const TAGS_PER_IMAGE = 10;
const RULES = 50;
const ROUNDS = 9;
const NOW = new Date('2026-01-31T12:00:00Z');

/** Patterns as they are written: most say how a tag begins, some how it ends or what it holds. */
const policy = policyOf((rule) => (rule % 10 === 0 ? `*-${rule}` : rule % 10 === 5 ? `b*-${rule}-*` : `branch-${rule}-*`));
/** Every pattern has to be looked for in every tag. */
const hardPolicy = policyOf((rule) => `*-${rule}-*`);

function policyOf(pattern: (rule: number) => string): LifecyclePolicy {
  return LifecyclePolicy.fromText(JSON.stringify({ rules: Array.from({ length: RULES }, (_, rule) => ruleOf(rule, pattern(rule))) }));
}

/** By count and by age in turn. */
function ruleOf(rule: number, pattern: string) {
  const tagPatternList = [pattern];
  const timing = rule % 2 ? { countType: 'imageCountMoreThan' } : { countType: 'sinceImagePushed', countUnit: 'days' };
  return {
    rulePriority: rule + 1,
    selection: { tagStatus: 'tagged', tagPatternList, countNumber: 30, ...timing },
    action: { type: 'expire' },
  };
}

const digestOf = (image: number) => `sha256:${image.toString(16).padStart(64, '0')}`;
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const MANIFEST_LIST = 'application/vnd.oci.image.index.v1+json';

/** What `aws ecr describe-images` prints for so many images, in no order of time: a third are manifest lists, a tenth refer to another. */
function output(images: number): string {
  const imageDetails = Array.from({ length: images }, (_, image) => ({
    registryId: '111122223333',
    repositoryName: 'myapp',
    imageDigest: digestOf(image),
    imageTags: Array.from({ length: TAGS_PER_IMAGE }, (__, tag) => `branch-${(image * 7 + tag * 13) % 60}-${image * TAGS_PER_IMAGE + tag}`),
    imageSizeInBytes: 100_000_000 + image,
    imagePushedAt: new Date(NOW.getTime() - ((image * 7919) % images) * 60_000).toISOString(),
    imageManifestMediaType: image % 3 === 0 ? MANIFEST_LIST : MANIFEST,
    ...(image % 10 === 1 ? { subjectManifestDigest: digestOf(image - 1) } : {}),
  }));
  return JSON.stringify({ imageDetails });
}

/** A process that does nothing but one preview with its table, and says how many MB it took at most. */
const ONE_PREVIEW = `
  const { ImageInventory, LifecyclePolicy } = require('cdk-secure-repository');
  const [policy, images] = process.argv.slice(1);
  LifecyclePolicy.fromText(policy).preview(ImageInventory.fromFile(images)).toTable();
  console.log(process.resourceUsage().maxRSS / 1024);
`;

async function megabytes(json: string): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-lifecycle-'));
  const path = join(directory, 'images.json');
  writeFileSync(path, json);
  try {
    return Number(await run(process.execPath, ['-e', ONE_PREVIEW, policy.toText(), path]));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const text = output(IMAGES);
const reading = Array.from({ length: 3 }, () => cost(() => ImageInventory.fromJson(text)).time);
const [many, few] = [text, output(IMAGES / 10)].map((json) => ImageInventory.fromJson(json));
// the first run pays for compiling
policy.preview(few, { now: NOW }).toTable();
const preview = (inventory: ImageInventory) => policy.preview(inventory, { now: NOW });
for (const { what, measured, bound } of [
  { what: 'a preview', measured: preview, bound: 2 },
  { what: 'a preview and its table', measured: (inventory: ImageInventory) => preview(inventory).toTable(), bound: 3 },
  {
    what: 'a preview by patterns that begin with a wildcard',
    measured: (inventory: ImageInventory) => hardPolicy.preview(inventory, { now: NOW }),
    bound: 5,
  },
]) {
  const rounds = Array.from({ length: ROUNDS }, () => ({ few: cost(() => measured(few)).time, many: cost(() => measured(many)).time }));
  const seconds = ratioOf(rounds.map((round) => round.many / 1000));
  const growth = ratioOf(rounds.map((round) => round.many / round.few));
  const size = `${IMAGES} images with ${IMAGES * TAGS_PER_IMAGE} tags and ${RULES} rules`;
  atMost(`seconds for ${what} of ${size}`, seconds.median, bound, `spread ${seconds.spread}`);
  atMost(`time of ${what} of ten times the images to the time of them`, growth.median, 12, `spread ${growth.spread}`);
}

/** As many artifacts, each of which belongs to the one before it: each verdict depends on all of them. */
const untagged = LifecyclePolicy.expireUntaggedAfter(Duration.days(14));
const [longChain, shortChain] = [20_000, 2_000].map((length) =>
  ImageInventory.fromJson(
    JSON.stringify({
      imageDetails: Array.from({ length }, (_, image) => ({
        imageDigest: digestOf(image),
        imagePushedAt: 0,
        imageManifestMediaType: MANIFEST,
        ...(image === 0 ? { imageTags: ['v1'] } : { subjectManifestDigest: digestOf(image - 1) }),
      })),
    }),
  ),
);
const chained = (inventory: ImageInventory) => untagged.preview(inventory, { now: NOW }).possiblyExpired;
chained(shortChain);
const chains = Array.from({ length: ROUNDS }, () => cost(() => chained(longChain)).time / cost(() => chained(shortChain)).time);
const chainGrowth = ratioOf(chains);
atMost('time of a chain of 20000 artifacts to the time of a tenth of it', chainGrowth.median, 20, `spread ${chainGrowth.spread}`);
void megabytes(text).then((peak) => atMost('megabytes of a process that reads the inventory and previews it once', peak, 600));
console.log(`         reading the inventory of ${(text.length / 1e6).toFixed(0)} MB took ${(median(reading) / 1000).toFixed(2)} s`);
