const BYTES_PER_GB = 1024 ** 3;
const UNITS = ['KB', 'MB', 'GB', 'TB'];

/** A unit of storage. As on the AWS bill, a GB has 1,024 MB. */
export interface StorageUnit {
  readonly name: string;
  readonly bytes: number;
}

/** The unit in which a number of bytes has one to three digits before the point. */
export function storageUnit(bytes: number): StorageUnit {
  let unit = 0;
  let size = 1024;
  while (bytes >= 999.95 * size && unit < UNITS.length - 1) {
    size *= 1024;
    unit++;
  }
  return { name: UNITS[unit], bytes: size };
}

/** Formats a number of bytes. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${Math.round(bytes)} B`;
  const unit = storageUnit(bytes);
  return `${(bytes / unit.bytes).toFixed(1)} ${unit.name}`;
}

/** The cost of bytes that are stored for a month, in dollars. */
export function dollarsPerMonth(bytes: number, pricePerGbMonth: number): number {
  return (bytes / BYTES_PER_GB) * pricePerGbMonth;
}

/** Formats a number of dollars, with cents. */
export function formatDollars(dollars: number): string {
  return `$${dollars.toFixed(2)}`;
}
