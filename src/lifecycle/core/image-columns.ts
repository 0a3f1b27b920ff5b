import { ManifestLists, RepositoryImage } from './images';

/** The images of a repository as JSON that is small, and quick to read: a list for each member. */
export interface ImageColumns {
  readonly count: number;
  /** The hexadecimal digits of all digests, 64 each; none for digests in `otherDigests`. */
  readonly digests: string;
  /** Digests that are not 64 hexadecimal digits of SHA-256. */
  readonly otherDigests: Sparse<string>;
  readonly tags: readonly (readonly string[])[];
  readonly sizes: readonly number[];
  /** Milliseconds, each after the whole millisecond of the one before. */
  readonly pushed: readonly number[];
  /** Milliseconds after the whole millisecond of the push, as the two that follow. */
  readonly pulled: Sparse<number>;
  readonly archived: Sparse<number>;
  readonly activated: Sparse<number>;
  /** Of the images that are not active. */
  readonly statuses: Sparse<RepositoryImage['status']>;
  /** Of the images that are, or may be, manifest lists: null where that is not known. */
  readonly manifestLists: Sparse<true | null>;
  readonly subjects: Sparse<Reference>;
  /** The manifest lists whose references are known, each followed by its references. */
  readonly references: readonly (readonly Reference[])[];
}

/** The values of the images that have one, and the steps from each of these images to the next. */
interface Sparse<T> {
  readonly steps: readonly number[];
  readonly values: readonly T[];
}

/** The place of an image among all, or the digest of one that is not among them. */
type Reference = number | string;

const SHA_256 = /^sha256:[0-9a-f]{64}$/;
const HEX_DIGITS = 64;

/** Returns the columns of images. */
export function imageColumns(images: readonly RepositoryImage[], lists: ManifestLists): ImageColumns {
  const column = <T>(valueOf: (image: RepositoryImage) => T | undefined) => sparse(images.map(valueOf));
  const afterPush = (timeOf: (image: RepositoryImage) => number | undefined) =>
    column((image) => {
      const time = timeOf(image);
      return time === undefined ? undefined : time - Math.floor(image.pushedAt);
    });
  const isPlain = ({ digest }: RepositoryImage) => SHA_256.test(digest);
  const isRelated = lists.size > 0 || images.some(({ subjectDigest }) => subjectDigest !== undefined);
  const places = new Map(isRelated ? images.map(({ digest }, place) => [digest, place]) : []);
  const reference = (digest: string): Reference => places.get(digest) ?? digest;
  return {
    count: images.length,
    digests: images.map((image) => (isPlain(image) ? image.digest.slice(-HEX_DIGITS) : '')).join(''),
    otherDigests: column((image) => (isPlain(image) ? undefined : image.digest)),
    tags: images.map(({ tags }) => tags),
    sizes: images.map(({ sizeInBytes }) => sizeInBytes),
    pushed: images.map(({ pushedAt }, place) => pushedAt - (place === 0 ? 0 : Math.floor(images[place - 1].pushedAt))),
    pulled: afterPush(({ lastPulledAt }) => lastPulledAt),
    archived: afterPush(({ lastArchivedAt }) => lastArchivedAt),
    activated: afterPush(({ lastActivatedAt }) => lastActivatedAt),
    statuses: column(({ status }) => (status === 'ACTIVE' ? undefined : status)),
    manifestLists: column(({ isManifestList }) => (isManifestList === false ? undefined : (isManifestList ?? null))),
    subjects: column(({ subjectDigest }) => (subjectDigest === undefined ? undefined : reference(subjectDigest))),
    references: [...lists].map(([list, children]) => [list, ...children].map(reference)),
  };
}

/** Returns the images of columns, each with all members in the same order, so that the engine keeps them in one shape. */
export function imagesOfColumns(columns: ImageColumns): RepositoryImage[] {
  const { count, tags, sizes, pushed } = columns;
  const digests = digestsOf(columns);
  const [pulled, archived, activated] = [columns.pulled, columns.archived, columns.activated].map((column) => dense(column, count));
  const statuses = dense(columns.statuses, count);
  const manifestLists = dense(columns.manifestLists, count);
  const subjects = dense(columns.subjects, count);
  const images: RepositoryImage[] = [];
  let before = 0;
  for (let place = 0; place < count; place++) {
    const pushedAt = before + pushed[place];
    before = Math.floor(pushedAt);
    const after = (time: number | undefined) => (time === undefined ? undefined : before + time);
    const isManifestList = manifestLists[place];
    const subject = subjects[place];
    images.push({
      digest: digests[place],
      tags: tags[place],
      sizeInBytes: sizes[place],
      status: statuses[place] ?? 'ACTIVE',
      pushedAt,
      lastPulledAt: after(pulled[place]),
      lastArchivedAt: after(archived[place]),
      lastActivatedAt: after(activated[place]),
      isManifestList: isManifestList === undefined ? false : (isManifestList ?? undefined),
      subjectDigest: typeof subject === 'number' ? digests[subject] : subject,
    });
  }
  return images;
}

/**
 * Returns the references of manifest lists.
 * @param images those of the same columns
 */
export function listsOfColumns({ references }: ImageColumns, images: readonly RepositoryImage[]): ManifestLists {
  const digestOf = (reference: Reference) => (typeof reference === 'number' ? images[reference].digest : reference);
  return new Map(
    references.map((list) => {
      const [holder, ...children] = list.map(digestOf);
      return [holder, children];
    }),
  );
}

function digestsOf({ count, digests, otherDigests }: ImageColumns): string[] {
  const others = dense(otherDigests, count);
  let at = 0;
  return Array.from(others, (other) => other ?? `sha256:${digests.slice(at, (at += HEX_DIGITS))}`);
}

function sparse<T>(values: readonly (T | undefined)[]): Sparse<T> {
  const column: { steps: number[]; values: T[] } = { steps: [], values: [] };
  let before = 0;
  values.forEach((value, place) => {
    if (value === undefined) return;
    column.steps.push(place - before);
    column.values.push(value);
    before = place;
  });
  return column;
}

function dense<T>({ steps, values }: Sparse<T>, count: number): (T | undefined)[] {
  const column = new Array<T | undefined>(count).fill(undefined);
  let place = 0;
  steps.forEach((step, index) => (column[(place += step)] = values[index]));
  return column;
}
