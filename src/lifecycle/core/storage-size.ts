const BYTES_PER_GB = 1024 ** 3;
const UNITS = ['KB', 'MB', 'GB', 'TB'];

/** Formats a number of bytes. As on the AWS bill, a GB has 1,024 MB. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  let size = bytes / 1024;
  let unit = 0;
  while (size >= 999.95 && unit < UNITS.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${size.toFixed(1)} ${UNITS[unit]}`;
}

/** The cost of bytes that are stored for a month, in dollars. */
export function dollarsPerMonth(bytes: number, pricePerGbMonth: number): number {
  return (bytes / BYTES_PER_GB) * pricePerGbMonth;
}

/** Formats a number of dollars, with cents. */
export function formatDollars(dollars: number): string {
  return `$${dollars.toFixed(2)}`;
}
