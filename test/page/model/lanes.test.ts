import { lanesOf, OTHER_LANE } from '../../../page/model/lanes';

describe('lanes', () => {
  test('the largest family comes first', () => {
    const { names, of } = lanesOf(['v*', 'main-*', 'main-*']);
    expect(names).toEqual(['main-*', 'v*']);
    expect([...of]).toEqual([1, 0, 0]);
  });

  test('eight families have a lane each', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    expect(lanesOf(names).names).toEqual(names);
  });

  test('of nine families, the two smallest share a lane', () => {
    const families = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].flatMap((name) => [name, name]);
    const { names, of } = lanesOf([...families, 'h', 'i']);
    expect(names).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', OTHER_LANE]);
    expect([...of.slice(-2)]).toEqual([7, 7]);
  });

  test('the images of a lane have different heights', () => {
    const { heights } = lanesOf(new Array<string>(500).fill('main-*'));
    expect(new Set(heights).size).toBe(500);
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...heights)).toBeLessThan(1);
  });

  test('no image has no lane', () => {
    expect(lanesOf([]).names).toEqual([]);
  });
});
