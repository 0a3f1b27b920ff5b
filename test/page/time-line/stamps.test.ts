import { drawMarks } from '../../../page/time-line/draw';
import { MARKS } from '../../../page/time-line/marks';
import { Colour, paint, Pixels, stampOf } from '../../../page/time-line/stamps';

const RED: Colour = [200, 10, 20];
const pixels = (width: number, height: number): Pixels => ({ width, height, data: new Uint8ClampedArray(width * height * 4) });
const pixel = ({ width, data }: Pixels, x: number, y: number) => [...data.slice((y * width + x) * 4, (y * width + x) * 4 + 4)];

describe('stamps', () => {
  test.each([2.75, 3.5, 4.5, 9])('have different pixels for each shape, at a radius of %d', (radius) => {
    const all = MARKS.map(({ shape }) =>
      JSON.stringify([...stampOf(shape, radius).dx, ...stampOf(shape, radius).dy, ...stampOf(shape, radius).coverage]),
    );
    expect(new Set(all).size).toBe(MARKS.length);
  });

  test('the pixels of a disc are within its radius, and its centre is covered', () => {
    const { dx, dy, coverage } = stampOf('disc', 4);
    dx.forEach((x, index) => expect(Math.hypot(x, dy[index])).toBeLessThan(4.5));
    const centre = dx.findIndex((x, index) => x === 0 && dy[index] === 0);
    expect(coverage[centre]).toBe(255);
  });

  test('the halo leaves the mark free', () => {
    const { dx, dy } = stampOf('halo', 4);
    dx.forEach((x, index) => expect(Math.hypot(x, dy[index])).toBeGreaterThan(4.5));
  });
});

describe('painting', () => {
  test('gives a covered pixel the colour', () => {
    const canvas = pixels(20, 20);
    paint(canvas, stampOf('disc', 4), 10, 10, RED);
    expect(pixel(canvas, 10, 10)).toEqual([...RED, 255]);
    expect(pixel(canvas, 1, 1)).toEqual([0, 0, 0, 0]);
  });

  test('covers what is below by the share that it covers', () => {
    const canvas = pixels(20, 20);
    paint(canvas, stampOf('disc', 4), 10, 10, [0, 0, 0]);
    paint(canvas, stampOf('disc', 4), 10, 10, [200, 200, 200], 0.5);
    expect(pixel(canvas, 10, 10)).toEqual([100, 100, 100, 255]);
  });

  test('cuts off what is outside, and does not continue in the next row', () => {
    const canvas = pixels(20, 20);
    paint(canvas, stampOf('square', 4), 0, 10, RED);
    expect(pixel(canvas, 0, 10)).toEqual([...RED, 255]);
    expect(pixel(canvas, 19, 9)).toEqual([0, 0, 0, 0]);
    expect(() => paint(canvas, stampOf('square', 4), -50, 500, RED)).not.toThrow();
  });
});

describe('drawing', () => {
  const drawn = (marks: number[], changes: Partial<Parameters<typeof drawMarks>[1]> = {}) => {
    const canvas = pixels(60, 60);
    drawMarks(canvas, {
      positions: { x: Float32Array.from(marks, () => 30), y: Float32Array.from(marks, () => 30) },
      marks: Uint8Array.from(marks),
      isInUse: new Uint8Array(marks.length),
      colours: MARKS.map((_, mark): Colour => [mark * 10, 0, 0]),
      halo: [0, 255, 0],
      scale: 1,
      ...changes,
    });
    return canvas;
  };

  test('the newest image, which is the first, is in front', () => {
    expect(pixel(drawn([2, 0]), 30, 30)).toEqual([20, 0, 0, 255]);
  });

  test('an image that is not there has no mark', () => {
    expect(drawn([255]).data.every((value) => value === 0)).toBe(true);
  });

  test('an image that the filter does not select is faint', () => {
    const [, , , alpha] = pixel(drawn([2], { isSelected: Uint8Array.of(0) }), 30, 30);
    expect(alpha).toBeGreaterThan(0);
    expect(alpha).toBeLessThan(60);
  });

  test('an image in use has a halo', () => {
    const isGreen = ({ data }: Pixels) => data.some((value, index) => index % 4 === 1 && value === 255);
    expect([isGreen(drawn([2])), isGreen(drawn([2], { isInUse: Uint8Array.of(1) }))]).toEqual([false, true]);
  });

  test('more pixels for each CSS pixel move the marks', () => {
    expect(pixel(drawn([2], { scale: 1.5 }), 45, 45)).toEqual([20, 0, 0, 255]);
  });
});
