import { bytesInWords } from './bytes-in-words';

/** What a summary is made of: numbers of images, and their sizes. */
interface Totals {
  readonly images: number;
  readonly expired: number;
  readonly expiredBytes: number;
  readonly archived: number;
  readonly archivedBytes: number;
  readonly savedDollarsPerMonth: number;
}

/** A preview in one line. */
export function previewSummary(totals: Totals): string {
  const images = totals.images === 1 ? '1 image' : `${totals.images} images`;
  const archives = `archives ${totals.archived}${totals.expired === 0 ? ` of ${images}` : ''}, ${bytesInWords(totals.archivedBytes)}`;
  const expires =
    `expires ${totals.expired} of ${images}, ${bytesInWords(totals.expiredBytes)}, ` +
    `saving at most $${totals.savedDollarsPerMonth.toFixed(2)} a month`;
  if (totals.archived === 0) return expires;
  return totals.expired === 0 ? archives : `${expires}; ${archives}`;
}
