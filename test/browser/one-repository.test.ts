import { eventually, OpenPage } from './open-page';
import { examplePage, file, NOW, pageOf, POLICY, PRESENT } from './pages';
import { ImageInventory, LifecyclePolicy } from '../../src';
import { Browser, startChromium } from '../../tools/browser';

const MANIFESTS = ['--manifests', 'examples/images/myapp.manifests.json'];
const inventory = ImageInventory.fromFile('examples/images/myapp.json').withManifests(
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- JSON
  JSON.stringify(require('../../examples/images/myapp.manifests.json')),
);
const preview = LifecyclePolicy.fromText(JSON.stringify(POLICY)).preview(inventory, { now: new Date(NOW) });

let browser: Browser;
let path: string;
beforeAll(async () => {
  browser = await startChromium();
  path = await examplePage(POLICY, ...MANIFESTS, '--present', file(PRESENT));
});
afterAll(() => browser.close());

let opened: OpenPage;
afterEach(async () => {
  // no message, no error, no request, no dialog
  expect(opened.unwanted).toEqual([]);
  await opened.close();
});

const open = async (of = path) => (opened = await OpenPage.of(browser, of)).page;
/** The number of images in the card of a name. */
async function imagesIn(card: RegExp): Promise<number> {
  const text = await opened.page.getByRole('listitem').filter({ hasText: card }).first().innerText();
  return Number(/(\d[\d,]*) images?\b/.exec(text)?.[1].replace(',', ''));
}
const found = () =>
  opened.page
    .getByRole('status')
    .filter({ hasText: /^\d+ images?( selected)?$/ })
    .first()
    .innerText();

test('it opens with the name, the images and what goes today', async () => {
  const page = await open();
  expect(await page.title()).toMatch(/^myapp\b/);
  expect(await page.getByRole('heading', { name: 'myapp', exact: true }).isVisible()).toBe(true);
  expect(await imagesIn(/^Go today/)).toBe(preview.expired.length);
  expect(await imagesIn(/^Stay today/)).toBe(inventory.imageCount - preview.expired.length);
  expect(preview.expired.length).toBeGreaterThan(5);
});

test('another policy of the file is shown when it is chosen', async () => {
  const page = await open();
  const before = await imagesIn(/^Go today/);
  await page.getByRole('radio', { name: 'present policy' }).check();
  const present = LifecyclePolicy.fromText(JSON.stringify(PRESENT)).preview(inventory, { now: new Date(NOW) });
  await eventually(async () => expect(await imagesIn(/^Go today/)).toBe(present.expired.length));
  expect(present.expired.length).not.toBe(before);
});

test('the date moves the whole picture', async () => {
  const page = await open();
  const before = await imagesIn(/^Go today/);
  await page.getByRole('slider', { name: 'Date' }).fill('30');
  await page.getByText('in 30 days', { exact: true }).first().waitFor();
  const later = LifecyclePolicy.fromText(JSON.stringify(POLICY)).preview(inventory, { now: new Date(Date.parse(NOW) + 30 * 86_400_000) });
  await eventually(async () => expect(await imagesIn(/^Gone in 30 days/)).toBeGreaterThanOrEqual(later.expired.length));
  expect(await imagesIn(/^Gone in 30 days/)).toBeGreaterThan(before);
  expect(await page.getByRole('columnheader', { name: 'in 30 days' }).isVisible()).toBe(true);
});

test('the table is searched, filtered by verdict and rule, and sorted', async () => {
  const page = await open();
  const table = page.getByRole('table');
  await page.getByRole('searchbox', { name: 'Search' }).fill('pr-2');
  await eventually(async () => expect(await found()).toBe('5 images selected'));
  expect((await table.getByRole('rowheader').allInnerTexts()).every((name) => name.startsWith('pr-2'))).toBe(true);
  await page.getByRole('combobox', { name: 'Verdict' }).selectOption({ label: 'goes' });
  const gone = preview.expired.filter(({ tags }) => tags.some((tag) => tag.startsWith('pr-2')));
  await eventually(async () => expect(await table.getByRole('rowheader').count()).toBe(gone.length));
  await page.getByRole('button', { name: 'Clear the filter' }).click();
  await page
    .getByRole('combobox', { name: 'Rule', exact: true })
    .selectOption({ label: '3. keep the 5 newest of the images tagged main-*, expire the others' });
  await eventually(async () => expect(await found()).toBe('14 images selected'));
  await page.getByRole('button', { name: 'Size' }).click();
  await eventually(async () => expect(await table.getByRole('rowheader').first().innerText()).toMatch(/^main-788fe39\b/));
  await page.getByRole('button', { name: 'Size' }).click();
  await eventually(async () => expect(await table.getByRole('rowheader').first().innerText()).toMatch(/^main-3a26d1c\b/));
});

test('each image has the sentence of the library', async () => {
  const page = await open();
  await page.getByRole('button', { name: /^Show \d+ more$/ }).click();
  const reasons = await page.evaluate<string[]>(
    `[...document.querySelectorAll('table.images td.why')].map(({ textContent }) => textContent)`,
  );
  expect(reasons).toHaveLength(inventory.imageCount);
  for (const { reason } of preview.outcomes) expect(reasons.some((why) => why.startsWith(reason))).toBe(true);
});

test('an image is chosen in the time line with the pointer', async () => {
  const page = await open();
  const line = page.getByRole('listbox', { name: 'Images by the day of their push' });
  const chosenAt = async () => {
    const [x, y] = await page.evaluate<string[]>(`['cx', 'cy'].map((name) => document.querySelector('.chosen circle').getAttribute(name))`);
    return { x: Number(x), y: Number(y) };
  };
  const name = () => page.locator('.details').getByRole('strong').innerText();
  await line.press('Home');
  const position = await chosenAt();
  const oldest = await name();
  await line.press('End');
  await eventually(async () => expect(await name()).toBe('buildcache'));
  await line.hover({ position });
  await eventually(async () => expect(await name()).toBe(oldest));
  await line.click({ position });
  const option = line.getByRole('option');
  await eventually(async () => expect(await option.getAttribute('aria-posinset')).toBe('1'));
  expect(await option.getAttribute('aria-setsize')).toBe(String(inventory.imageCount));
});

test('a tag with HTML stays text, and nothing of it runs', async () => {
  const tags = ['<img src=x onerror=alert(1)>', '</script><script>alert(2)</script>', '<svg/onload=alert(3)>', '<b>&amp;</b>'];
  const details = tags.map((tag, index) => ({
    imageDigest: `sha256:${String(index).repeat(64)}`,
    imageTags: [tag],
    imagePushedAt: '2026-11-20T00:00:00Z',
    imageSizeInBytes: 1e8,
    repositoryName: '<img src=y onerror=alert(4)>',
  }));
  const rules = [{ ...POLICY.rules[1], description: '<img src=z onerror=alert(5)>' }];
  const page = await open(await pageOf('preview', '--now', NOW, '--policy', file({ rules }), '--images', file({ imageDetails: details })));
  const names = await page.getByRole('table').getByRole('rowheader').allInnerTexts();
  expect(names.map((name) => name.split('\n')[0]).sort()).toEqual([...tags].sort());
  const line = page.getByRole('listbox', { name: 'Images by the day of their push' });
  await line.press('End');
  await line.getByRole('option').waitFor({ state: 'attached' });
  expect(await page.evaluate(`document.querySelectorAll('img, b, svg[onload], script').length`)).toBe(2);
});
