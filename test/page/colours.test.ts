import { readFileSync } from 'fs';
import { MARKS } from '../../page/time-line/marks';
import { contrast } from '../fixtures/contrast';

const CSS = readFileSync('page/layout/colours.css', 'utf8');
const PRINT = readFileSync('page/layout/print.css', 'utf8');
const variablesOf = (block: string) =>
  Object.fromEntries([...block.matchAll(/(--[\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]));
const [light, dark] = CSS.split('@media screen and (prefers-color-scheme: dark)').map((part) => variablesOf(part.split('@media')[0]));
const SCHEMES = { light, dark, print: { ...light, ...variablesOf(PRINT) } };

const TEXTS = ['--ink', '--muted', '--accent', '--fault'];
const GROUNDS = ['--page', '--card', '--raised'];
const MARK_COLOURS = [...new Set([...MARKS.map(({ colour }) => colour), '--in-use'])];

describe.each(Object.entries(SCHEMES))('the colours of the scheme %s', (_, colours) => {
  test.each(TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground])))('%s can be read on %s', (text, ground) => {
    expect(contrast(colours[text], colours[ground])).toBeGreaterThanOrEqual(4.5);
  });

  test.each([
    ['--on-accent', '--accent'],
    ['--accent', '--accent-soft'],
    ['--ink', '--notice'],
  ])('%s can be read on %s', (text, ground) => {
    expect(contrast(colours[text], colours[ground])).toBeGreaterThanOrEqual(4.5);
  });

  // they are the colours of words, too
  test.each(MARK_COLOURS.flatMap((mark) => ['--card', '--raised'].map((ground) => [mark, ground])))(
    '%s can be seen on %s',
    (mark, ground) => {
      expect(contrast(colours[mark], colours[ground])).toBeGreaterThanOrEqual(4.5);
    },
  );

  test.each(GROUNDS)('the border of a control can be seen on %s', (ground) => {
    expect(contrast(colours['--control'], colours[ground])).toBeGreaterThanOrEqual(3);
  });
});

test('both schemes and the printed page have the same variables', () => {
  expect(Object.keys(dark)).toEqual(Object.keys(light));
  expect(Object.keys(light)).toEqual(expect.arrayContaining(Object.keys(variablesOf(PRINT))));
});
