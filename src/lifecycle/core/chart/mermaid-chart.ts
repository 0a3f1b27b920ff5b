import { niceTicks } from './nice-ticks';
import { bytesOn, lastDay, LineKind, StorageData, StorageLine } from './storage-data';
import { formatByteRange, formatCostRange, isRange, storageFigures } from './storage-figures';
import { formatDays } from '../describe';
import { storageUnit } from '../storage-size';

/** Mermaid spreads the points of a line evenly. 90 days are 18 steps. */
const DAYS_PER_STEP = 5;
/** Colors that can be seen on the light and on the dark background of GitHub. */
export const LINE_COLORS: { readonly [kind in LineKind]: { readonly name: string; readonly color: string } } = {
  none: { name: 'Gray', color: '#7d8590' },
  present: { name: 'Green', color: '#2da44e' },
  proposed: { name: 'Blue', color: '#0969da' },
  changed: { name: 'Purple', color: '#8250df' },
};

/** A line of the chart. A policy has two where what is certain and what is possible differ. */
interface Drawn {
  readonly name: string;
  readonly kind: LineKind;
  readonly bytes: readonly number[];
}

/** Names the lines of the chart and their ends: not every version of Mermaid draws a legend. */
export function mermaidLegend(data: StorageData): string {
  const day = lastDay(data);
  const sentences = data.lines.map((line) => {
    const bytes = bytesOn(line, day);
    const lines = isRange(line) ? 'lines, the limits' : 'line';
    return `${LINE_COLORS[line.kind].name} ${lines}: ${line.name}, ${formatByteRange(bytes)} in ${formatDays(day)}, ${formatCostRange(bytes, data.pricePerGbMonth)} a month.`;
  });
  return sentences.join(' ');
}

/** Writes the forecasts as a chart of Mermaid, which GitHub draws. It accepts `xychart-beta` in all versions. */
export function mermaidChart(data: StorageData): string {
  const steps = Math.floor(lastDay(data) / DAYS_PER_STEP);
  const drawn = data.lines.flatMap((line) => drawnLines(line, steps));
  const most = drawn.flatMap(({ bytes }) => bytes).reduce((one, other) => Math.max(one, other), 0);
  const unit = storageUnit(most);
  const top = niceTicks(most / unit.bytes, 5).pop();
  return [
    '---',
    'config:',
    '  themeVariables:',
    '    xyChart:',
    `      plotColorPalette: "${drawn.map(({ kind }) => LINE_COLORS[kind].color).join(', ')}"`,
    '---',
    'xychart-beta',
    `  accTitle: ${plain(data.repository === undefined ? 'Storage' : `Storage of ${data.repository}`)}`,
    `  accDescr: ${plain(storageFigures(data))}`,
    `  x-axis "days from today" 0 --> ${steps * DAYS_PER_STEP}`,
    `  y-axis "${unit.name}" 0 --> ${top}`,
    ...drawn.map(({ name, bytes }) => `  line "${plain(name)}" [${bytes.map((one) => (one / unit.bytes).toFixed(2)).join(', ')}]`),
  ].join('\n');
}

function drawnLines(line: StorageLine, steps: number): Drawn[] {
  const bytes = Array.from({ length: steps + 1 }, (_, step) => bytesOn(line, step * DAYS_PER_STEP));
  const most = { name: line.name, kind: line.kind, bytes: bytes.map((one) => one.most) };
  if (!isRange(line)) return [most];
  return [
    { ...most, name: `${line.name}, upper limit` },
    { ...most, name: `${line.name}, lower limit`, bytes: bytes.map((one) => one.least) },
  ];
}

/** The rest of the line in the grammar of Mermaid, in which no character has a meaning. A quotation mark would be an error, escaped or not. */
function plain(text: string): string {
  return text.replaceAll(';', ',').replace(/[^\w .,:$/-]/g, '?');
}
