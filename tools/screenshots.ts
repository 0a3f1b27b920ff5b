import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Browser, Page, startChromium, Viewport } from './browser';
import { run } from './process';

/** Writes docs/images: the main views of the page of `preview --html` and `report --html`, of the inventories of examples/ and test/data. */
const IMAGES = 'docs/images';
const NOW = '2026-11-23T12:00:00Z';
const WIDE: Viewport = { width: 1280, height: 1120 };
const PHONE: Viewport = { width: 390, height: 844 };
/** README and docs are read over slow connections, too. */
const MOST_BYTES = 200_000;

const pushed = (countNumber: number) => ({ countType: 'sinceImagePushed', countUnit: 'days', countNumber });
const tagged = (pattern: string) => ({ tagStatus: 'tagged', tagPatternList: [pattern] });
const newest = (countNumber: number) => ({ countType: 'imageCountMoreThan', countNumber });
const policyOf = (...selections: object[]) => ({
  rules: selections.map((selection, index) => ({ rulePriority: index + 1, selection, action: { type: 'expire' } })),
});
const PROPOSED = policyOf(
  { ...tagged('v*'), ...newest(999_999) },
  { ...tagged('pr-*'), ...pushed(14) },
  { ...tagged('main-*'), ...newest(5) },
  { tagStatus: 'untagged', ...pushed(14) },
);
const PRESENT = policyOf({ tagStatus: 'untagged', ...pushed(60) });

interface View {
  readonly name: string;
  readonly page: 'preview' | 'report';
  readonly viewport: Viewport;
  readonly colorScheme: 'light' | 'dark';
  /** Brings the page into the state of the view. */
  readonly prepare?: (page: Page) => Promise<void>;
}

const VIEWS: readonly View[] = [
  { name: 'page', page: 'preview', viewport: WIDE, colorScheme: 'light', prepare: choose },
  {
    name: 'page-dark',
    page: 'preview',
    viewport: WIDE,
    colorScheme: 'dark',
    prepare: async (page) => {
      await page.getByRole('slider', { name: 'Date' }).fill('30');
      await choose(page);
    },
  },
  {
    name: 'page-what-if',
    page: 'preview',
    viewport: { ...WIDE, height: 800 },
    colorScheme: 'light',
    prepare: async (page) => {
      await page.getByLabel('number of images, rule 3').fill('10');
      await page.getByRole('radio', { name: 'Your change' }).waitFor({ state: 'attached' });
      await page.evaluate(`document.querySelector('.what-if').scrollIntoView()`);
    },
  },
  { name: 'page-phone', page: 'preview', viewport: PHONE, colorScheme: 'light' },
  { name: 'page-fleet', page: 'report', viewport: { ...WIDE, height: 700 }, colorScheme: 'light' },
];

/** Chooses an image of the time line, as a reader does to see why it goes. */
async function choose(page: Page): Promise<void> {
  const timeLine = page.getByRole('listbox');
  await timeLine.press('End');
  for (let step = 0; step < 20; step++) await timeLine.press('ArrowLeft');
}

async function show(browser: Browser, { name, viewport, colorScheme, prepare }: View, file: string): Promise<void> {
  const context = await browser.newContext({ viewport, colorScheme, deviceScaleFactor: viewport === PHONE ? 2 : 1 });
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href);
  await page.getByRole('heading').first().waitFor();
  await prepare?.(page);
  if (name !== 'page-fleet') await page.locator('.storage svg').first().waitFor();
  const path = join(IMAGES, `${name}.png`);
  await page.screenshot({ path });
  await context.close();
  const { size } = statSync(path);
  if (size > MOST_BYTES) throw new Error(`${path} has ${size} bytes, but must have at most ${MOST_BYTES}`);
  console.log(`${path}: ${size} bytes`);
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'screenshots-'));
  const [proposed, present] = [PROPOSED, PRESENT].map((policy, index) => {
    const path = join(folder, `${index}.json`);
    writeFileSync(path, JSON.stringify(policy));
    return path;
  });
  const files = { preview: join(folder, 'preview.html'), report: join(folder, 'report.html') };
  const command = (...args: string[]) => run('bin/cdk-secure-repository', [...args, '--now', NOW, '--policy', proposed]);
  const browser = await startChromium();
  try {
    mkdirSync(IMAGES, { recursive: true });
    const inventory = ['--images', 'examples/images/myapp.json', '--manifests', 'examples/images/myapp.manifests.json'];
    await command('preview', ...inventory, '--present', present, '--html', files.preview);
    await command('report', 'test/data/inventory', '--html', files.report);
    for (const view of VIEWS) await show(browser, view, files[view.page]);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

void main();
