import { eventually, OpenPage } from './open-page';
import { file, NOW, pageOf, POLICY } from './pages';
import { Browser, startChromium } from '../../tools/browser';
import { detail, inventoryOnDisk } from '../fixtures/inventory-on-disk';

let browser: Browser;
let opened: OpenPage;
beforeAll(async () => (browser = await startChromium()));
afterAll(() => browser.close());
afterEach(async () => {
  expect(opened.unwanted).toEqual([]);
  await opened.close();
});

const NAMED = { repositoryName: 'api' };
const two = [detail('a', '2026-11-01', { ...NAMED, imageTags: ['pr-1'] }), detail('b', '2026-11-22', NAMED)];

async function openPreview(images: readonly object[], ...policy: string[]) {
  const path = await pageOf('preview', '--now', NOW, '--images', file({ imageDetails: images }), ...policy);
  return (opened = await OpenPage.of(browser, path)).page;
}
const says = (text: string | RegExp) => opened.page.getByText(text).first().waitFor();
const rows = () => opened.page.getByRole('table').getByRole('rowheader').count();

test('no images: it says so, and the rules are still there to try', async () => {
  await openPreview([], '--policy', file(POLICY));
  await says(/has no images/);
  expect(await rows()).toBe(0);
});

test('one image', async () => {
  const page = await openPreview([two[0]], '--policy', file(POLICY));
  expect(await rows()).toBe(1);
  await page.getByRole('listbox').press('Home');
  await eventually(async () => expect(await page.getByRole('listbox').getByRole('option').innerText()).toMatch(/^pr-1: goes by rule 2; /));
});

test('no policy proposed and none known', async () => {
  const template = file({ Resources: { Api: { Type: 'AWS::ECR::Repository', Properties: { RepositoryName: 'api' } } } });
  await openPreview(two, '--template', template);
  await says(/proposed policy \(none\)|no policy/i);
  expect(await opened.page.getByRole('table').innerText()).not.toMatch(/\bgoes\b/);
});

test('a repository of an inventory without a policy', async () => {
  const path = await pageOf('report', inventoryOnDisk([{ name: 'api', images: two }]), '--now', NOW);
  const { page } = (opened = await OpenPage.of(browser, path));
  await page.getByRole('link', { name: 'api' }).click();
  await says('The repository has no lifecycle policy, so all images stay.');
});

test('images without sizes: storage and cost are not known, and not 0', async () => {
  const page = await openPreview(
    two.map((image) => ({ ...image, imageSizeInBytes: undefined })),
    '--policy',
    file(POLICY),
  );
  await says('No image has a size, so storage and cost are not known.');
  const card = page
    .getByRole('listitem')
    .filter({ hasText: /^Cost today/ })
    .first();
  expect(await card.innerText()).toMatch(/not known/);
  expect(await card.innerText()).not.toMatch(/\$0/);
});

test('fifty rules', async () => {
  const rules = Array.from({ length: 50 }, (_, index) => ({
    ...POLICY.rules[1],
    rulePriority: index + 1,
    selection: { ...POLICY.rules[1].selection, tagPatternList: [`pr-${index}*`] },
  }));
  const page = await openPreview(two, '--policy', file({ rules }));
  expect(await page.getByRole('combobox', { name: 'Rule', exact: true }).locator('option').count()).toBe(51);
  await says(/goes by rule 2\b/);
  // in print, no list scrolls
  await opened.page.emulateMedia({ media: 'print' });
  expect(
    await opened.page.evaluate("(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)(document.querySelector('.rules'))"),
  ).toBe(0);
});

test('a policy with a token: the images, and why the policy is not shown', async () => {
  const Properties = { RepositoryName: 'api', LifecyclePolicy: { LifecyclePolicyText: { Ref: 'Policy' } } };
  await openPreview(two, '--template', file({ Resources: { Api: { Type: 'AWS::ECR::Repository', Properties } } }));
  await says(/The proposed policy is not shown\. .*whose value is known only at deployment/);
  expect(await rows()).toBe(2);
  expect(await opened.page.getByRole('table').innerText()).not.toMatch(/\bgoes\b/);
});

test('no repository: an inventory that is empty', async () => {
  const path = await pageOf('report', inventoryOnDisk([]), '--now', NOW);
  opened = await OpenPage.of(browser, path);
  expect(await rows()).toBe(0);
});

test('images whose manifests are not known: what is not certain is not called certain', async () => {
  const index = 'application/vnd.oci.image.index.v1+json';
  await openPreview(
    [detail('a', '2026-10-01', NAMED), detail('c', '2026-11-20', { ...NAMED, imageManifestMediaType: index, imageTags: ['v1'] })],
    '--policy',
    file(POLICY),
  );
  expect(await opened.page.getByRole('table').innerText()).toMatch(
    /may go by rule 4[^]*ECR keeps it while a retained manifest list references it/,
  );
});

test('it is printed whole, without what only a screen needs', async () => {
  const page = await openPreview(two, '--policy', file(POLICY));
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('searchbox', { name: 'Search' }).isVisible()).toBe(false);
  expect(await page.getByRole('heading', { name: 'api', exact: true }).isVisible()).toBe(true);
  expect(await rows()).toBe(2);
  expect((await page.pdf()).length).toBeGreaterThan(10_000);
});
