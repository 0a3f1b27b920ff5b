/** What a run took. */
export interface Cost {
  /** Milliseconds. */
  readonly time: number;
  /** Bytes that stay on the heap after a collection, with the result still in use. */
  readonly heap: number;
}

/** A ratio over the rounds: the middle one, and how far they spread. */
export interface Ratio {
  readonly median: number;
  readonly spread: string;
}

const ROUNDS = 9;

/**
 * Runs two candidates in turn, in one process, and compares each round with itself: what slows the machine down for a while slows
 * both.
 */
export function interleaved(candidate: () => unknown, reference: () => unknown): { time: Ratio; heap: Ratio } {
  // the first run of each pays for loading and compiling
  [candidate, reference].forEach(cost);
  const rounds = Array.from({ length: ROUNDS }, (_, round) => {
    const order = round % 2 === 0 ? [candidate, reference] : [reference, candidate];
    const costs = new Map(order.map((run) => [run, cost(run)]));
    return { candidate: costs.get(candidate)!, reference: costs.get(reference)! };
  });
  const ratio = (of: (cost: Cost) => number) => ratioOf(rounds.map((round) => of(round.candidate) / of(round.reference)));
  return { time: ratio(({ time }) => time), heap: ratio(({ heap }) => heap) };
}

export function ratioOf(values: number[]): Ratio {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: median(sorted), spread: `${sorted[0].toFixed(2)} to ${sorted[sorted.length - 1].toFixed(2)}` };
}

export function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** The time of one run, and the heap that its result keeps. */
export function cost(run: () => unknown): Cost {
  collect();
  const before = process.memoryUsage().heapUsed;
  const start = process.hrtime.bigint();
  const kept = run();
  const time = Number(process.hrtime.bigint() - start) / 1e6;
  collect();
  const heap = process.memoryUsage().heapUsed - before;
  // used after the collection, so that it could not be collected
  if (kept === undefined) throw new Error('a run must return what it keeps');
  return { time, heap };
}

function collect(): void {
  if (!globalThis.gc) throw new Error('start with npm run bench, which allows collections');
  globalThis.gc();
}
