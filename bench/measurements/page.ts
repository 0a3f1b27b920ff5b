import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ImageInventory, LifecyclePolicy } from 'cdk-secure-repository';
import { Browser, startChromium } from '../../tools/browser';
import { run } from '../../tools/process';
import { atMost } from '../bound';
import { cost, median } from '../interleaved';

/** The page of a repository in Chromium, and the forecast on which it rests. */
const FEW = 10_000;
const MANY = 100_000;
const ROUNDS = 5;
const DAYS = 90;
const NOW = new Date('2026-01-31T12:00:00Z');
const MINUTE = 60_000;

const pushed = (countNumber: number) => ({ countType: 'sinceImagePushed', countUnit: 'days', countNumber });
const tagged = (pattern: string) => ({ tagStatus: 'tagged', tagPatternList: [pattern] });
const expire = { type: 'expire' };
const archive = { type: 'transition', targetStorageClass: 'archive' };
const RULES = [
  { selection: { ...tagged('v*'), countType: 'imageCountMoreThan', countNumber: 999_999 }, action: expire },
  { selection: { ...tagged('pr-*'), ...pushed(30) }, action: expire },
  { selection: { ...tagged('main-*'), countType: 'imageCountMoreThan', countNumber: 120 }, action: expire },
  { selection: { tagStatus: 'untagged', ...pushed(14) }, action: expire },
  { selection: { tagStatus: 'any', countType: 'sinceImagePulled', countUnit: 'days', countNumber: 60 }, action: archive },
  {
    selection: { tagStatus: 'any', storageClass: 'archive', countType: 'sinceImageTransitioned', countUnit: 'days', countNumber: 120 },
    action: expire,
  },
].map((rule, index) => ({ rulePriority: index + 1, ...rule }));
const POLICY = JSON.stringify({ rules: RULES });

/** Digests that do not compress and tags of commits, as in a repository of a busy team. */
function output(images: number): string {
  const hex = (seed: number, digits: number) => createHash('sha256').update(String(seed)).digest('hex').slice(0, digits);
  const tagsOf = (image: number) =>
    [[`main-${hex(image, 7)}`], [`pr-${image}`], [], [], [image % 20 === 4 ? `v1.${image}.0` : `main-${hex(image, 7)}`]][image % 5];
  const imageDetails = Array.from({ length: images }, (_, image) => {
    const pushedAt = NOW.getTime() - image * ((400 * 24 * 60) / images) * MINUTE;
    return {
      registryId: '111122223333',
      repositoryName: 'myapp',
      imageDigest: `sha256:${hex(-1 - image, 64)}`,
      imageTags: tagsOf(image),
      imageSizeInBytes: 100_000_000 + image,
      imagePushedAt: new Date(Math.floor(pushedAt / 1000) * 1000).toISOString(),
      imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
      ...(image % 3 === 0
        ? { lastRecordedPullTime: new Date(Math.min(NOW.getTime(), pushedAt + (image % 97) * 60 * MINUTE)).toISOString() }
        : {}),
    };
  });
  return JSON.stringify({ imageDetails });
}

/** Notes the time at which the marks and the first rows are painted, and the time at which the chart of the storage is, too. */
const NOTE_TIMES = `(() => {
  const paintedAfter = (selector) => new Promise((note) => {
    const observer = new MutationObserver(() => {
      if (document.querySelector(selector) === null) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => note(performance.now())));
    });
    observer.observe(document, { childList: true, subtree: true });
  });
  window.painted = Promise.all([paintedAfter('canvas.marks'), paintedAfter('.storage svg')]);
})()`;

/** Changes the number of a rule, and returns the milliseconds until the next picture is painted. */
const changeRule = (value: number) => `new Promise((done) => {
  const field = document.querySelector('[aria-label="number of images, rule 3"]');
  const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  const start = performance.now();
  setter.call(field, '${value}');
  field.dispatchEvent(new Event('input', { bubbles: true }));
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})`;

/** In milliseconds. */
interface Times {
  readonly opened: number;
  readonly whole: number;
  readonly changes: readonly number[];
}

async function measured(browser: Browser, path: string): Promise<Times> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(NOTE_TIMES);
  await page.goto(pathToFileURL(path).href);
  // a function to wait for would be evaluated in the page, whose policy refuses that
  const [opened, whole] = await page.evaluate<number[]>('window.painted');
  // the first change pays for compiling
  const changes: number[] = [];
  for (const value of [110, 100, 90, 80]) changes.push(await page.evaluate<number>(changeRule(value)));
  await context.close();
  return { opened, whole, changes: changes.slice(1) };
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-page-'));
  const policy = join(folder, 'policy.json');
  writeFileSync(policy, POLICY);
  const browser = await startChromium();
  try {
    for (const { images, opening, change } of [
      { images: FEW, opening: 1_000, change: 100 },
      { images: MANY, opening: 3_000, change: 500 },
    ]) {
      const [input, page] = [join(folder, `${images}.json`), join(folder, `${images}.html`)];
      writeFileSync(input, output(images));
      const args = ['preview', '--policy', policy, '--images', input, '--now', NOW.toISOString(), '--only', 'archive', '--html', page];
      await run('bin/cdk-secure-repository', args);
      const megabytes = statSync(page).size / 1e6;
      if (images === FEW) atMost(`megabytes of the page of ${images} images`, megabytes, 3);
      else console.log(`         the page of ${images} images has ${megabytes.toFixed(1)} MB`);
      const rounds: Times[] = [];
      for (let round = 0; round < ROUNDS; round++) rounds.push(await measured(browser, page));
      const of = (figure: 'opened' | 'whole') => rounds.map((one) => Math.round(one[figure]));
      const changes = rounds.flatMap((one) => one.changes).map(Math.round);
      atMost(`milliseconds until the page of ${images} images shows them`, median(of('opened')), opening, of('opened').join(', '));
      console.log(`         until the chart of the storage is there, too: ${median(of('whole'))} ms (${of('whole').join(', ')})`);
      atMost(`milliseconds until a changed rule of ${images} images is shown`, median(changes), change, changes.join(', '));
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

function forecast(): void {
  const inventory = ImageInventory.fromJson(output(MANY));
  const lifecyclePolicy = LifecyclePolicy.fromText(POLICY);
  const times = Array.from({ length: ROUNDS }, () => cost(() => lifecyclePolicy.forecast(inventory, { now: NOW, days: DAYS })).time / 1000);
  atMost(`seconds for a forecast of ${MANY} images for ${DAYS} days`, median(times), 2, times.map((time) => time.toFixed(2)).join(', '));
}

forecast();
void main();
