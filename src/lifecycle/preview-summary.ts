import { bytesInWords } from './bytes-in-words';

/** What a summary is made of. */
interface Totals {
  readonly images: number;
  readonly expired: Share;
  readonly archived: Share;
  readonly pricePerByteMonth: number;
}

/** Images that something happens to, and their sizes: those of which it is certain, and at most. */
interface Share {
  readonly images: Bounds;
  readonly bytes: Bounds;
}

interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** A preview in one line. */
export function previewSummary({ images, expired, archived, pricePerByteMonth }: Totals): string {
  const ofAll = ` of ${images === 1 ? '1 image' : `${images} images`}`;
  const archives = `archives ${inWords(archived.images, String)}${expired.images.most === 0 ? ofAll : ''}, ${inWords(archived.bytes, bytesInWords)}`;
  const expires = `expires ${inWords(expired.images, String)}${ofAll}, ${inWords(expired.bytes, bytesInWords)}, ${saving(expired.bytes, pricePerByteMonth)}`;
  if (archived.images.most === 0) return expires;
  return expired.images.most === 0 ? archives : `${expires}; ${archives}`;
}

/** Layers that other images share cost what they did: what is certain to expire may save less, too. */
function saving({ least, most }: Bounds, price: number): string {
  const dollars = (bytes: number) => `$${(bytes * price).toFixed(2)}`;
  if (dollars(least) === dollars(most)) return `saving at most ${dollars(most)} a month`;
  return `saving at least ${dollars(least)} and at most ${dollars(most)} a month, less where images share layers`;
}

function inWords({ least, most }: Bounds, text: (value: number) => string): string {
  return text(least) === text(most) ? text(most) : `at least ${text(least)} and at most ${text(most)}`;
}
