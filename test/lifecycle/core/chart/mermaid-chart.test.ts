import * as fc from 'fast-check';
import { LINE_COLORS, mermaidChart, mermaidLegend } from '../../../../src/lifecycle/core/chart/mermaid-chart';
import { contrast } from '../../../fixtures/contrast';
import { GB, storageData, straightLine, THREE_POLICIES } from '../../../fixtures/storage-data';

test('a chart has a line for each policy, and two where not everything is certain', () => {
  const lines = mermaidChart(THREE_POLICIES).split('\n');
  expect(lines.slice(0, 11)).toEqual([
    '---',
    'config:',
    '  themeVariables:',
    '    xyChart:',
    '      plotColorPalette: "#7d8590, #2da44e, #0969da, #0969da"',
    '---',
    'xychart-beta',
    '  accTitle: Storage of team/myapp',
    '  accDescr: Today: 156.0 GB. In 90 days, at most: no policy 275.0 GB, $27.50 a month, present policy 43.0 GB, $4.30 a month, proposed policy 37.0 to 49.0 GB, $3.70 to $4.90 a month.',
    '  x-axis "days from today" 0 --> 90',
    '  y-axis "GB" 0 --> 300',
  ]);
  expect(lines.slice(11).map((line) => line.replace(/\[(\S+), .* (\S+)\]/, '[$1 … $2]'))).toEqual([
    '  line "no policy" [156.00 … 275.00]',
    '  line "present policy" [36.00 … 43.00]',
    '  line "proposed policy, upper limit" [42.00 … 49.00]',
    '  line "proposed policy, lower limit" [30.00 … 37.00]',
  ]);
  for (const line of lines.slice(11)) expect(line.split(',').filter((part) => /\d\.\d\d/.test(part))).toHaveLength(19);
});

test('the sentence above it names the lines, because not every version of Mermaid does', () => {
  expect(mermaidLegend(THREE_POLICIES)).toBe(
    'Gray line: no policy, 275.0 GB in 90 days, $27.50 a month. Green line: present policy, 43.0 GB in 90 days, $4.30 a month. ' +
      'Blue lines, the limits: proposed policy, 37.0 to 49.0 GB in 90 days, $3.70 to $4.90 a month.',
  );
});

/** What versions 10.9, 11.4 and 11.17 of Mermaid accept, by trial. */
const GRAMMAR = new RegExp(
  [
    '---\nconfig:\n {2}themeVariables:\n {4}xyChart:\n {6}plotColorPalette: "(?:#[0-9a-f]{6}(?:, )?)*"\n---\nxychart-beta',
    '\n {2}accTitle: Storage[ \\w.,:$/?-]*',
    '\n {2}accDescr: [ \\w.,:$/?-]*',
    '\n {2}x-axis "days from today" 0 --> \\d+',
    '\n {2}y-axis "[KMGT]B" 0 --> \\d+(?:\\.\\d+)?',
    '(?:\n {2}line "[ \\w.,:$/?-]*" \\[\\d+\\.\\d\\d(?:, \\d+\\.\\d\\d)*\\])*',
  ].join(''),
);

test('no name is more than text', () => {
  fc.assert(
    fc.property(storageData, (data) => {
      expect(mermaidChart(data).replace(GRAMMAR, '')).toBe('');
    }),
  );
});

test('all values are below the top of the axis', () => {
  fc.assert(
    fc.property(storageData, (data) => {
      const chart = mermaidChart(data);
      const top = Number(/y-axis "\w+" 0 --> (\S+)/.exec(chart)?.[1]);
      const values = [...chart.matchAll(/\[([^\]]+)\]/g)].flatMap(([, list]) => list.split(', ').map(Number));
      for (const value of values) expect(value).toBeLessThanOrEqual(top);
    }),
  );
});

test('small repositories have a smaller unit', () => {
  expect(mermaidChart({ ...THREE_POLICIES, lines: [straightLine('none', 'no policy', 0, 0.25 * GB)] })).toContain('y-axis "MB" 0 --> 300');
});

test.each(Object.values(LINE_COLORS))('$name can be seen on white and on the dark background of GitHub', ({ color }) => {
  for (const background of ['#ffffff', '#0d1117']) expect(contrast(color, background)).toBeGreaterThanOrEqual(3);
});
