import { readFileSync } from 'fs';
import { OpenPage, PHONE, WIDE } from './open-page';
import { examplePage, file, pageOf, POLICY, PRESENT } from './pages';
import { Browser, requireCiTool, startChromium } from '../../tools/browser';

const axe = readFileSync(requireCiTool.resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

let browser: Browser;
let paths: { readonly [kind: string]: string };
beforeAll(async () => {
  browser = await startChromium();
  const manifests = 'examples/images/myapp.manifests.json';
  paths = {
    single: await examplePage(POLICY, '--manifests', manifests, '--present', file(PRESENT)),
    fleet: await pageOf('report', 'test/data/inventory', '--policy', file(POLICY), '--now', '2026-11-23T12:00:00Z'),
  };
});
afterAll(() => browser.close());

interface Finding {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

const SCHEMES = ['light', 'dark'] as const;
const CASES = ['single', 'fleet'].flatMap((kind) =>
  SCHEMES.flatMap((colorScheme) => [WIDE, PHONE].map((viewport) => ({ kind, colorScheme, viewport, width: viewport.width }))),
);

test.each(CASES)('axe-core has no finding on $kind in $colorScheme at $width pixels', async ({ kind, ...opening }) => {
  const opened = await OpenPage.of(browser, paths[kind], opening);
  const { page } = opened;
  // also what is there only after a choice
  if (kind === 'single') {
    await page.getByRole('listbox').press('End');
    await page.getByRole('listbox').getByRole('option').waitFor({ state: 'attached' });
    await page.getByRole('slider', { name: 'Date' }).fill('30');
  }
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate<{ violations: Finding[]; passes: unknown[] }>(
    `axe.run({ runOnly: { type: 'tag', values: ${JSON.stringify(RULES)} } })`,
  );
  expect(violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })) }))).toEqual(
    [],
  );
  expect(passes.length).toBeGreaterThan(20);
  expect(opened.unwanted).toEqual([]);
  await opened.close();
});

test.each(CASES)('$kind in $colorScheme at $width pixels is no wider than the window', async ({ kind, viewport, colorScheme }) => {
  const opened = await OpenPage.of(browser, paths[kind], { viewport, colorScheme });
  expect(await opened.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
  await opened.close();
});

describe('colours', () => {
  /** The colours of text and of marks, and what they are painted on. */
  const PAIRS: readonly (readonly [ink: string, ground: string, least: number])[] = [
    ...['ink', 'muted', 'accent', 'stays', 'held', 'archived', 'may-go'].flatMap((ink) =>
      ['card', 'page', 'raised'].map((ground) => [ink, ground, 4.5] as const),
    ),
    ...[1, 2, 3, 4, 5, 6].map((rule) => [`rule-${rule}`, 'card', 4.5] as const),
    ['ink', 'notice', 4.5],
    ['ink', 'accent-soft', 4.5],
    ['on-accent', 'accent', 4.5],
    ['control', 'card', 3],
    ['in-use', 'card', 3],
  ];

  test.each(SCHEMES)('have enough contrast in %s', async (colorScheme) => {
    const opened = await OpenPage.of(browser, paths.single, { colorScheme });
    const names = [...new Set(PAIRS.flatMap(([ink, ground]) => [ink, ground]))];
    const values = await opened.page.evaluate<string[]>(
      `${JSON.stringify(names)}.map((name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim())`,
    );
    const colours = new Map(names.map((name, index) => [name, values[index]]));
    const tooWeak = PAIRS.map(([ink, ground, least]) => ({ ink, ground, least, ratio: contrast(colours.get(ink)!, colours.get(ground)!) }))
      // not a number for a colour that does not exist
      .filter(({ ratio, least }) => !(ratio >= least));
    expect(tooWeak).toEqual([]);
    await opened.close();
  });
});

/** @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

test('black on white has the greatest contrast', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48);
});

test('every colour of the style is a variable', () => {
  const style = /<style>(.*?)<\/style>/s.exec(readFileSync(paths.single, 'utf8'))![1];
  const rules = style.replace(/--[\w-]+:[^;}]*|white-space/g, '');
  expect(rules.match(/#[0-9a-f]{3,8}\b|\b(rgb|hsl|oklch)a?\(|\b(?:black|white|red|green|blue|gr[ae]y)\b/gi) ?? []).toEqual([]);
});
