import { CountCursor } from './count-cursor';
import { ForecastBasis } from './forecast-basis';
import { mayBeReferenced, storageClassOfImage } from '../images';

/** The images at the end of a day, after the policy was applied. */
export interface ForecastTotals {
  /** Archived ones included. */
  readonly imageCount: number;
  /** Archived ones included. Layers that images share count once per image. */
  readonly sizeInBytes: number;
  readonly archivedImageCount: number;
}

/** A cursor, and the images that it counts. */
export interface Watcher {
  readonly cursor: CountCursor;
  /** 1 for each image that the rule of the cursor selects. */
  readonly selects: Uint8Array;
  /** Whether only images count that certainly do. */
  readonly isCautious: boolean;
}

const ABSENT = 0;
const STANDARD = 1;
const ARCHIVED = 2;

/** The images that are there on a day, in each storage class. */
export class PresentImages {
  /** The number of images that are, or may be, manifest lists with unknown references, and how many of them are not archived. */
  public openLists = 0;
  public openStandardLists = 0;
  /** The number of images that were archived or removed so far. */
  public departures = 0;

  private readonly states: Uint8Array;
  /** For each image, the number of lists that are known to reference it and were not deleted. */
  private readonly references: Uint32Array;
  private readonly isOpenList: Uint8Array;
  private readonly watchers: Watcher[] = [];
  private imageCount = 0;
  private sizeInBytes = 0;
  private archivedImageCount = 0;

  constructor(private readonly basis: ForecastBasis) {
    this.states = new Uint8Array(basis.images.length);
    this.references = new Uint32Array(basis.images.length);
    this.isOpenList = new Uint8Array(basis.images.length);
    for (const place of basis.relations.openLists) this.isOpenList[place] = 1;
    for (const place of basis.heldByAbsentLists) this.references[place]++;
    basis.entryDays.forEach((day, image) => day === 0 && this.enter(image));
  }

  public isPresent(image: number): boolean {
    return this.states[image] !== ABSENT;
  }

  public isStandard(image: number): boolean {
    return this.states[image] === STANDARD;
  }

  public isArchived(image: number): boolean {
    return this.states[image] === ARCHIVED;
  }

  /** Whether the image is one of `openLists`. */
  public isOpen(image: number): boolean {
    return this.isOpenList[image] === 1 && this.isPresent(image);
  }

  /** Keeps a cursor up to date. */
  public watch(watcher: Watcher): void {
    this.watchers.push(watcher);
  }

  /** Whether a rule that keeps a number of images counts the image. */
  public counts(image: number): boolean {
    return this.isStandard(image);
  }

  /** Whether it certainly does: AWS does not document whether the images of manifest lists count. */
  public certainlyCounts(image: number): boolean {
    if (!this.isStandard(image) || this.references[image] > 0) return false;
    const others = this.openLists - this.isOpenList[image];
    return others === 0 || !mayBeReferenced(this.basis.images[image]);
  }

  public enter(image: number): void {
    const { sizeInBytes } = this.basis.images[image];
    this.imageCount++;
    this.sizeInBytes += sizeInBytes;
    if (storageClassOfImage(this.basis.images[image]) === 'archive') {
      this.archivedImageCount++;
      this.become(image, ARCHIVED);
    } else {
      this.become(image, STANDARD);
    }
    this.changeReferences(image, 1);
  }

  public archive(image: number): void {
    this.departures++;
    this.archivedImageCount++;
    this.become(image, ARCHIVED);
  }

  public remove(image: number): void {
    this.departures++;
    const { sizeInBytes } = this.basis.images[image];
    this.imageCount--;
    this.sizeInBytes -= sizeInBytes;
    if (this.isArchived(image)) {
      this.archivedImageCount--;
    }
    this.become(image, ABSENT);
    this.changeReferences(image, -1);
  }

  public totals(): ForecastTotals {
    const { imageCount, sizeInBytes, archivedImageCount } = this;
    return { imageCount, sizeInBytes, archivedImageCount };
  }

  private become(image: number, state: number): void {
    this.noting(image, () => {
      this.countOpenList(image, -1);
      this.states[image] = state;
      this.countOpenList(image, 1);
    });
  }

  private changeReferences(list: number, by: number): void {
    for (const child of this.basis.children.get(list) ?? []) this.noting(child, () => (this.references[child] += by));
  }

  private countOpenList(image: number, by: number): void {
    if (!this.isOpen(image)) return;
    const before = this.openLists;
    this.openLists += by;
    if (this.isStandard(image)) this.openStandardLists += by;
    // with two of them, any image may be referenced by one that it is not itself
    if (Math.min(before, this.openLists) < 2) this.forgetCounts();
  }

  private forgetCounts(): void {
    for (const { cursor, isCautious } of this.watchers) {
      if (isCautious) cursor.reset();
    }
  }

  /** Tells the cursors whether the image counts after the change, unlike before. */
  private noting(image: number, change: () => void): void {
    const counted = this.counts(image);
    const certainlyCounted = this.certainlyCounts(image);
    change();
    const more = Number(this.counts(image)) - Number(counted);
    const certainlyMore = Number(this.certainlyCounts(image)) - Number(certainlyCounted);
    for (const { cursor, selects, isCautious } of this.watchers) {
      if (selects[image] === 0) continue;
      const by = isCautious ? certainlyMore : more;
      if (by !== 0) cursor.changed(image, by);
    }
  }
}
