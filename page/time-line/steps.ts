/** The keys that choose another image, in the order of pushes: those of a list box. */
const STEPS: { readonly [key: string]: number } = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  PageDown: 25,
  PageUp: -25,
  Home: -Infinity,
  End: Infinity,
};

/**
 * Returns the next chosen place, or undefined for a key that chooses nothing.
 * @param places the places that can be chosen, the oldest push first
 * @param chosen the chosen place, or -1
 */
export function stepped(key: string, places: Int32Array, chosen: number): number | undefined {
  if (!Object.hasOwn(STEPS, key) || places.length === 0) return undefined;
  const step = STEPS[key];
  const last = places.length - 1;
  const index = places.indexOf(chosen);
  // without a choice, the newest image is the first one
  if (index < 0) return step === -Infinity ? places[0] : places[last];
  return places[Math.max(0, Math.min(last, index + step))];
}
