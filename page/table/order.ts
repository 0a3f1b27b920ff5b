import { Catalogue } from '../model/catalogue';
import { ImageState } from '../model/image-state';
import { Picture } from '../model/picture';

/** The columns by which the table is sorted. */
export type SortColumn = 'tags' | 'state' | 'pushed' | 'pulled' | 'size';

/** The order of the table. */
export interface Sort {
  readonly column: SortColumn;
  readonly isDescending: boolean;
}

/** The newest push first. */
export const FIRST_SORT: Sort = { column: 'pushed', isDescending: true };

/** The orders of the images by the columns that no policy changes. Each is sorted once. */
export class Orders {
  private readonly known = new Map<SortColumn, Int32Array>();

  constructor(private readonly catalogue: Catalogue) {}

  /** The places of all images, in ascending order. Images with equal values have the newest first. */
  public ascending(column: SortColumn, picture: Picture): Int32Array {
    // the states depend on the policy and the day
    if (column === 'state') return this.sorted(picture.states);
    const known = this.known.get(column) ?? this.sorted(this.valuesOf(column));
    this.known.set(column, known);
    return known;
  }

  private valuesOf(column: Exclude<SortColumn, 'state'>): ArrayLike<number> {
    const { images, pushTimes } = this.catalogue.basis;
    switch (column) {
      case 'pushed':
        return pushTimes;
      case 'size':
        return Float64Array.from(images, ({ sizeInBytes }) => sizeInBytes);
      case 'pulled':
        return Float64Array.from(images, ({ lastPulledAt }) => lastPulledAt ?? 0);
      case 'tags':
        return this.ranks();
    }
  }

  /** The rank of the first tag of each image. Images without a tag come last. */
  private ranks(): Float64Array {
    const { images } = this.catalogue.basis;
    // "v1.10" comes behind "v1.9"
    const names = images.map(({ tags }) => tags[0]?.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(20, '0')) ?? '\u{10ffff}');
    const ranks = new Float64Array(images.length);
    [...images.keys()]
      .sort((one, other) => (names[one] < names[other] ? -1 : names[one] > names[other] ? 1 : one - other))
      .forEach((place, rank) => (ranks[place] = rank));
    return ranks;
  }

  private sorted(values: ArrayLike<number>): Int32Array {
    return Int32Array.from({ length: values.length }, (_, place) => place).sort((one, other) => values[one] - values[other] || one - other);
  }
}

/** The rows of the table: the first ones, and how many there are. */
export interface Rows {
  readonly places: readonly number[];
  readonly total: number;
}

/** What the table shows of an order. */
export interface RowChoice {
  readonly isDescending: boolean;
  /** One byte for each image; all if undefined. */
  readonly isSelected?: Uint8Array;
  /** Whether assumed pushes are among them. */
  readonly withAssumed: boolean;
  /** The greatest number of rows. */
  readonly most: number;
}

/** Takes the first rows of an order. */
export function firstRows(ascending: Int32Array, { states }: Picture, choice: RowChoice): Rows {
  const { isDescending, isSelected, withAssumed, most } = choice;
  const last = withAssumed ? ImageState.ASSUMED_GOES : ImageState.GOES;
  const places: number[] = [];
  let total = 0;
  for (let index = 0; index < ascending.length; index++) {
    const place = ascending[isDescending ? ascending.length - 1 - index : index];
    if (states[place] === ImageState.ABSENT || states[place] > last || isSelected?.[place] === 0) continue;
    total++;
    if (places.length < most) places.push(place);
  }
  return { places, total };
}
