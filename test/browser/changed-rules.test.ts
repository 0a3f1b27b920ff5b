import { join } from 'path';
import * as ts from 'typescript';
import { eventually, OpenPage } from './open-page';
import { examplePage, file, NOW, POLICY, PRESENT } from './pages';
import { ImageInventory, LifecyclePolicy } from '../../src';
import { Browser, startChromium } from '../../tools/browser';
import { policyOf } from '../fixtures/source-of-policy';

const inventory = ImageInventory.fromFile('examples/images/myapp.json');

let browser: Browser;
let path: string;
beforeAll(async () => {
  browser = await startChromium();
  path = await examplePage(POLICY, '--present', file(PRESENT));
});
afterAll(() => browser.close());

let opened: OpenPage;
beforeEach(async () => (opened = await OpenPage.of(browser, path)));
afterEach(async () => {
  expect(opened.unwanted).toEqual([]);
  await opened.close();
});

const field = (name: string) => opened.page.getByRole('group', { name: /^Rule \d/ }).getByLabel(name);
/** What the page says of today: the images that go, and those that may. */
async function shown(): Promise<{ readonly goes: number; readonly mayGo: number }> {
  const text = await opened.page
    .getByRole('listitem')
    .filter({ hasText: /^Go today/ })
    .first()
    .innerText();
  const goes = Number(/(\d+) images?/.exec(text)?.[1]);
  const upTo = /up to (\d+)/.exec(text)?.[1];
  return { goes, mayGo: upTo === undefined ? 0 : Number(upTo) - goes };
}

function expected(policy: LifecyclePolicy): { readonly goes: number; readonly mayGo: number } {
  const { expired, possiblyExpired } = policy.preview(inventory, { now: new Date(NOW) });
  return { goes: expired.length, mayGo: possiblyExpired.length };
}

const changedTo = (change: (rules: typeof POLICY.rules) => unknown[]) =>
  LifecyclePolicy.fromText(JSON.stringify({ rules: change(structuredClone(POLICY.rules)) }));
const withCount = (index: number, countNumber: number) =>
  changedTo((rules) => rules.map((rule, at) => (at === index ? { ...rule, selection: { ...rule.selection, countNumber } } : rule)));

test('a changed number shows at once what it changes, by the evaluation of the library', async () => {
  const policy = withCount(2, 2);
  expect(expected(policy)).not.toEqual(expected(LifecyclePolicy.fromText(JSON.stringify(POLICY))));
  await field('number of images, rule 3').fill('2');
  await eventually(async () => expect(await shown()).toEqual(expected(policy)));
  expect(await opened.page.getByRole('radio', { name: /your change/i }).count()).toBe(1);
});

test('a number that ECR refuses has an error beside it, and the page stays as it was', async () => {
  const before = await shown();
  for (const value of ['0', '']) {
    await field('number of days, rule 2').fill(value);
    await opened.page.getByRole('alert').waitFor();
    expect(await field('number of days, rule 2').getAttribute('aria-invalid')).toBe('true');
    expect(await shown()).toEqual(before);
  }
});

test('rules are removed, moved and added', async () => {
  const { page } = opened;
  await page.getByRole('button', { name: 'Remove rule 4' }).click();
  await eventually(async () => expect(await shown()).toEqual(expected(changedTo((rules) => rules.slice(0, 3)))));
  await page.getByRole('combobox', { name: 'Rule to add' }).selectOption({ label: 'keep the 100 newest of the images, expire the others' });
  await page.getByRole('button', { name: 'Add a rule' }).click();
  await field('number of images, rule 4').fill('1');
  const all = {
    rulePriority: 9,
    selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 },
    action: { type: 'expire' },
  };
  await eventually(async () => expect(await shown()).toEqual(expected(changedTo((rules) => [...rules.slice(0, 3), all]))));
  await page.getByRole('button', { name: 'Move rule 3 up' }).click();
  await eventually(async () => expect(await field('number of images, rule 2').inputValue()).toBe('5'));
});

test('the policies of the file can be returned to', async () => {
  const before = await shown();
  await field('number of images, rule 3').fill('1');
  await eventually(async () => expect(await shown()).not.toEqual(before));
  await opened.page.getByRole('button', { name: /^Back to the proposed policy/ }).click();
  await eventually(async () => expect(await shown()).toEqual(before));
  expect(await field('number of images, rule 3').inputValue()).toBe('5');
});

test('the copied TypeScript compiles, and previews to what the page says', async () => {
  await field('number of images, rule 3').fill('2');
  await field('number of days, rule 4').fill('3');
  await eventually(async () => expect(await shown()).not.toEqual(expected(withCount(2, 2))));
  await opened.page.getByRole('button', { name: 'Copy TypeScript' }).click();
  await opened.page.getByText('TypeScript copied').waitFor();
  const source = await opened.copied();
  expect(faultsOf(source)).toEqual([]);
  expect(faultsOf(source.replace('LifecyclePolicy.of(', 'LifecyclePolicy.off('))).toHaveLength(1);
  expect(expected(policyOf(source))).toEqual(await shown());
  expect((await shown()).goes + (await shown()).mayGo).toBeGreaterThan(10);
});

test('the copied JSON is the policy that the page shows', async () => {
  await field('number of images, rule 3').fill('2');
  await eventually(async () => expect(await shown()).toEqual(expected(withCount(2, 2))));
  await opened.page.getByRole('button', { name: 'Copy JSON' }).click();
  await opened.page.getByText('JSON copied').waitFor();
  expect(JSON.parse(await opened.copied())).toEqual(JSON.parse(withCount(2, 2).toText()));
});

test('Python is copied, too', async () => {
  await opened.page.getByRole('button', { name: 'Copy Python' }).click();
  await opened.page.getByText('Python copied').waitFor();
  expect(await opened.copied()).toMatch(/^from aws_cdk import Duration\nfrom cdk_secure_repository import /);
});

/** What the compiler says of a file, with the types of the package as it is packed. */
function faultsOf(source: string): string[] {
  const copied = join(process.cwd(), 'copied.ts');
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    paths: { 'cdk-secure-repository': [require.resolve('cdk-secure-repository').replace(/\.js$/, '.d.ts')] },
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...rest) =>
    name === copied ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2022) : getSourceFile.call(host, name, ...rest);
  const program = ts.createProgram([copied], options, host);
  return ts
    .getPreEmitDiagnostics(program, program.getSourceFile(copied))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
