import { eventually, OpenPage } from './open-page';
import { examplePage, file, NOW, POLICY, PRESENT } from './pages';
import { ForecastOptions, ImageInventory, LifecyclePolicy } from '../../src';
import { formatBytes } from '../../src/lifecycle/core/storage-size';
import { Browser, startChromium } from '../../tools/browser';

const inventory = ImageInventory.fromFile('examples/images/myapp.json');
/** What the chart must say of a policy in 90 days. */
function inNinetyDays(policy: object, options: ForecastOptions = {}): string {
  const { sizeInBytes, leastSizeInBytes } = LifecyclePolicy.fromText(JSON.stringify(policy))
    .forecast(inventory, { now: new Date(NOW), ...options })
    .days.at(-1)!;
  const [least, most] = [leastSizeInBytes, sizeInBytes].map(formatBytes);
  return least === most ? most : `${least} to ${most}`.replace(/^(\S+) (\S+)(?= to \S+ \2$)/, '$1');
}

let browser: Browser;
let path: string;
beforeAll(async () => {
  browser = await startChromium();
  path = await examplePage(POLICY, '--present', file(PRESENT));
});
afterAll(() => browser.close());

let opened: OpenPage;
afterEach(async () => {
  expect(opened.unwanted).toEqual([]);
  await opened.close();
});
const open = async () => (opened = await OpenPage.of(browser, path)).page;
const chart = () => opened.page.getByRole('img', { name: /^Storage of myapp/ });
const figures = () => chart().locator('desc').textContent();

test('the figures of the chart are those of the forecast of the library', async () => {
  await open();
  await eventually(async () => expect(await figures()).toContain(`proposed policy ${inNinetyDays(POLICY)}, $`));
  expect(await figures()).toContain(`present policy ${inNinetyDays(PRESENT)}, $`);
});

test('a changed rate changes the chart, and can be taken back', async () => {
  const page = await open();
  const rate = page.getByRole('spinbutton', { name: 'main-*' });
  const before = await rate.inputValue();
  await rate.fill('12');
  await rate.press('Enter');
  const changed = inNinetyDays(POLICY, { pushesPerDay: { 'main-*': 12 } });
  expect(changed).not.toBe(inNinetyDays(POLICY));
  await eventually(async () => expect(await figures()).toContain(`proposed policy ${changed}, $`));
  await page.getByRole('button', { name: 'Use the rates of the inventory' }).click();
  await eventually(async () => expect(await figures()).toContain(`proposed policy ${inNinetyDays(POLICY)}, $`));
  expect(await rate.inputValue()).toBe(before);
});

test.each(['', '-1', '1001'])('a rate of "%s" is refused, and the chart stays', async (text) => {
  const page = await open();
  await chart().waitFor();
  const before = await figures();
  const rate = page.getByRole('spinbutton', { name: 'main-*' });
  await rate.fill(text);
  await rate.press('Tab');
  await page.getByRole('status').filter({ hasText: 'main-*: the rate is not changed. Use a number from 0 to 1000.' }).waitFor();
  expect(await figures()).toBe(before);
});

test('the date moves the mark of the chart', async () => {
  const page = await open();
  const mark = () => chart().locator('.cursor').getAttribute('d');
  const today = await mark();
  await page.getByRole('slider', { name: 'Date' }).fill('30');
  await eventually(async () => expect(await mark()).not.toBe(today));
});
