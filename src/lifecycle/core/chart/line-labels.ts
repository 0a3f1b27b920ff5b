/** A label at the end of a line. */
export interface LineLabel {
  /** Where its middle should be. */
  readonly wanted: number;
  readonly height: number;
}

/**
 * Returns the middles of labels so that none overlaps another one, each as near to its line as the labels above it allow. The labels stay
 * between `top` and `bottom` if they fit there, and otherwise begin at `top`.
 */
export function placedLabels(labels: readonly LineLabel[], top: number, bottom: number): number[] {
  const middles = labels.map(({ wanted }) => wanted);
  const order = [...labels.keys()].sort((one, other) => labels[one].wanted - labels[other].wanted);
  // from below, so that none is below the bottom; then from above
  let limit = bottom;
  for (const at of [...order].reverse()) {
    middles[at] = Math.min(middles[at], limit - labels[at].height / 2);
    limit = middles[at] - labels[at].height / 2;
  }
  limit = top;
  for (const at of order) {
    middles[at] = Math.max(middles[at], limit + labels[at].height / 2);
    limit = middles[at] + labels[at].height / 2;
  }
  return middles;
}
