import { OpenPage } from './open-page';
import { examplePage, NOW, pageWith } from './pages';
import { NEW_RULES } from '../../page/what-if/new-rules';
import { ImageAction, ImageInventory } from '../../src';
import { DocumentRule } from '../../src/lifecycle/core/document';
import { Browser, Locator, startChromium } from '../../tools/browser';
import { pageDataIn } from '../fixtures/page-data-in';
import { policyOf } from '../fixtures/source-of-policy';

let browser: Browser;
beforeAll(async () => (browser = await startChromium()));
afterAll(() => browser.close());

const rulesOf = (...places: number[]): DocumentRule[] =>
  places.map((place, index) => ({ ...NEW_RULES[place].rule, rulePriority: index + 1 }));
/** Protected releases, builds of pull requests, and untagged images. */
const POLICY = { rules: rulesOf(0, 2, 3) };

/** The form of a page, and what is read of it. */
class Form {
  public static async of(path: string): Promise<Form> {
    return new Form(await OpenPage.of(browser, path));
  }

  public readonly section: Locator;

  private constructor(public readonly opened: OpenPage) {
    this.section = opened.page.locator('.what-if');
  }

  public field(name: string): Locator {
    return this.section.getByLabel(name);
  }

  public button(name: string): Locator {
    return this.section.getByRole('button', { name, exact: true });
  }

  public effect(): Promise<string> {
    return this.section.locator('.effect').innerText();
  }

  /** The sentences of the rules, with their values. */
  public rules(): Promise<string[]> {
    const text = `(node) => [...node.childNodes].map((child) => child.value ?? child.textContent).join('')`;
    return this.opened.page.evaluate(`[...document.querySelectorAll('.sentence')].map((${text})).map((words) => words.trim())`);
  }

  /** The name of the control that has the focus. */
  public focused(): Promise<string | null> {
    return this.opened.page.evaluate(`document.activeElement.getAttribute('aria-label')`);
  }
}

test('a changed number is evaluated, and the copied TypeScript does what the page says', async () => {
  const form = await Form.of(await examplePage(POLICY));
  const before = await form.effect();
  await form.field('number of days, rule 2').fill('200');
  const effect = await form.effect();
  expect(effect).not.toBe(before);

  await form.button('Copy TypeScript').click();
  await form.section.getByText('TypeScript copied').waitFor();
  const policy = policyOf(await form.opened.copied());
  expect(JSON.parse(policy.toText()).rules[1].selection.countNumber).toBe(200);
  const { outcomes } = policy.preview(ImageInventory.fromFile('examples/images/myapp.json'), { now: new Date(NOW) });
  const count = (...actions: ImageAction[]) => outcomes.filter(({ action }) => actions.includes(action)).length;
  const [least, most] = [count(ImageAction.EXPIRE), count(ImageAction.EXPIRE, ImageAction.MAY_EXPIRE)];
  expect(effect).toContain(`today ${least === most ? most : `${least} to ${most}`} images go`);

  await form.button('Back to the proposed policy').click();
  expect(await form.field('number of days, rule 2').inputValue()).toBe('30');
  expect(await form.effect()).toBe(before);
  expect(form.opened.unwanted).toEqual([]);
});

test('an error stands at its field, and the page stays as it is', async () => {
  const form = await Form.of(await examplePage(POLICY));
  const [effect, cards] = [await form.effect(), await form.opened.page.locator('.cards').innerText()];
  const field = form.field('tag pattern, rule 2');
  expect(await field.getAttribute('aria-invalid')).toBe('false');
  await field.fill('feature/*');
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  const message = form.section.locator(`#${await field.getAttribute('aria-describedby')}`);
  expect(await message.innerText()).toMatch(/^"feature\/\*" matches no tag, because a tag cannot contain "\/"\./);
  expect(await form.effect()).toContain(`The rules have an error, so the page still shows the last rules without one. ${effect}`);
  expect(await form.opened.page.locator('.cards').innerText()).toBe(cards);

  await field.fill('pr-*');
  expect(await field.getAttribute('aria-invalid')).toBe('false');
  expect(await form.effect()).toBe(effect);
  expect(form.opened.unwanted).toEqual([]);
});

