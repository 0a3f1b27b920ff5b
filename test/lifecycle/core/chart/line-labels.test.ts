import * as fc from 'fast-check';
import { placedLabels } from '../../../../src/lifecycle/core/chart/line-labels';

const label = (wanted: number, height: number) => ({ wanted, height });

test('labels that do not overlap stay where their lines end', () => {
  expect(placedLabels([label(50, 20), label(100, 20)], 0, 200)).toEqual([50, 100]);
});

test('labels that would overlap are moved apart, in the order of the lines', () => {
  expect(placedLabels([label(100, 20), label(95, 20)], 0, 200)).toEqual([100, 80]);
  expect(placedLabels([label(0, 20), label(1, 20)], 0, 200)).toEqual([10, 30]);
  expect(placedLabels([label(200, 20), label(200, 30)], 0, 200)).toEqual([160, 185]);
});

test('no label overlaps another one, and all are between the limits if they fit there', () => {
  const anyLabel = fc.record({ wanted: fc.integer({ min: -50, max: 350 }), height: fc.integer({ min: 1, max: 60 }) });
  fc.assert(
    fc.property(fc.array(anyLabel, { maxLength: 6 }), fc.integer({ min: 100, max: 300 }), (labels, bottom) => {
      const middles = placedLabels(labels, 10, bottom);
      const boxes = labels.map(({ height }, at) => ({ from: middles[at] - height / 2, to: middles[at] + height / 2 }));
      boxes.sort((one, other) => one.from - other.from || one.to - other.to);
      boxes.slice(1).forEach(({ from }, at) => expect(from).toBeGreaterThanOrEqual(boxes[at].to));
      const isEnough = labels.reduce((sum, { height }) => sum + height, 0) <= bottom - 10;
      for (const { from, to } of boxes) {
        expect(from).toBeGreaterThanOrEqual(10);
        if (isEnough) expect(to).toBeLessThanOrEqual(bottom);
      }
    }),
  );
});
