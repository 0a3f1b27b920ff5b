import { DocumentStorageClass } from './document';

export const MILLISECONDS_PER_DAY = 24 * 60 * 60 * 1000;

/** An image as `aws ecr describe-images` shows it; times are milliseconds since 1970. */
export interface RepositoryImage {
  readonly digest: string;
  readonly tags: readonly string[];
  /** Of a manifest list: the size of its largest image, which is an image of its own. */
  readonly sizeInBytes: number;
  readonly status: 'ACTIVE' | 'ARCHIVED' | 'ACTIVATING';
  readonly pushedAt: number;
  readonly lastPulledAt?: number;
  readonly lastArchivedAt?: number;
  readonly lastActivatedAt?: number;
  readonly isManifestList: boolean;
  /** The digest of the image that this one is a signature, an SBOM or another artifact of. */
  readonly subjectDigest?: string;
}

export function storageClassOfImage({ status }: RepositoryImage): DocumentStorageClass {
  return status === 'ARCHIVED' ? 'archive' : 'standard';
}

/** When ECR takes the image as pushed: a restored image behaves like one that was just pushed. */
export function pushTime(image: RepositoryImage, now: number): number {
  return image.status === 'ACTIVATING' ? now : (image.lastActivatedAt ?? image.pushedAt);
}

/** When ECR takes the image as pulled: an image that was not pulled since its push or its restoration counts from there. */
export function pullTime(image: RepositoryImage, now: number): number {
  return Math.max(image.lastPulledAt ?? -Infinity, pushTime(image, now));
}

/** The digests of the images that each manifest list references, for the lists whose manifests are known. */
export type ManifestLists = ReadonlyMap<string, readonly string[]>;

/** The images that are among those of a manifest list, or may be, where its manifest is not known. */
export class PossibleChildren {
  private readonly known: ReadonlySet<string>;
  private readonly unlisted: readonly RepositoryImage[];

  constructor(images: readonly RepositoryImage[], lists: ManifestLists) {
    this.known = new Set([...lists.values()].flat());
    this.unlisted = images.filter(({ isManifestList, digest }) => isManifestList && !lists.has(digest));
  }

  public isKnown({ digest }: RepositoryImage): boolean {
    return this.known.has(digest);
  }

  public has(image: RepositoryImage): boolean {
    return this.isKnown(image) || (mayBeChild(image) && (this.unlisted.length > 1 || this.unlisted.some((list) => list !== image)));
  }
}

/**
 * Whether an image may be one of a list whose children are not known. Tags do not matter: `docker manifest create` references tagged images.
 * A list may be in another list. An artifact belongs to its subject.
 */
export function mayBeChild({ subjectDigest }: RepositoryImage): boolean {
  return subjectDigest === undefined;
}

/** Which images of a repository depend on others. Images are named by their places in the list. */
export class ImageRelations {
  /** The manifest lists whose children are not known. */
  public readonly unlisted: readonly number[];
  /** The images that depend on others, each after those that it depends on. */
  public readonly order: readonly number[];

  private readonly subjects = new Map<number, number>();
  private readonly holders = new Map<number, number[]>();
  private readonly absentHolders = new Map<number, string>();
  private readonly orphans = new Set<number>();

  constructor(images: readonly RepositoryImage[], lists: ManifestLists) {
    this.unlisted = [...images.keys()].filter((place) => images[place].isManifestList && !lists.has(images[place].digest));
    const isRelated = lists.size > 0 || images.some(({ subjectDigest }) => subjectDigest !== undefined);
    const places = new Map(isRelated ? images.map(({ digest }, place) => [digest, place]) : []);
    images.forEach(({ subjectDigest }, place) => {
      const subject = subjectDigest === undefined ? undefined : places.get(subjectDigest);
      if (subject !== undefined) this.subjects.set(place, subject);
      else if (subjectDigest !== undefined) this.orphans.add(place);
    });
    for (const [list, children] of lists) {
      const holder = places.get(list);
      for (const child of new Set(children)) {
        const held = places.get(child);
        if (held === undefined) continue;
        if (holder === undefined) this.absentHolders.set(held, list);
        else append(this.holders, held, holder);
      }
    }
    this.order = this.dependentsLast();
  }

  /** The image that an artifact belongs to; none when it is not in the inventory. */
  public subjectOf(place: number): number | undefined {
    return this.subjects.get(place);
  }

  /** Whether an artifact belongs to an image that is not in the inventory. */
  public isOrphan(place: number): boolean {
    return this.orphans.has(place);
  }

  /** A manifest list that is known to reference an image, and is not in the inventory. */
  public absentHolderOf(place: number): string | undefined {
    return this.absentHolders.get(place);
  }

  /** The manifest lists of the inventory that are known to reference an image. */
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
