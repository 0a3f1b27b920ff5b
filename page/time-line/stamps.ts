import { Shape } from './marks';

/** The distance of a point from the edge of a shape, in units of its radius; negative inside. */
type Distance = (x: number, y: number) => number;

const STROKE = 0.26;
const segment = (x1: number, y1: number, x2: number, y2: number): Distance => {
  const [dx, dy] = [x2 - x1, y2 - y1];
  return (x, y) => {
    const along = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)));
    return Math.hypot(x - x1 - along * dx, y - y1 - along * dy) - STROKE;
  };
};
const any =
  (...parts: Distance[]): Distance =>
  (x, y) =>
    Math.min(...parts.map((part) => part(x, y)));
const outline =
  (whole: Distance): Distance =>
  (x, y) =>
    Math.abs(whole(x, y) + STROKE * 0.7) - STROKE * 0.7;
const disc: Distance = (x, y) => Math.hypot(x, y) - 0.85;
const square: Distance = (x, y) => Math.max(Math.abs(x), Math.abs(y)) - 0.75;

const SHAPES: { readonly [shape in Shape | 'halo']: Distance } = {
  disc,
  // a disc with a bar above it
  shield: any((x, y) => Math.hypot(x, y - 0.3) - 0.62, segment(-0.75, -0.75, 0.75, -0.75)),
  square,
  'open-square': outline(square),
  triangle: any(segment(-0.85, 0.65, 0.85, 0.65), segment(-0.85, 0.65, 0, -0.8), segment(0.85, 0.65, 0, -0.8)),
  ring: outline(disc),
  dot: (x, y) => Math.hypot(x, y) - 0.42,
  cross: any(segment(-0.72, -0.72, 0.72, 0.72), segment(-0.72, 0.72, 0.72, -0.72)),
  plus: any(segment(-0.9, 0, 0.9, 0), segment(0, -0.9, 0, 0.9)),
  star: any(segment(-0.85, 0, 0.85, 0), segment(-0.45, -0.8, 0.45, 0.8), segment(-0.45, 0.8, 0.45, -0.8)),
  bar: segment(-0.9, 0, 0.9, 0),
  corner: any(segment(-0.8, -0.5, 0, 0.6), segment(0.8, -0.5, 0, 0.6)),
  slash: segment(-0.7, 0.8, 0.7, -0.8),
  // around another mark
  halo: (x, y) => Math.abs(Math.hypot(x, y) - 1.65) - 0.2,
};

/** The pixels of a shape: how far each is from the centre, and how much of it the shape covers, from 1 to 255. */
export interface Stamp {
  readonly dx: Int8Array;
  readonly dy: Int8Array;
  readonly coverage: Uint8Array;
}

/**
 * Draws a shape once. The same pixels are then copied for each image, because a path for each image takes a second for 100,000 of them.
 * @param radius in pixels of the canvas
 */
export function stampOf(shape: Shape | 'halo', radius: number): Stamp {
  const reach = Math.ceil(radius * (shape === 'halo' ? 2 : 1.2)) + 1;
  const pixels: [number, number, number][] = [];
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const covered = Math.max(0, Math.min(1, 0.5 - SHAPES[shape](dx / radius, dy / radius) * radius));
      const coverage = Math.round(covered * 255);
      if (coverage > 0) pixels.push([dx, dy, coverage]);
    }
  }
  return {
    dx: Int8Array.from(pixels, ([dx]) => dx),
    dy: Int8Array.from(pixels, ([, dy]) => dy),
    coverage: Uint8Array.from(pixels, ([, , coverage]) => coverage),
  };
}

/** A colour, each part from 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** Pixels as a canvas has them: four bytes each, not premultiplied. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** Paints a stamp. What lies outside of the pixels is cut off. */
export function paint(pixels: Pixels, stamp: Stamp, x: number, y: number, [red, green, blue]: Colour, opacity = 1): void {
  const { width, height, data } = pixels;
  const { dx, dy, coverage } = stamp;
  for (let index = 0; index < coverage.length; index++) {
    const column = x + dx[index];
    const row = y + dy[index];
    if (column < 0 || row < 0 || column >= width || row >= height) continue;
    const at = (row * width + column) * 4;
    if (coverage[index] === 255 && opacity === 1) {
      data[at] = red;
      data[at + 1] = green;
      data[at + 2] = blue;
      data[at + 3] = 255;
      continue;
    }
    const alpha = (coverage[index] / 255) * opacity;
    const below = (data[at + 3] / 255) * (1 - alpha);
    const sum = alpha + below;
    data[at] = (red * alpha + data[at] * below) / sum;
    data[at + 1] = (green * alpha + data[at + 1] * below) / sum;
    data[at + 2] = (blue * alpha + data[at + 2] * below) / sum;
    data[at + 3] = sum * 255;
  }
}
