import { bytesInWords } from './bytes-in-words';
import { ImageOutcome } from './image-outcome';

/** What a summary is made of. */
interface Totals {
  readonly outcomes: ImageOutcome[];
  readonly expired: ImageOutcome[];
  readonly expiredBytes: number;
  readonly archived: ImageOutcome[];
  readonly archivedBytes: number;
  readonly savedDollarsPerMonth: number;
}

/** A preview in one line. */
export function previewSummary({ outcomes, expired, expiredBytes, archived, archivedBytes, savedDollarsPerMonth }: Totals): string {
  const images = outcomes.length === 1 ? '1 image' : `${outcomes.length} images`;
  const archives = `archives ${archived.length}${expired.length === 0 ? ` of ${images}` : ''}, ${bytesInWords(archivedBytes)}`;
  const expires =
    `expires ${expired.length} of ${images}, ${bytesInWords(expiredBytes)}, ` +
    `saving at most $${savedDollarsPerMonth.toFixed(2)} a month`;
  if (archived.length === 0) return expires;
  return expired.length === 0 ? archives : `${expires}; ${archives}`;
}
