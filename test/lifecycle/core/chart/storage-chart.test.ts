import * as fc from 'fast-check';
import { DARK, LIGHT } from '../../../../src/lifecycle/core/chart/chart-style';
import { LEAST_WIDTH, storageChart, StorageChartOptions } from '../../../../src/lifecycle/core/chart/storage-chart';
import { StorageData } from '../../../../src/lifecycle/core/chart/storage-data';
import { contrast } from '../../../fixtures/contrast';
import { GB, NOW, storageData, straightLine, THREE_POLICIES } from '../../../fixtures/storage-data';
import { elementsOf, textOf, xmlDocument, XmlElement } from '../../../fixtures/xml-document';

const drawn = (data: StorageData, options: Partial<StorageChartOptions> = {}) =>
  xmlDocument(storageChart(data, { idPrefix: 'storage', width: 720, ...options }));
const ofClass = (root: XmlElement, name: string) =>
  elementsOf(root).filter(({ attributes }) => attributes.class?.split(' ').includes(name));
const number = ({ attributes }: XmlElement, name: string) => Number(attributes[name]);
const texts = (root: XmlElement) => elementsOf(root, 'text').map(textOf);
/** The points of a path of straight lines. */
const points = ({ attributes }: XmlElement) => [...attributes.d.matchAll(/([\d.-]+) ([\d.-]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);

const options = fc.record({
  idPrefix: fc.constantFrom('storage', 'one-2'),
  width: fc.integer({ min: 100, max: 2000 }),
  isStandalone: fc.boolean(),
});

test('is well-formed XML, whatever the names are', () => {
  fc.assert(
    fc.property(storageData, options, (data, form) => {
      const root = drawn(data, { ...form, day: 0 });
      expect(root.name).toBe('svg');
      expect(storageChart(data, form)).not.toMatch(/NaN|Infinity|undefined/);
    }),
  );
});

test('a screen reader reads the title and the figures', () => {
  const root = drawn(THREE_POLICIES);
  const [title] = elementsOf(root, 'title');
  const [description] = elementsOf(root, 'desc');
  expect(root.attributes).toMatchObject({
    role: 'img',
    'aria-labelledby': `${title.attributes.id} ${description.attributes.id}`,
  });
  expect(textOf(title)).toBe('Storage of team/myapp');
  expect(textOf(description)).toBe(
    'Today: 156.0 GB. In 90 days, at most: no policy 275.0 GB, $27.50 a month; present policy 43.0 GB, $4.30 a month; ' +
      'proposed policy 37.0 to 49.0 GB, $3.70 to $4.90 a month.',
  );
});

test('two charts of a page have different IDs, which all begin with the prefix', () => {
  const ids = ['one', 'other'].flatMap((idPrefix) =>
    elementsOf(drawn(THREE_POLICIES, { idPrefix })).map(({ attributes }) => attributes.id),
  );
  const present = ids.filter((id) => id !== undefined);
  expect(present).toEqual(['one-title', 'one-description', 'other-title', 'other-description']);
});

test('each line ends with its name, its bytes and its cost, a range where not everything is certain', () => {
  expect(texts(drawn(THREE_POLICIES)).slice(-10)).toEqual([
    'in 90 days:',
    ...['no policy', '275.0 GB', '$27.50 a month'],
    ...['present policy', '43.0 GB', '$4.30 a month'],
    ...['proposed policy', '37.0 to 49.0 GB', '$3.70 to $4.90 a month'],
  ]);
});

test('only a line that is not certain has a band', () => {
  const root = drawn(THREE_POLICIES);
  expect(ofClass(root, 'band').map(({ attributes }) => attributes.class)).toEqual(['band proposed']);
  expect(ofClass(root, 'line').map(({ attributes }) => attributes.class)).toEqual(['line none', 'line present', 'line proposed']);
});

test('lines differ in their dashes, so that nobody needs colors', () => {
  const dashes = ofClass(drawn(THREE_POLICIES), 'line').map(({ attributes }) => attributes['stroke-dasharray']);
  expect(new Set(dashes).size).toBe(3);
});

test('labels at the ends of lines do not overlap, and are inside of the image', () => {
  fc.assert(
    fc.property(storageData, fc.integer({ min: 100, max: 2000 }), (data, width) => {
      const root = drawn(data, { width });
      const height = number(root, 'height');
      const lines = elementsOf(root, 'text').slice(
        elementsOf(root, 'text').length - (data.lines.length === 0 ? 0 : 1 + 3 * data.lines.length),
      );
      const labels = lines.filter(({ attributes }) => attributes.class !== 'muted').map((line) => number(line, 'y'));
      labels.sort((one, other) => one - other);
      labels.slice(1).forEach((y, at) => expect(y - labels[at]).toBeGreaterThanOrEqual(15.8));
      for (const y of labels) expect(y).toBeLessThan(height);
      for (const y of labels) expect(y).toBeGreaterThan(44);
    }),
  );
});

test('the axes are monotonic: a later day is farther to the right, and more bytes are higher', () => {
  fc.assert(
    fc.property(storageData, fc.integer({ min: LEAST_WIDTH, max: 2000 }), (data, width) => {
      const root = drawn(data, { width });
      // the samples of a narrow chart are no paths through points
      const paths = ofClass(root, 'line').filter(({ attributes }) => !attributes.d.includes('H'));
      const values = data.lines.map(({ days }) => days.map(({ most }) => most.sizeInBytes));
      const all = paths.flatMap((path, line) => points(path).map(([x, y], day) => ({ x, y, day, bytes: values[line][day] })));
      expect(all).toHaveLength(values.flat().length);
      expect(all.every(({ x, y }) => x > 0 && x <= width && y > 0)).toBe(true);
      const byDay = [...all].sort((one, other) => one.day - other.day);
      expect(byDay.slice(1).filter(({ x, day }, at) => Math.sign(x - byDay[at].x) !== Math.sign(day - byDay[at].day))).toEqual([]);
      const byBytes = [...all].sort((one, other) => one.bytes - other.bytes);
      expect(byBytes.slice(1).filter(({ y }, at) => y > byBytes[at].y)).toEqual([]);
    }),
  );
});

test('the ticks of the time are dates, today among them, and do not touch one another', () => {
  for (const width of [320, 400, 560, 720, 1100]) {
    const ticks = elementsOf(drawn(THREE_POLICIES, { width }), 'text').filter((tick) => /^\d\d [A-Z][a-z]{2}$/.test(textOf(tick)));
    expect(ticks.map(textOf)).toContain('26 Nov');
    const places = ticks.map((tick) => number(tick, 'x'));
    places.slice(1).forEach((x, at) => expect(x - places[at]).toBeGreaterThanOrEqual(44));
  }
});

test('a day can be marked', () => {
  const [, day20] = ofClass(drawn(THREE_POLICIES), 'line');
  const [mark] = ofClass(drawn(THREE_POLICIES, { day: 20 }), 'cursor');
  expect(mark.attributes.d).toMatch(new RegExp(`^M${points(day20)[20][0]} `));
  expect(ofClass(drawn(THREE_POLICIES), 'cursor')).toEqual([]);
});

test('a file of its own has colors for light and dark, and in a page there is no style, which its security policy refuses', () => {
  const [style] = elementsOf(drawn(THREE_POLICIES, { isStandalone: true }), 'style');
  expect(textOf(style)).toMatch(/^[^@]*\.surface\{fill:#ffffff\}.*@media \(prefers-color-scheme:dark\)\{.*\.surface\{fill:#0d1117\}/);
  const inPage = storageChart(THREE_POLICIES, { idPrefix: 'storage', width: 720 });
  expect(inPage).not.toMatch(/style|#[0-9a-f]{6}/);
});

test.each([
  ['light', LIGHT],
  ['dark', DARK],
])('in %s, text has a contrast of at least 4.5 to the surface', (_, { surface, text, muted, lines }) => {
  for (const color of [text, muted, ...Object.values(lines)]) expect(contrast(color, surface)).toBeGreaterThanOrEqual(4.5);
});

test('the past is an area up to today, where the forecasts begin', () => {
  const root = drawn(THREE_POLICIES);
  const [edge] = ofClass(root, 'past-edge');
  const [none] = ofClass(root, 'line');
  expect(points(edge)).toHaveLength(61);
  expect(points(edge).pop()).toEqual(points(none)[0]);
});

test('without a past and without lines, there are only axes', () => {
  const root = drawn({ now: NOW, past: [], lines: [], pricePerGbMonth: 0.1 });
  expect([...ofClass(root, 'line'), ...ofClass(root, 'past'), ...ofClass(root, 'label')]).toEqual([]);
  expect(texts(root)).toEqual(expect.arrayContaining(['0 KB', '1 KB', 'today']));
});

test('the axis has the unit of the largest value', () => {
  const of = (bytes: number) => texts(drawn({ ...THREE_POLICIES, past: [], lines: [straightLine('none', 'no policy', 0, bytes)] }));
  expect(of(3 * GB)).toEqual(expect.arrayContaining(['1 GB', '3 GB']));
  expect(of(0.4 * GB)).toContain('200 MB');
  expect(of(2000 * GB)).toContain('1 TB');
});
