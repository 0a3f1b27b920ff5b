import { ByteRange, bytesOn, lastDay, StorageData, StorageLine } from './storage-data';
import { formatDays } from '../describe';
import { dollarsPerMonth, formatBytes, formatDollars } from '../storage-size';

/** Formats a range of bytes: one value where both read the same, and the unit once where it is the same. */
export function formatByteRange({ least, most }: ByteRange): string {
  const text = range(formatBytes(least), formatBytes(most));
  return text.replace(/^(\S+) (\S+)(?= to \S+ \2$)/, '$1');
}

/** Whether what is certain and what is possible read differently on some day. */
export function isRange({ days }: StorageLine): boolean {
  return days.some(({ least, most }) => formatBytes(least.sizeInBytes) !== formatBytes(most.sizeInBytes));
}

/** Formats the cost of a range of bytes, without its unit. */
export function formatCostRange({ least, most }: ByteRange, pricePerGbMonth: number): string {
  const dollars = (bytes: number) => formatDollars(dollarsPerMonth(bytes, pricePerGbMonth));
  return range(dollars(least), dollars(most));
}

/** Describes the chart in sentences with its figures, for people who do not see it. */
export function storageFigures(data: StorageData): string {
  const { past, lines, pricePerGbMonth } = data;
  const today = past.length === 0 ? [] : [`Today: ${formatBytes(past[past.length - 1])}.`];
  const day = lastDay(data);
  const ends = lines.map((line) => {
    const bytes = bytesOn(line, day);
    return `${line.name} ${formatByteRange(bytes)}, ${formatCostRange(bytes, pricePerGbMonth)} a month`;
  });
  return [...today, ...(ends.length === 0 ? [] : [`In ${formatDays(day)}, at most: ${ends.join('; ')}.`])].join(' ');
}

function range(least: string, most: string): string {
  return least === most ? most : `${least} to ${most}`;
}
