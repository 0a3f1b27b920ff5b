import { chartStyle } from './chart-style';
import { dayTicks } from './day-ticks';
import { placedLabels } from './line-labels';
import { niceTicks } from './nice-ticks';
import { ByteRange, bytesOn, lastDay, LineKind, StorageData, StorageLine } from './storage-data';
import { formatByteRange, formatCostRange, isRange, storageFigures } from './storage-figures';
import { element, xmlText } from './xml-text';
import { formatDays } from '../describe';
import { MILLISECONDS_PER_DAY } from '../images';
import { StorageUnit, storageUnit } from '../storage-size';

/** The form of a chart. */
export interface StorageChartOptions {
  /** The beginning of the IDs of its elements, which must be unique in a page. */
  readonly idPrefix: string;
  /** In pixels. A chart has at least `LEAST_WIDTH`. */
  readonly width: number;
  /** The day that a vertical line marks; none by default. */
  readonly day?: number;
  /** Whether it is a file of its own, which has its own colors. In a page, the style of the page has them. */
  readonly isStandalone?: boolean;
}

export const LEAST_WIDTH = 320;
/** The labels are at the ends of the lines, and in a narrower chart below it. */
const WIDE = 560;
const HEIGHT = 320;
const TOP = 44;
const BOTTOM = 288;
const LEFT = 64;
/** The space for the labels at the ends of the lines, and for a half of the last date in a narrow chart. */
const RIGHT = { wide: 160, narrow: 20 };
const LINE_HEIGHT = 16;
/** A label at the end of a line: the name, the bytes and the cost. */
const LABEL_HEIGHT = 3 * LINE_HEIGHT + 4;
const TICK_WIDTH = 56;
const DASHES: { readonly [kind in LineKind]: string | undefined } = {
  none: '2 4',
  present: undefined,
  proposed: '7 4',
  changed: '12 3 2 3',
};

/** Draws the storage of a repository, past and future, as an SVG image whose title and figures a screen reader reads. */
export function storageChart(data: StorageData, { idPrefix, width, day, isStandalone = false }: StorageChartOptions): string {
  const drawing = new StorageDrawing(data, Math.max(width, LEAST_WIDTH));
  const titleId = `${idPrefix}-title`;
  const descriptionId = `${idPrefix}-description`;
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'storage-chart',
      viewBox: `0 0 ${drawing.width} ${drawing.height}`,
      width: drawing.width,
      height: drawing.height,
      role: 'img',
      'aria-labelledby': `${titleId} ${descriptionId}`,
      'font-family': 'system-ui, sans-serif',
      'font-size': 12,
    },
    element('title', { id: titleId }, xmlText(data.repository === undefined ? 'Storage' : `Storage of ${data.repository}`)),
    element('desc', { id: descriptionId }, xmlText(storageFigures(data))),
    ...(isStandalone ? [element('style', {}, chartStyle()), element('rect', { class: 'surface', width: '100%', height: '100%' })] : []),
    ...drawing.axes(),
    ...drawing.past(),
    ...data.lines.flatMap((line) => drawing.line(line)),
    ...(day === undefined ? [] : [drawing.mark(day, 'cursor', 1.5)]),
    ...drawing.labels(),
  );
}

/** The parts of the image: the scales, and what is drawn by them. */
class StorageDrawing {
  private readonly isWide: boolean;
  private readonly firstDay: number;
  private readonly lastDay: number;
  private readonly unit: StorageUnit;
  /** The values at the ticks of the vertical axis, in the unit. */
  private readonly ticks: readonly number[];

  constructor(
    private readonly data: StorageData,
    public readonly width: number,
  ) {
    this.isWide = width >= WIDE;
    const mosts = data.lines.flatMap((line) => line.days.map(({ most }) => most.sizeInBytes));
    const most = [...data.past, ...mosts].reduce((one, other) => Math.max(one, other), 0);
    this.unit = storageUnit(most);
    this.ticks = niceTicks(most / this.unit.bytes, 5);
    this.firstDay = Math.min(0, 1 - data.past.length);
    this.lastDay = Math.max(lastDay(data), 1);
  }

  public get height(): number {
    return this.isWide ? HEIGHT : HEIGHT + (2 * this.data.lines.length + 2) * LINE_HEIGHT;
  }

  public axes(): string[] {
    const intervals = Math.max(2, Math.floor((this.right - LEFT) / TICK_WIDTH));
    return [
      text('At most: shared layers count once per image', 4, 14, 'muted'),
      ...this.ticks.flatMap((tick) => {
        const y = this.y(tick * this.unit.bytes);
        return [
          element('path', { class: 'grid', d: `M${LEFT} ${y}H${this.right}` }),
          text(`${tick} ${this.unit.name}`, LEFT - 8, y + 4, 'muted', 'end'),
        ];
      }),
      ...dayTicks(this.firstDay, this.lastDay, intervals).map((day) => text(this.date(day), this.x(day), BOTTOM + 20, 'muted', 'middle')),
      this.mark(0, 'today', 1, '3 3'),
      text('today', this.x(0), TOP - 8, 'muted', this.x(0) < LEFT + 20 ? 'start' : 'middle'),
    ];
  }

