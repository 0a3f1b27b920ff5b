import { eventually, OpenPage } from './open-page';
import { examplePage, file, POLICY, PRESENT } from './pages';
import { Browser, startChromium } from '../../tools/browser';

let browser: Browser;
let opened: OpenPage;
beforeAll(async () => {
  browser = await startChromium();
  opened = await OpenPage.of(
    browser,
    await examplePage(POLICY, '--manifests', 'examples/images/myapp.manifests.json', '--present', file(PRESENT)),
  );
});
afterAll(async () => {
  expect(opened.unwanted).toEqual([]);
  await browser.close();
});

/** The element that has the focus: its role or kind, and its name. */
const FOCUSED = `(() => {
  const { role, tagName, type, textContent, labels, ariaLabel } = document.activeElement;
  const name = ariaLabel ?? (labels?.length > 0 ? labels[0].innerText : textContent);
  return [role ?? (tagName === 'INPUT' ? type : tagName.toLowerCase()), name.trim().slice(0, 60)].join(': ');
})()`;
const focused = () => opened.page.evaluate<string>(FOCUSED);

/** Moves on with the Tab key to an element, and fails where it does not come. */
async function tabTo(name: RegExp, key = 'Tab'): Promise<void> {
  const passed: string[] = [];
  for (let step = 0; step < 80; step++) {
    await opened.page.keyboard.press(key);
    const at = await focused();
    if (name.test(at)) return;
    passed.push(at);
  }
  throw new Error(`Tab does not lead to ${String(name)}, but to ${passed.join(', ')}`);
}

test('the whole way through the page needs no pointer', async () => {
  const { page } = opened;
  const { keyboard } = page;

  await tabTo(/^radio: proposed policy/i);
  await keyboard.press('ArrowRight');
  await eventually(async () => expect(await focused()).toMatch(/^radio: present policy/i));
  await keyboard.press('ArrowLeft');

  await tabTo(/^range: Date/);
  for (let day = 0; day < 7; day++) await keyboard.press('ArrowRight');
  await page.getByText('in 7 days', { exact: true }).first().waitFor();
  await keyboard.press('Home');
  await page.getByText('today', { exact: true }).first().waitFor();

  await tabTo(/^listbox/);
  await keyboard.press('End');
  const option = page.getByRole('listbox').getByRole('option');
  await eventually(async () => expect(await option.innerText()).toMatch(/^buildcache: stays; pushed 2026-11-21, /));
  await keyboard.press('ArrowLeft');
  await eventually(async () => expect(await option.innerText()).toMatch(/^main-788fe39: /));
  await keyboard.press('PageUp');
  await keyboard.press('Home');
  await eventually(async () => expect(await option.getAttribute('aria-posinset')).toBe('1'));

  await tabTo(/^number: number of images, rule 3/);
  await keyboard.type('1');
  await eventually(async () => expect(await page.getByRole('radio', { name: 'Your change' }).count()).toBe(1));
  await tabTo(/^button: Move rule 3 up/);
  await keyboard.press('Enter');
  // the focus goes with the rule
  await eventually(async () => expect(await focused()).toBe('button: Move rule 2 up'));
  await tabTo(/^button: Back to the proposed policy/, 'Shift+Tab');
  await keyboard.press('Enter');

  await tabTo(/^search: Search/);
  await keyboard.type('main-');
  await eventually(async () => expect(await page.getByRole('table').getByRole('rowheader').count()).toBe(12));
  await tabTo(/^select: Verdict/);
  await keyboard.type('goes');
  await eventually(async () => expect(await page.getByRole('table').getByRole('rowheader').count()).toBe(9));
  await tabTo(/^button: Clear the filter/);
  await keyboard.press('Enter');
  await tabTo(/^button: Size/);
  await keyboard.press('Enter');
  await eventually(async () => expect(await page.getByRole('columnheader', { name: 'Size' }).getAttribute('aria-sort')).toBe('descending'));
  await tabTo(/^button: Show \d+ more/);
  await keyboard.press('Enter');
  await eventually(async () => expect(await page.getByRole('table').getByRole('rowheader').count()).toBe(53));
});

test('the focus can be seen wherever it is', async () => {
  const { page } = opened;
  await page.evaluate('document.activeElement.blur()');
  const invisible: string[] = [];
  for (let step = 0; step < 30; step++) {
    await page.keyboard.press('Tab');
    const isVisible = await page.evaluate<boolean>(
      `(() => { const e = document.activeElement; if (e === document.body) return true;
        const shown = (x) => { const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(x); return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none'; };
        return shown(e) || (e.nextElementSibling !== null && shown(e.nextElementSibling)) || shown(e.parentElement); })()`,
    );
    if (!isVisible) invisible.push(await focused());
  }
  expect(invisible).toEqual([]);
});
