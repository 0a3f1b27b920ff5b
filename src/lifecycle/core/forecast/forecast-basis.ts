import { assumedPushes } from './assumed-pushes';
import { PushFamily, pushFamilies } from './push-families';
import { DocumentTagFilter } from '../document';
import { ImageRelations, ManifestLists, pushTime, RepositoryImage } from '../images';
import { selectedImages } from '../tag-pattern';

/** What no policy changes: the images of the inventory, the assumed pushes of the coming days, and their order and relations. */
export class ForecastBasis {
  /** All images, the newest first: those of the inventory, and the assumed ones. */
  public readonly images: readonly RepositoryImage[];
  /** The time that ECR counts as the push of each image. */
  public readonly pushTimes: Float64Array;
  /** For each image, the day on which it is there: 0 for those of the inventory. */
  public readonly entryDays: Int16Array;
  /** The places of the assumed images, in the order of their days. */
  public readonly arrivals: readonly number[];
  public readonly relations: ImageRelations;
  /** The places of the images that the known manifest lists reference. */
  public readonly children: ReadonlyMap<number, readonly number[]>;
  /** The places of the artifacts of images. */
  public readonly artifacts: ReadonlyMap<number, readonly number[]>;
  /** The places of images that a list references which is not in the inventory. */
  public readonly heldByAbsentLists: readonly number[];
  /** The families of the inventory, with the rates of their survivors. */
  public readonly families: readonly PushFamily[];
  /** Whether the inventory leaves a question open, so that what is possible may differ from what is certain. */
  public readonly hasOpenQuestions: boolean;

  private readonly selections = new Map<string, Uint32Array>();

  /**
   * @param now the time of day 0
   * @param days the last day
   * @param rates the pushes a day of families, instead of those of the survivors
   */
  constructor(
    inventory: readonly RepositoryImage[],
    lists: ManifestLists,
    public readonly now: number,
    public readonly days: number,
    rates: ReadonlyMap<string, number> = new Map(),
  ) {
    this.families = pushFamilies(inventory, lists, now);
    const assumed = assumedPushes(this.families, rates, lists, now, days);
    const restored = inventory.map((image) => (image.status === 'ACTIVATING' ? restoredAt(image, now) : image));
    const unordered = [...restored, ...assumed.images];
    const times = unordered.map((image) => pushTime(image, now));
    const order = [...unordered.keys()].sort(
      (one, other) => times[other] - times[one] || (unordered[one].digest < unordered[other].digest ? -1 : 1),
    );
    this.images = order.map((place) => unordered[place]);
    this.pushTimes = Float64Array.from(order, (place) => times[place]);
    this.entryDays = Int16Array.from(order, (place) => (place < restored.length ? 0 : assumed.days[place - restored.length]));
    this.arrivals = [...this.images.keys()]
      .filter((place) => this.entryDays[place] > 0)
      .sort((one, other) => this.entryDays[one] - this.entryDays[other] || other - one);
    const allLists = assumed.lists.size === 0 ? lists : new Map([...lists, ...assumed.lists]);
    this.relations = new ImageRelations(this.images, allLists);
    const related = [...this.relations.order];
    this.children = reversed(related, (place) => this.relations.holdersOf(place));
    this.artifacts = reversed(related, (place) => this.relations.subjectOf(place) ?? []);
    this.heldByAbsentLists =
      lists.size === 0 ? [] : [...this.images.keys()].filter((place) => this.relations.absentHolderOf(place) !== undefined);
    this.hasOpenQuestions =
      allLists.size > 0 ||
      this.relations.openLists.length > 0 ||
      this.images.some(
        ({ subjectDigest, status, lastArchivedAt }, place) =>
          subjectDigest !== undefined ||
          (status === 'ARCHIVED' && lastArchivedAt === undefined) ||
          this.pushTimes[place] === this.pushTimes[place + 1],
      );
  }

  /** The places of the images that each filter selects, the newest first. They are kept, because a changed number selects no other images. */
  public selected(filters: readonly DocumentTagFilter[]): Uint32Array[] {
    const keys = filters.map(({ tagStatus, tagPatternList = [], tagPrefixList = [] }) =>
      JSON.stringify([tagStatus, tagPatternList, tagPrefixList]),
    );
    const missing = [...keys.keys()].filter((filter) => !this.selections.has(keys[filter]));
    const found =
      missing.length === 0
        ? []
        : selectedImages(
            this.images,
            missing.map((filter) => filters[filter]),
          );
    found.forEach((places, at) => this.selections.set(keys[missing[at]], Uint32Array.from(places).sort()));
    return keys.map((key) => this.selections.get(key) ?? new Uint32Array());
  }
}

/** For each place, those that it is an answer for. */
function reversed(places: readonly number[], answersFor: (place: number) => readonly number[] | number): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const place of places) {
    for (const answer of [answersFor(place)].flat()) {
      const others = found.get(answer);
      if (others === undefined) found.set(answer, [place]);
      else others.push(place);
    }
  }
  return found;
}

/** What is being restored is taken as restored now. */
function restoredAt(image: RepositoryImage, now: number): RepositoryImage {
  return { ...image, status: 'ACTIVE', lastActivatedAt: now };
}
