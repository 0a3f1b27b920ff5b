import { MarkIcon, InUseIcon } from '../layout/mark-icon';
import { imageName, pullText, sizeText, stateText } from '../model/image-words';
import { Picture } from '../model/picture';
import { reasonOf } from '../model/why';
import { date } from '../model/words';

interface DetailsProps {
  readonly picture: Picture;
  readonly marks: Uint8Array;
  /** The place of the image below the pointer, or of the chosen one; -1 for none. */
  readonly place: number;
}

/** What is known of one image, and why it stays or goes. */
export function Details({ picture, marks, place }: DetailsProps) {
  const { basis, isInUse } = picture.effect.catalogue;
  const isThere = place >= 0 && place < basis.images.length && picture.states[place] !== 0;
  if (!isThere) {
    return (
      <div class="details empty">
        <p class="muted">No image is chosen. Point at or tap a mark, or use the arrow keys.</p>
      </div>
    );
  }
  const image = basis.images[place];
  return (
    <div class="details">
      <p class="details-name">
        <MarkIcon mark={marks[place]} />
        {isInUse[place] === 1 && <InUseIcon />}
        <strong>{imageName(picture.effect.catalogue, place)}</strong>
        <span class="state">{stateText(picture, place)}</span>
      </p>
      <p class="facts muted">
        <span>pushed {date(basis.pushTimes[place])}</span>
        <span>{sizeText(image)}</span>
        <span>{pullText(image)}</span>
        {isInUse[place] === 1 && <span>in use</span>}
        {basis.entryDays[place] === 0 && <code>{image.digest}</code>}
      </p>
      <p>{reasonOf(picture, place).join('; ')}</p>
    </div>
  );
}
