import { MARKS } from './marks';
import { Positions } from './positions';
import { Colour, paint, Pixels, Stamp, stampOf } from './stamps';

/** What to draw of each image. */
export interface Drawing {
  readonly positions: Positions;
  /** By image: the place of its mark in `MARKS`, or 255. */
  readonly marks: Uint8Array;
  readonly isInUse: Uint8Array;
  /** By image: whether the filter selects it. All if undefined. */
  readonly isSelected?: Uint8Array;
  /** The colours of `MARKS`. */
  readonly colours: readonly Colour[];
  /** The colour of the halo around images in use. */
  readonly halo: Colour;
  /** Pixels of the canvas for each CSS pixel. */
  readonly scale: number;
}

const FAINT = 0.12;

/** Draws the marks, the newest last, so that what goes does not hide it. */
export function drawMarks(pixels: Pixels, drawing: Drawing): void {
  const { positions, marks, isInUse, isSelected, colours, halo, scale } = drawing;
  const radius = radiusOf(marks.length, (pixels.width * pixels.height) / scale ** 2) * scale;
  const stamps = MARKS.map(({ shape }): Stamp => stampOf(shape, radius));
  const haloStamp = stampOf('halo', radius);
  for (let place = marks.length - 1; place >= 0; place--) {
    const mark = marks[place];
    if (mark >= stamps.length) continue;
    const x = Math.round(positions.x[place] * scale);
    const y = Math.round(positions.y[place] * scale);
    const opacity = isSelected === undefined || isSelected[place] === 1 ? 1 : FAINT;
    paint(pixels, stamps[mark], x, y, colours[mark], opacity);
    if (isInUse[place] === 1) paint(pixels, haloStamp, x, y, halo, opacity);
  }
}

/** The radius of marks in CSS pixels: smaller the less room there is for each. */
export function radiusOf(length: number, area: number): number {
  return Math.max(2.25, Math.min(4.5, Math.sqrt(area / Math.max(1, length)) / 3.4));
}
