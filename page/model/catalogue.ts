import { Lanes, lanesOf } from './lanes';
import { ForecastBasis } from '../../src/lifecycle/core/forecast/forecast-basis';
import { familyOf } from '../../src/lifecycle/core/forecast/tag-family';

/** What no policy changes about the images of a repository, one entry for each image of the basis: it is computed once, some of it on request. */
export class Catalogue {
  public readonly lanes: Lanes;
  /** Whether something runs the image. */
  public readonly isInUse: Uint8Array;
  private places?: ReadonlyMap<string, number>;
  private lowerCase?: readonly string[];

  /** @param inUse the digests of the images that something runs */
  constructor(
    public readonly basis: ForecastBasis,
    inUse: ReadonlySet<string>,
  ) {
    const { images } = basis;
    this.lanes = lanesOf(images.map(familyOf));
    this.isInUse = inUse.size === 0 ? new Uint8Array(images.length) : Uint8Array.from(images, ({ digest }) => Number(inUse.has(digest)));
  }

  /** The place of an image, by its digest. */
  public get placeOf(): ReadonlyMap<string, number> {
    return (this.places ??= new Map(this.basis.images.map(({ digest }, place) => [digest, place])));
  }

  /** Tags and digest of each image in lower case, for the search. */
  public get texts(): readonly string[] {
    return (this.lowerCase ??= this.basis.images.map(({ tags, digest }) => `${tags.join('\n')}\n${digest}`.toLowerCase()));
  }
}
