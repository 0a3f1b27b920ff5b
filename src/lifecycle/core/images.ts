export const MILLISECONDS_PER_DAY = 24 * 60 * 60 * 1000;

export type StorageClass = 'standard' | 'archive';

/** An image in the output of `aws ecr describe-images`. Times are milliseconds since 1970. */
export interface RepositoryImage {
  readonly digest: string;
  readonly tags: readonly string[];
  /** The size of the image; 0 for a manifest list, whose images are separate entries. */
  readonly sizeInBytes: number;
  readonly status: 'ACTIVE' | 'ARCHIVED' | 'ACTIVATING';
  readonly pushedAt: number;
  readonly lastPulledAt?: number;
  readonly lastArchivedAt?: number;
  readonly lastActivatedAt?: number;
  /** Whether the image is a manifest list. Undefined where the inventory does not have its media type, so that it may be one. */
  readonly isManifestList?: boolean;
  /** The digest of the image that this one is a signature, an SBOM or another artifact of. */
  readonly subjectDigest?: string;
}

export function storageClassOfImage({ status }: RepositoryImage): StorageClass {
  return status === 'ARCHIVED' ? 'archive' : 'standard';
}

/** The time that ECR counts as the push. Restoring an image from the archive counts as a push. */
export function pushTime(image: RepositoryImage, now: number): number {
  return image.status === 'ACTIVATING' ? now : (image.lastActivatedAt ?? image.pushedAt);
}

/** The time that ECR counts as the last pull: that of the push if the image was not pulled since. */
export function pullTime(image: RepositoryImage, now: number): number {
  return Math.max(image.lastPulledAt ?? -Infinity, pushTime(image, now));
}

/** The digests of the images that each manifest list references, for the lists whose manifests are known. */
export type ManifestLists = ReadonlyMap<string, readonly string[]>;

/** Whether an image is, or may be, a manifest list whose references are not known. */
export function hasUnknownReferences({ isManifestList, digest }: RepositoryImage, lists: ManifestLists): boolean {
  return isManifestList !== false && !lists.has(digest);
}

/**
 * Whether a list whose references are not known may reference an image. Tags do not matter: `docker manifest create` references tagged
 * images. A list may reference another list. An artifact belongs to its subject.
 */
export function mayBeReferenced({ subjectDigest }: RepositoryImage): boolean {
  return subjectDigest === undefined;
}

/** The images that manifest lists reference, or may reference. */
export class ReferencedImages {
  private readonly known: ReadonlySet<string>;
  /** Two are enough to answer every question: no list references itself. */
  private readonly openLists: readonly RepositoryImage[];

  constructor(images: readonly RepositoryImage[], lists: ManifestLists) {
    this.known = new Set([...lists.values()].flat());
    this.openLists = images.filter((image) => hasUnknownReferences(image, lists)).slice(0, 2);
  }

  public isKnown({ digest }: RepositoryImage): boolean {
    return this.known.has(digest);
  }

  public mayInclude(image: RepositoryImage): boolean {
    return this.isKnown(image) || (mayBeReferenced(image) && this.openLists.some((list) => list !== image));
  }
}

/** The dependencies between the images of a repository. Images are identified by their places in the inventory. */
export class ImageRelations {
  /** The images that are, or may be, manifest lists whose references are not known. */
  public readonly openLists: readonly number[];
  /** The images that depend on others, each after those that it depends on. */
  public readonly order: readonly number[];

  private readonly subjects = new Map<number, number>();
  private readonly holders = new Map<number, number[]>();
  private readonly absentHolders = new Map<number, string>();
  private readonly orphans = new Set<number>();
  private readonly ownHolders = new Set<number>();

  constructor(images: readonly RepositoryImage[], lists: ManifestLists) {
    this.openLists = [...images.keys()].filter((place) => hasUnknownReferences(images[place], lists));
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
    this.order = this.inOrder();
  }

  /** The image that an artifact belongs to, if it is in the inventory. */
  public subjectOf(place: number): number | undefined {
    return this.subjects.get(place);
  }

  /** Whether an artifact belongs to an image that is not in the inventory. */
  public isOrphan(place: number): boolean {
    return this.orphans.has(place);
  }

  /**
   * Whether an artifact belongs to an image that depends on the artifact, such as a list to an image that it references. What ECR does with such
   * a pair is not documented. The artifact has no subject here, so that its image waits for it, and not it for its image.
   */
  public isOfDependent(place: number): boolean {
    return this.ownHolders.has(place);
  }

  /** The digest of a manifest list that references the image and is not in the inventory. */
  public absentHolderOf(place: number): string | undefined {
    return this.absentHolders.get(place);
  }

  /** The manifest lists of the inventory that are known to reference the image. */
  public holdersOf(place: number): readonly number[] {
    return this.holders.get(place) ?? [];
  }

  private inOrder(): number[] {
    const places = new Set([...this.subjects.keys(), ...this.holders.keys()]);
    const dependencies = (place: number) => [...this.holdersOf(place), this.subjects.get(place) ?? []].flat();
    const order = dependentsLast(places, dependencies);
    if (order.length === places.size) return order;
    // what is left is in a cycle or depends on one; without those on which nothing depends, it is in a cycle
    const left = new Set(places);
    for (const place of order) left.delete(place);
    const dependents = new Map<number, number[]>();
    for (const place of left) for (const other of dependencies(place)) append(dependents, other, place);
    for (const place of dependentsLast(left, (other) => dependents.get(other) ?? [])) left.delete(place);
    for (const [artifact, subject] of this.subjects) if (left.has(artifact) && left.has(subject)) this.ownHolders.add(artifact);
    for (const artifact of this.ownHolders) this.subjects.delete(artifact);
    return dependentsLast(places, dependencies);
  }
}

/** Orders images so that each is after those that it depends on. Leaves out those in a cycle, and those that depend on them. */
function dependentsLast(places: ReadonlySet<number>, dependenciesOf: (place: number) => readonly number[]): number[] {
  const waitsFor = new Map<number, number>();
  const dependents = new Map<number, number[]>();
  for (const place of places) {
    const others = dependenciesOf(place).filter((other) => places.has(other));
    waitsFor.set(place, others.length);
    others.forEach((other) => append(dependents, other, place));
  }
  const order = [...places].filter((place) => waitsFor.get(place) === 0);
  // those that are added are visited as well
  for (const place of order) {
    for (const dependent of dependents.get(place) ?? []) {
      const left = (waitsFor.get(dependent) ?? 0) - 1;
      waitsFor.set(dependent, left);
      if (left === 0) order.push(dependent);
    }
  }
  return order;
}

function append(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
