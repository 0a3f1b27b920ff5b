/** Where a rule that keeps a number of images begins to act, in the order of the images from the newest. */
export interface CountBorder {
  /** The first place that is not certain to be kept. */
  readonly open: number;
  /** The first place that is certain to be acted on. */
  readonly acted: number;
  /** When the last image that is kept and the first one that is not were pushed, if in the same instant. */
  readonly tie?: number;
}

/**
 * Which images of one instant count as newer is not documented, and neither is whether the images of manifest lists count.
 * @param length how many images the rule identified
 * @param count how many of them it keeps
 * @param time when the image of a place counts as pushed
 * @param mayNotCount whether the image of a place is one of a manifest list, or may be one
 */
export function countBorder(
  length: number,
  count: number,
  time: (place: number) => number,
  mayNotCount: (place: number) => boolean,
): CountBorder {
  if (length <= count) return { open: length, acted: length };
  const isTie = time(count - 1) === time(count);
  let open = count;
  while (isTie && open > 0 && time(open - 1) === time(count)) open--;

  let counted = 0;
  let countedBefore = 0;
  let acted = 0;
  for (; acted < length; acted++) {
    // what was pushed in the same instant is not certain to be newer
    if (acted === 0 || time(acted) !== time(acted - 1)) countedBefore = counted;
    if (countedBefore >= count) break;
    if (!mayNotCount(acted)) counted++;
  }
  return { open, acted, ...(isTie ? { tie: time(count) } : {}) };
}
