import { Lanes, lanesOf } from './lanes';
import { ForecastBasis } from '../../src/lifecycle/core/forecast/forecast-basis';
import { familyOf } from '../../src/lifecycle/core/forecast/tag-family';

/** What no policy changes about the images of a repository, one entry for each image of the basis: it is computed once. */
export interface Catalogue {
  readonly basis: ForecastBasis;
  readonly lanes: Lanes;
  /** Whether something runs the image. */
  readonly isInUse: Uint8Array;
  readonly placeOf: ReadonlyMap<string, number>;
  /** Tags and digest in lower case, for the search. They are written when they are needed first. */
  readonly texts: () => readonly string[];
}

/**
 * Makes the catalogue of a repository.
 * @param inUse the digests of the images that something runs
 */
export function catalogueOf(basis: ForecastBasis, inUse: ReadonlySet<string>): Catalogue {
  const { images } = basis;
  const isInUse = new Uint8Array(images.length);
  const placeOf = new Map<string, number>();
  images.forEach((image, place) => {
    placeOf.set(image.digest, place);
    if (inUse.has(image.digest)) isInUse[place] = 1;
  });
  let texts: string[] | undefined;
  return {
    basis,
    lanes: lanesOf(images.map(familyOf)),
    isInUse,
    placeOf,
    texts: () => (texts ??= images.map(({ tags, digest }) => `${tags.join('\n')}\n${digest}`.toLowerCase())),
  };
}
