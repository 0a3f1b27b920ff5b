import { RepositoryImage } from './repository-image';

/** The digests of the images that each manifest list references, for the lists whose manifests are known. */
export type ManifestLists = ReadonlyMap<string, readonly string[]>;

/** Which images of a repository depend on others. Images are named by their places in the list. */
export class ImageRelations {
  /** The manifest lists whose children are not known. */
  public readonly unlisted: readonly number[];
  /** The images that depend on others, each after those that it depends on. */
  public readonly order: readonly number[];

  private readonly subjects = new Map<number, number>();
  private readonly holders = new Map<number, number[]>();

  constructor(images: readonly RepositoryImage[], lists: ManifestLists) {
    this.unlisted = [...images.keys()].filter((place) => images[place].isManifestList && !lists.has(images[place].digest));
    const isRelated = lists.size > 0 || images.some(({ subjectDigest }) => subjectDigest !== undefined);
    const places = new Map(isRelated ? images.map(({ digest }, place) => [digest, place]) : []);
    images.forEach(({ digest, subjectDigest }, place) => {
      const subject = subjectDigest === undefined ? undefined : places.get(subjectDigest);
      if (subject !== undefined) this.subjects.set(place, subject);
      for (const child of new Set(lists.get(digest))) {
        const held = places.get(child);
        if (held !== undefined) append(this.holders, held, place);
      }
    });
    this.order = this.dependentsLast();
  }

  /** The image that an artifact belongs to; none when it is not in the repository. */
  public subjectOf(place: number): number | undefined {
    return this.subjects.get(place);
  }

  /** The manifest lists that are known to reference an image. */
  public holdersOf(place: number): readonly number[] {
    return this.holders.get(place) ?? [];
  }

  /** Images that depend on themselves, such as a list that is an artifact of an image that it references, are left out. */
  private dependentsLast(): number[] {
    const waitsFor = new Map<number, number>();
    const dependents = new Map<number, number[]>();
    for (const place of new Set([...this.subjects.keys(), ...this.holders.keys()])) {
      const subject = this.subjects.get(place);
      const others = [...this.holdersOf(place), ...(subject === undefined ? [] : [subject])];
      waitsFor.set(place, others.length);
      others.forEach((other) => append(dependents, other, place));
    }
    const order: number[] = [];
    const decided = [...dependents.keys()].filter((place) => !waitsFor.has(place));
    for (let place = decided.pop(); place !== undefined; place = decided.pop()) {
      for (const dependent of dependents.get(place) ?? []) {
        const left = (waitsFor.get(dependent) ?? 0) - 1;
        waitsFor.set(dependent, left);
        if (left > 0) continue;
        order.push(dependent);
        decided.push(dependent);
      }
    }
    return order;
  }
}

function append(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
