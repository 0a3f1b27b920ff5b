type Dimensions<T> = { readonly [K in keyof T]: readonly T[K][] };

/** Numbers below a bound, the same ones for the same seed (the minimal standard generator of Park and Miller). */
function numbers(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % bound;
  };
}

/**
 * Combinations of the values of some dimensions: every two values of two dimensions occur together, everything else is drawn
 * by a generator with a fixed seed.
 * @param more how many combinations are drawn beside those
 * @param makesSense whether the values of a combination mean something together
 */
export function sampled<T extends object>(dimensions: Dimensions<T>, seed: number, more: number, makesSense: (one: T) => boolean): T[] {
  const below = numbers(seed);
  const keys = Object.keys(dimensions) as (keyof T)[];
  const drawn = (fixed: Partial<T>) =>
    Object.fromEntries(keys.map((key) => [key, fixed[key] ?? dimensions[key][below(dimensions[key].length)]])) as T;
  const pairsOf = (one: T) =>
    keys.flatMap((a, index) => keys.slice(index + 1).map((b) => [String(a), one[a], String(b), one[b]].join('|')));
  const covered = new Set<string>();
  const combinations = new Map<string, T>();
  const add = (one: T) => {
    combinations.set(JSON.stringify(one), one);
    for (const pair of pairsOf(one)) covered.add(pair);
  };
  for (const [index, a] of keys.entries()) {
    for (const b of keys.slice(index + 1)) {
      for (const left of dimensions[a]) {
        for (const right of dimensions[b]) {
          if (covered.has([String(a), left, String(b), right].join('|'))) continue;
          // the one of a few that covers most of what is not covered; none, where the two never make sense together
          const candidates = Array.from({ length: 60 }, () => drawn({ [a]: left, [b]: right } as unknown as Partial<T>)).filter(makesSense);
          if (candidates.length === 0) continue;
          const gain = (one: T) => pairsOf(one).filter((pair) => !covered.has(pair)).length;
          add(candidates.reduce((best, one) => (gain(one) > gain(best) ? one : best)));
        }
      }
    }
  }
  const size = combinations.size + more;
  while (combinations.size < size) {
    const one = drawn({});
    if (makesSense(one)) add(one);
  }
  return [...combinations.values()];
}
