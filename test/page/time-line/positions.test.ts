import * as fc from 'fast-check';
import { OWN_RATES, RepositoryModel } from '../../../page/model/repository-model';
import { frameOf, nearest, Positions, positionsOf, spanOf, xOf } from '../../../page/time-line/positions';
import { anyImages, image, NOW } from '../../fixtures/repository-images';

const DAY = 24 * 60 * 60 * 1000;
const catalogueOf = (images: Parameters<typeof image>[1][]) =>
  new RepositoryModel({ images: images.map((one, place) => image(`sha256:${place}`, one)), lists: new Map() }, NOW).catalogue(OWN_RATES);

test.each([320, 390, 639, 640, 1280, 3000])('every mark lies within its lane, in a time line of %d pixels', (width) => {
  fc.assert(
    fc.property(anyImages, (images) => {
      const catalogue = new RepositoryModel({ images, lists: new Map() }, NOW).catalogue(OWN_RATES);
      const { names, of } = catalogue.lanes;
      const frame = frameOf(width, names.length);
      const { x, y } = positionsOf(catalogue, spanOf(catalogue), frame);
      for (let place = 0; place < x.length; place++) {
        expect(x[place]).toBeGreaterThanOrEqual(frame.left);
        expect(x[place]).toBeLessThanOrEqual(frame.right + 0.001);
        expect(y[place]).toBeGreaterThan(of[place] * frame.laneHeight + frame.nameHeight);
        expect(y[place]).toBeLessThan((of[place] + 1) * frame.laneHeight);
      }
    }),
  );
});

test('a later push is further to the right', () => {
  const catalogue = catalogueOf([{ pushedAt: NOW - 200 * DAY }, { pushedAt: NOW - DAY }]);
  const frame = frameOf(1000, 1);
  const span = spanOf(catalogue);
  const { x } = positionsOf(catalogue, span, frame);
  expect(x[catalogue.placeOf.get('sha256:0')!]).toBe(frame.left);
  expect(x[catalogue.placeOf.get('sha256:1')!]).toBeCloseTo(xOf(NOW - DAY, span, frame), 2);
  expect(xOf(NOW + 90 * DAY, span, frame)).toBe(frame.right);
});

test('an inventory without images has a time line of 90 days in both directions', () => {
  expect(spanOf(catalogueOf([]))).toEqual({ from: NOW - 90 * DAY, to: NOW + 90 * DAY });
});

test('an image that was pushed after the last day is within the time line', () => {
  expect(spanOf(catalogueOf([{ pushedAt: NOW + 200 * DAY }])).to).toBe(NOW + 200 * DAY);
});

describe('the nearest mark', () => {
  const positions: Positions = { x: Float32Array.of(10, 20, 200), y: Float32Array.of(10, 10, 10) };
  const all = () => true;

  test.each([
    [12, 11, 0],
    [17, 10, 1],
    [195, 15, 2],
    [100, 10, -1],
    [10, 30, -1],
  ])('to (%d, %d) is number %d', (x, y, expected) => {
    expect(nearest(positions, x, y, all)).toBe(expected);
  });

  test('is one that can be seen', () => {
    expect(nearest(positions, 12, 11, (place) => place !== 0)).toBe(1);
  });

  test('is as near as any other', () => {
    const point = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }));
    fc.assert(
      fc.property(fc.array(point, { maxLength: 20 }), point, (marks, [x, y]) => {
        const at: Positions = { x: Float32Array.from(marks, ([one]) => one), y: Float32Array.from(marks, ([, one]) => one) };
        const distances = marks.map(([markX, markY]) => Math.hypot(markX - x, markY - y));
        const found = nearest(at, x, y, all);
        const least = Math.min(...distances);
        expect(found < 0 ? Infinity : distances[found]).toBe(least <= 14 ? least : Infinity);
      }),
    );
  });
});