  public past(): string[] {
    const edge = this.points(this.data.past, this.firstDay).join('L');
    if (edge === '') return [];
    return [
      element('path', { class: 'past', d: `M${this.x(this.firstDay)} ${this.y(0)}L${edge}V${this.y(0)}Z`, 'fill-opacity': 0.2 }),
      element('path', { class: 'past-edge', d: `M${edge}`, fill: 'none', 'stroke-width': 1.5 }),
    ];
  }

  /** A line, and a band where what is certain and what is possible differ. */
  public line(line: StorageLine): string[] {
    const points = (bound: 'most' | 'least') =>
      this.points(
        line.days.map((day) => day[bound].sizeInBytes),
        0,
      );
    const edge = points('most').join('L');
    const band = `M${edge}L${points('least').reverse().join('L')}Z`;
    const stroke = { fill: 'none', 'stroke-width': 2, 'stroke-dasharray': DASHES[line.kind] };
    return [
      ...(isRange(line) ? [element('path', { class: `band ${line.kind}`, d: band, 'fill-opacity': 0.25 })] : []),
      element('path', { class: `line ${line.kind}`, d: `M${edge}`, ...stroke }),
    ];
  }

  /** A vertical line. */
  public mark(day: number, name: string, strokeWidth: number, dashes?: string): string {
    const d = `M${this.x(day)} ${TOP}V${BOTTOM}`;
    return element('path', { class: name, d, fill: 'none', 'stroke-width': strokeWidth, 'stroke-dasharray': dashes });
  }

  /** The names and the figures of the lines on the last day. */
  public labels(): string[] {
    const { lines } = this.data;
    if (lines.length === 0) return [];
    const day = lastDay(this.data);
    const left = this.isWide ? this.right + 10 : LEFT;
    const heading = text(`in ${formatDays(day)}:`, left, this.isWide ? TOP - 8 : HEIGHT + LINE_HEIGHT, 'muted');
    const ends = lines.map((line) => bytesOn(line, day));
    const labels = this.isWide ? this.labelsAtEnds(left, ends) : this.labelsBelow(left, ends);
    return [heading, ...labels];
  }

  private labelsAtEnds(left: number, ends: readonly ByteRange[]): string[] {
    const wanted = ends.map(({ most }) => ({ wanted: this.y(most), height: LABEL_HEIGHT }));
    return placedLabels(wanted, TOP, HEIGHT).flatMap((middle, at) => {
      const { name, kind } = this.data.lines[at];
      const texts = [formatByteRange(ends[at]), this.cost(ends[at])];
      return [
        text(name, left, middle - LINE_HEIGHT + 4, `label ${kind}`),
        ...texts.map((one, line) => text(one, left, middle + 4 + line * LINE_HEIGHT, 'text')),
      ];
    });
  }

  private labelsBelow(left: number, ends: readonly ByteRange[]): string[] {
    return this.data.lines.flatMap(({ name, kind }, at) => {
      const y = HEIGHT + (2 * at + 2.25) * LINE_HEIGHT;
      const sample = `M8 ${y - 4}H${left - 12}`;
      return [
        element('path', { class: `line ${kind}`, d: sample, 'stroke-width': 2, 'stroke-dasharray': DASHES[kind] }),
        text(name, left, y, `label ${kind}`),
        text(`${formatByteRange(ends[at])}, ${this.cost(ends[at])}`, left, y + LINE_HEIGHT, 'text'),
      ];
    });
  }

  private cost(bytes: ByteRange): string {
    return `${formatCostRange(bytes, this.data.pricePerGbMonth)} a month`;
  }

  private points(bytes: readonly number[], firstDay: number): string[] {
    return bytes.map((value, at) => `${this.x(firstDay + at)} ${this.y(value)}`);
  }

  private get right(): number {
    return this.width - (this.isWide ? RIGHT.wide : RIGHT.narrow);
  }

  private x(day: number): number {
    return rounded(LEFT + ((day - this.firstDay) / (this.lastDay - this.firstDay)) * (this.right - LEFT));
  }

  private y(bytes: number): number {
    const most = this.ticks[this.ticks.length - 1] * this.unit.bytes;
    return rounded(BOTTOM - (bytes / most) * (BOTTOM - TOP));
  }

  /** A date such as "05 Dec". */
  private date(day: number): string {
    return new Date(this.data.now + day * MILLISECONDS_PER_DAY).toUTCString().slice('Sat, '.length, 'Sat, 05 Dec'.length);
  }
}

function text(content: string, x: number, y: number, name: string, anchor?: 'middle' | 'end' | 'start'): string {
  return element('text', { class: name, x, y: rounded(y), 'text-anchor': anchor }, xmlText(content));
}

/** Tenths of a pixel are enough, and keep the text short. */
function rounded(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
