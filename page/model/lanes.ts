/** The lanes of the time line: one for each of the largest families of tags, and one for all others. */
export interface Lanes {
  readonly names: readonly string[];
  /** For each image, the place of its lane in `names`. */
  readonly of: Uint8Array;
  /** For each image, its height within the lane, from 0 to 1. */
  readonly heights: Float32Array;
}

const MOST_LANES = 8;
export const OTHER_LANE = 'other tags';
/** A sequence with this step spreads evenly, wherever it is cut. */
const GOLDEN_STEP = 0.618_033_988_75;

/**
 * Distributes images to lanes, the largest family first.
 * @param familyOfImages the family of tags of each image
 */
export function lanesOf(familyOfImages: readonly string[]): Lanes {
  const { length } = familyOfImages;
  const families = new Map<string, { count: number; lane: number }>();
  const ofImages = familyOfImages.map((name) => {
    let family = families.get(name);
    if (family === undefined) families.set(name, (family = { count: 0, lane: 0 }));
    family.count++;
    return family;
  });
  const bySize = [...families].sort(([one, { count: ofOne }], [other, { count: ofOther }]) => ofOther - ofOne || (one < other ? -1 : 1));
  const hasOthers = bySize.length > MOST_LANES;
  const named = hasOthers ? bySize.slice(0, MOST_LANES - 1) : bySize;
  bySize.forEach(([, family], index) => (family.lane = Math.min(index, named.length)));

  const of = new Uint8Array(length);
  const heights = new Float32Array(length);
  const counts = new Uint32Array(MOST_LANES);
  ofImages.forEach(({ lane }, place) => {
    of[place] = lane;
    heights[place] = (0.5 + counts[lane]++ * GOLDEN_STEP) % 1;
  });
  return { names: [...named.map(([name]) => name), ...(hasOthers ? [OTHER_LANE] : [])], of, heights };
}
