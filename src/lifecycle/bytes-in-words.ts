const UNITS = ['KB', 'MB', 'GB', 'TB'];

/** A number of bytes for a person; as on the bill of AWS, a GB has 1,024 MB. */
export function bytesInWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  let size = bytes / 1024;
  let unit = 0;
  while (size >= 999.95 && unit < UNITS.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${size.toFixed(1)} ${UNITS[unit]}`;
}
