import { eventually, OpenPage } from './open-page';
import { file, pageOf, POLICY } from './pages';
import { Browser, startChromium } from '../../tools/browser';
import { detail, inventoryOnDisk } from '../fixtures/inventory-on-disk';

const image = (letter: string, size: number) =>
  detail(letter, '2026-01-02', { imageTags: [`pr-${letter}`], imageSizeInBytes: size * 1024 ** 3 });

let browser: Browser;
let path: string;
let opened: OpenPage;
beforeAll(async () => {
  browser = await startChromium();
  const folder = inventoryOnDisk([
    { name: 'team/small', images: [image('a', 1)] },
    { name: 'team/large', images: [image('a', 1), image('b', 20), image('c', 2)] },
    { name: 'denied', file: { missing: { images: 'AccessDenied' } } },
    { name: 'empty' },
  ]);
  path = await pageOf('report', folder, '--policy', file(POLICY), '--now', '2026-01-31T12:00:00Z');
});
afterAll(() => browser.close());
beforeEach(async () => (opened = await OpenPage.of(browser, path)));
afterEach(async () => {
  expect(opened.unwanted).toEqual([]);
  await opened.close();
});

const names = () => opened.page.getByRole('table').getByRole('link').allInnerTexts();
const heading = (name: string) => opened.page.getByRole('heading', { name, exact: true }).waitFor();

test('it lists all repositories with the numbers of the report, and says which are not known', async () => {
  const { page } = opened;
  expect(await names()).toEqual(['denied', 'empty', 'team/large', 'team/small']);
  const row = (name: string) => page.getByRole('row').filter({ hasText: name }).first().innerText();
  expect(await row('team/large')).toMatch(/\b3\b[^]*23(\.0)? GB[^]*\$2\.30[^]*\b3\b/);
  expect(await row('denied')).toMatch(/unknown/);
});

test('it is sorted by cost, and searched', async () => {
  const { page } = opened;
  await page.getByRole('button', { name: 'Cost a month at most', exact: true }).click();
  await eventually(async () => expect(await names()).toEqual(['team/large', 'team/small', 'empty', 'denied']));
  await page.getByRole('searchbox', { name: 'Search' }).fill('TEAM');
  await eventually(async () => expect(await names()).toEqual(['team/large', 'team/small']));
});

test('a repository opens, the browser goes back to the table as it was, and forward again', async () => {
  const { page } = opened;
  await page.getByRole('searchbox', { name: 'Search' }).fill('large');
  await page.getByRole('link', { name: 'team/large' }).click();
  await heading('team/large');
  expect(await page.getByRole('table').getByRole('rowheader').count()).toBe(3);
  await page.goBack();
  await heading('Repositories');
  expect(await names()).toEqual(['team/large']);
  await page.goForward();
  await heading('team/large');
  await page.getByRole('link', { name: 'All repositories' }).click();
  await heading('Repositories');
});

test('the address of a repository opens it again', async () => {
  const { page } = opened;
  await page.getByRole('link', { name: 'team/small' }).click();
  await heading('team/small');
  await page.reload();
  await heading('team/small');
});

test('a repository whose images could not be read says so, and shows what is known', async () => {
  const { page } = opened;
  await page.getByRole('link', { name: 'denied' }).click();
  await heading('denied');
  await page.getByText(/They could not be read \(AccessDenied\)/).waitFor();
  expect(await page.getByRole('listbox').count()).toBe(0);
});