test('the keyboard moves, removes and adds rules, and keeps its place', async () => {
  const form = await Form.of(await examplePage(POLICY));
  const [protect, pulls, untagged] = await form.rules();
  await form.button('Move rule 1 down').focus();
  await form.opened.page.keyboard.press('Enter');
  expect(await form.rules()).toEqual([pulls, protect, untagged]);
  expect(await form.focused()).toBe('Move rule 2 down');
  await form.opened.page.keyboard.press('Enter');
  expect(await form.rules()).toEqual([pulls, untagged, protect]);
  // it is the last one, so that it cannot move further
  expect(await form.focused()).toBe('Move rule 3 up');
  await form.opened.page.keyboard.press('Tab');
  expect(await form.focused()).toBe('Remove rule 3');
  await form.opened.page.keyboard.press('Enter');
  expect(await form.rules()).toEqual([pulls, untagged]);
  expect(await form.focused()).toBe('Remove rule 2');

  await form.field('Rule to add').selectOption({ label: NEW_RULES[5].name });
  await form.button('Add a rule').click();
  expect(await form.rules()).toEqual([pulls, untagged, NEW_RULES[5].name]);
  expect(await form.focused()).toBe('number of days, rule 3');
  expect(await form.section.getByText('Rule 3 was added.').count()).toBe(1);
  expect(form.opened.unwanted).toEqual([]);
});

test('an order that ECR refuses is an error of the rule', async () => {
  const form = await Form.of(await examplePage({ rules: rulesOf(3, 4) }));
  await form.button('Move rule 2 up').click();
  expect(await form.section.locator('.rule .fault').allInnerTexts()).toEqual([
    expect.stringContaining('is not the last rule for it, because rule 2 follows'),
  ]);
});

test('the text is selected where the browser does not copy', async () => {
  const form = await Form.of(await examplePage(POLICY));
  await form.opened.page.evaluate(`navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))`);
  await form.button('Copy Python').click();
  await form.section.getByText('The Python is selected below').waitFor();
  const selected = await form.opened.page.evaluate<string>(
    `document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)`,
  );
  expect(selected).toMatch(/^from aws_cdk import Duration\n[^]*lifecycle_policy = LifecyclePolicy\.of\([^]*\)\n$/);
});

test('without a policy, the form begins with a rule that the reader adds', async () => {
  const { now, repositories } = pageDataIn(await examplePage(POLICY));
  const form = await Form.of(
    pageWith(
      now,
      repositories.map(({ present: _, proposed: __, ...repository }) => repository),
    ),
  );
  expect(await form.rules()).toEqual([]);
  expect(await form.section.getByRole('button', { name: 'Copy JSON' }).count()).toBe(0);
  await form.button('Copy TypeScript').click();
  await form.section.getByText('TypeScript copied').waitFor();
  expect(policyOf(await form.opened.copied()).toText()).toBe('');
  await form.button('Add a rule').click();
  expect(await form.rules()).toEqual([NEW_RULES[0].name]);
  expect(form.opened.unwanted).toEqual([]);
});

test('the last of fifty rules can be changed', async () => {
  const rules = Array.from({ length: 50 }, (_, index) => ({
    ...NEW_RULES[1].rule,
    rulePriority: index + 1,
    selection: { ...NEW_RULES[1].rule.selection, tagPatternList: [`team-${index}-*`] },
  }));
  const form = await Form.of(await examplePage({ rules }));
  const before = await form.effect();
  await form.field('tag pattern, rule 50').fill('pr-*');
  await form.field('number of images, rule 50').fill('1');
  expect(await form.effect()).not.toBe(before);
  expect(form.opened.unwanted).toEqual([]);
});
