import { ImageLayers } from '../../../src/lifecycle/core/image-layers';

const blob = (digest: string, size = 1) => ({ digest, size });

test('a blob counts once, for all images that have it', () => {
  const layers = new ImageLayers();
  layers.add('one', [blob('c1', 1), blob('base', 10), blob('base', 10), blob('a', 100)]);
  layers.add('two', [blob('c2', 2), blob('base', 10), blob('b', 1000)]);
  expect(layers.bytesOf(['one', 'two'])).toBe(1113);
});

test('an image that is not asked for does not count', () => {
  const layers = new ImageLayers();
  layers.add('one', [blob('c1', 1)]);
  layers.add('two', [blob('c2', 2)]);
  expect(layers.bytesOf(['one'])).toBe(1);
});

test('the layers of an image that contradicts another one are not known', () => {
  const layers = new ImageLayers();
  layers.add('one', [blob('c1'), blob('base', 10)]);
  layers.add('two', [blob('c2'), blob('base', 11)]);
  expect([layers.has('one'), layers.has('two')]).toEqual([true, false]);
});

test('what is known already stays, and the known is not changed', () => {
  const known = new ImageLayers();
  known.add('one', [blob('c1')]);
  const layers = new ImageLayers(known);
  layers.add('two', [blob('c2')]);
  expect([layers.has('one'), layers.has('two'), known.has('two')]).toEqual([true, true, false]);
});

describe('images have the same layers', () => {
  const grouped = (images: { readonly [digest: string]: readonly string[] }) => {
    const layers = new ImageLayers();
    for (const [digest, list] of Object.entries(images)) {
      layers.add(digest, [blob(`config of ${digest}`), ...list.map((one) => blob(one, 5))]);
    }
    return layers.sameLayers(Object.keys(images));
  };

  test('if the list is the same, in the same order', () => {
    expect(grouped({ one: ['a', 'b'], two: ['b', 'a'], three: ['a', 'b'], four: ['a'] })).toEqual([
      { digests: ['one', 'three'], bytes: 10 },
    ]);
  });

  test('but not if they have none', () => {
    expect(grouped({ one: [], two: [] })).toEqual([]);
  });
});
