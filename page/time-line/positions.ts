import { MILLISECONDS_PER_DAY } from '../../src/lifecycle/core/images';
import { Catalogue } from '../model/catalogue';

/** The layout of the time line, in CSS pixels. */
export interface Frame {
  readonly width: number;
  /** Where the first push and the last day are. */
  readonly left: number;
  readonly right: number;
  readonly laneHeight: number;
  /** The space for a name at the top of each lane. */
  readonly nameHeight: number;
}

const NARROW = 640;

/** Lays out the time line: with the names of lanes at the left, or above the lanes where there is little room. */
export function frameOf(width: number, lanes: number): Frame {
  const isNarrow = width < NARROW;
  const laneHeight = Math.round(Math.max(36, Math.min(90, 300 / Math.max(1, lanes))));
  return {
    width,
    left: isNarrow ? 8 : 124,
    right: width - 10,
    laneHeight: isNarrow ? laneHeight + 16 : laneHeight,
    nameHeight: isNarrow ? 16 : 0,
  };
}

/** The time at the left and at the right edge. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The centre of each mark, in CSS pixels. */
export interface Positions {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** From the first push to the last day of the forecast. */
export function spanOf({ basis }: Catalogue): Span {
  const to = basis.now + basis.days * MILLISECONDS_PER_DAY;
  let from = basis.now - basis.days * MILLISECONDS_PER_DAY;
  let last = to;
  for (const time of basis.pushTimes) {
    if (time < from) from = time;
    if (time > last) last = time;
  }
  return { from, to: last };
}

/** The distance of a time from the left edge. */
export function xOf(time: number, { from, to }: Span, { left, right }: Frame): number {
  return left + ((time - from) / (to - from)) * (right - left);
}

/** Places the marks. */
export function positionsOf(catalogue: Catalogue, span: Span, frame: Frame): Positions {
  const { basis, lanes } = catalogue;
  const { pushTimes } = basis;
  const { laneHeight, nameHeight } = frame;
  const padding = 7;
  const room = laneHeight - nameHeight - 2 * padding;
  const x = new Float32Array(pushTimes.length);
  const y = new Float32Array(pushTimes.length);
  for (let place = 0; place < pushTimes.length; place++) {
    x[place] = xOf(pushTimes[place], span, frame);
    y[place] = lanes.of[place] * laneHeight + nameHeight + padding + lanes.heights[place] * room;
  }
  return { x, y };
}

/**
 * Returns the place of the mark that is nearest to a point, or -1 if none is near. It compares all of them: an index is not needed for 100,000.
 * @param isVisible whether an image has a mark
 */
export function nearest({ x, y }: Positions, pointX: number, pointY: number, isVisible: (place: number) => boolean, reach = 14): number {
  let found = -1;
  let least = reach * reach;
  for (let place = 0; place < x.length; place++) {
    const dx = x[place] - pointX;
    if (dx > reach || dx < -reach) continue;
    const dy = y[place] - pointY;
    const distance = dx * dx + dy * dy;
    if (distance <= least && isVisible(place)) {
      least = distance;
      found = place;
    }
  }
  return found;
}
