import { ForecastDay } from '../forecast/forecast';

/** The data of a chart of storage: the past, and a line for each policy. */
export interface StorageData {
  /** The name of the repository, if it is known. */
  readonly repository?: string;
  /** The time of day 0. */
  readonly now: number;
  /** The bytes of each past day. The last entry is today. */
  readonly past: readonly number[];
  /** The forecasts, each for the same days. */
  readonly lines: readonly StorageLine[];
  readonly pricePerGbMonth: number;
}

/** The forecast of a policy. */
export interface StorageLine {
  readonly kind: LineKind;
  /** Such as "no policy". */
  readonly name: string;
  /** From day 0 to the last one. */
  readonly days: readonly ForecastDay[];
}

/** The policy of a line: none, the present one, the proposed one, or one that was changed in the page. */
export type LineKind = 'none' | 'present' | 'proposed' | 'changed';

/** The bytes of a day: the limits between which they are, for the assumed pushes. */
export interface ByteRange {
  readonly least: number;
  readonly most: number;
}

/** The bytes at the end of a day. */
export function bytesOn({ days }: StorageLine, day: number): ByteRange {
  const { least, most } = days[day];
  return { least: least.sizeInBytes, most: most.sizeInBytes };
}

/** The last day of the forecasts. */
export function lastDay({ lines }: StorageData): number {
  return Math.max(0, ...lines.map(({ days }) => days.length - 1));
}
