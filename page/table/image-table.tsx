import { useMemo, useState } from 'preact/hooks';
import { firstRows, FIRST_SORT, Orders, Sort, SortColumn } from './order';
import { shortDigest } from '../../src/lifecycle/core/reasons';
import { InUseIcon, MarkIcon } from '../layout/mark-icon';
import { SortHeader } from '../layout/sort-header';
import { imageName, sizeText, stateText } from '../model/image-words';
import { Picture } from '../model/picture';
import { reasonOf } from '../model/why';
import { count, counted, date, dayName, sentenceCase } from '../model/words';

interface ImageTableProps {
  readonly picture: Picture;
  readonly marks: Uint8Array;
  readonly isSelected?: Uint8Array;
  /** Whether assumed pushes have rows. */
  readonly withAssumed: boolean;
}

const FIRST_ROWS = 12;
const MORE_ROWS = 100;

/** All images, with the reason for each. */
export function ImageTable({ picture, marks, isSelected, withAssumed }: ImageTableProps) {
  const { catalogue } = picture.effect;
  const [sort, setSort] = useState<Sort>(FIRST_SORT);
  const [most, setMost] = useState(FIRST_ROWS);
  const orders = useMemo(() => new Orders(catalogue), [catalogue]);
  const { places, total } = firstRows(orders.ascending(sort.column, picture), picture, {
    isDescending: sort.isDescending,
    isSelected,
    withAssumed,
    most,
  });
  const header = (column: SortColumn, words: string) => (
    <SortHeader
      column={column}
      words={words}
      sort={sort}
      onSort={(sorted, isDescending) => setSort({ column: sorted, isDescending })}
      startsDescending={column !== 'tags'}
    />
  );

  return (
    <>
      <p class="count" role="status">
        {isSelected === undefined ? counted(total, 'image') : `${counted(total, 'image')} selected`}
      </p>
      <table class="images" role="table">
        <thead role="rowgroup">
          <tr role="row">
            {header('tags', 'Image')}
            {header('state', sentenceCase(dayName(picture.day)))}
            {header('pushed', 'Pushed')}
            {header('pulled', 'Last pull')}
            {header('size', 'Size')}
            <th role="columnheader" scope="col">
              Why
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {places.map((place) => (
            <ImageRow key={place} picture={picture} mark={marks[place]} place={place} />
          ))}
        </tbody>
      </table>
      {total === 0 && <p class="muted">No image.</p>}
      {total > places.length && (
        <button type="button" class="more" onClick={() => setMost(most + MORE_ROWS)}>
          Show {count(Math.min(MORE_ROWS, total - places.length))} more
        </button>
      )}
    </>
  );
}

interface ImageRowProps {
  readonly picture: Picture;
  readonly mark: number;
  readonly place: number;
}

function ImageRow({ picture, mark, place }: ImageRowProps) {
  const { basis, isInUse } = picture.effect.catalogue;
  const image = basis.images[place];
  const { lastPulledAt } = image;
  return (
    <tr role="row">
      <th role="rowheader" scope="row" class="tags">
        {imageName(picture.effect.catalogue, place)}
        {image.tags.length > 0 && basis.entryDays[place] === 0 && <span class="digest muted">{shortDigest(image.digest)}</span>}
      </th>
      <td role="cell" class="state">
        <MarkIcon mark={mark} /> {stateText(picture, place)}
        {isInUse[place] === 1 && (
          <span class="badge">
            <InUseIcon /> in use
          </span>
        )}
      </td>
      <td role="cell" class="pushed">
        {date(basis.pushTimes[place])}
      </td>
      <td role="cell" class="pulled">
        {lastPulledAt === undefined ? <span class="muted">not recorded</span> : date(lastPulledAt)}
      </td>
      <td role="cell" class="size">
        {sizeText(image)}
      </td>
      <td role="cell" class="why">
        {reasonOf(picture, place).map((part) => (
          <span key={part}>{part}</span>
        ))}
      </td>
    </tr>
  );
}
