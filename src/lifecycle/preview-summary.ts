import { bytesInWords } from './bytes-in-words';
import { boundsInWords, ImageTotals } from './image-totals';

/**
 * A preview in one line.
 * @param images how many there are
 * @param price what a byte costs a month, in dollars
 */
export function previewSummary({ expired, archived }: ImageTotals, images: number, price: number): string {
  const ofAll = ` of ${images === 1 ? '1 image' : `${images} images`}`;
  const archives =
    `archives ${boundsInWords(archived.images, String)}${expired.images.most === 0 ? ofAll : ''}, ` +
    boundsInWords(archived.bytes, bytesInWords);
  const expires =
    `expires ${boundsInWords(expired.images, String)}${ofAll}, ${boundsInWords(expired.bytes, bytesInWords)}, ` +
    saving(expired.bytes, price);
  if (archived.images.most === 0) return expires;
  return expired.images.most === 0 ? archives : `${expires}; ${archives}`;
}

/** Layers that other images share cost what they did: what is certain to expire may save less, too. */
function saving({ least, most }: ImageTotals['expired']['bytes'], price: number): string {
  const dollars = (bytes: number) => `$${(bytes * price).toFixed(2)}`;
  if (dollars(least) === dollars(most)) return `saving at most ${dollars(most)} a month`;
  return `saving at least ${dollars(least)} and at most ${dollars(most)} a month, less where images share layers`;
}
