import { ManifestLists, MILLISECONDS_PER_DAY, RepositoryImage } from '../images';
import { ARTIFACTS, familyOf } from './tag-family';

/** The images whose tags differ only in numbers and hashes. Each family has a rate of pushes. */
export interface PushFamily {
  /** A tag with `*` in place of numbers and hashes, such as `main-*`; `untagged`, or `artifacts`. */
  readonly name: string;
  readonly imageCount: number;
  /** The mean number of pushes a day, which the forecast assumes for the coming days. */
  readonly pushesPerDay: number;
  /** The mean size of a push: the image, the images of its manifest list, and its artifacts. */
  readonly meanSizeInBytes: number;
  /** The images of its last push, of which the assumed pushes are copies: first the pushed one, then those that came with it. */
  readonly lastPush: readonly RepositoryImage[];
  /** Why the rate is 0. */
  readonly remark?: string;
}

/** The days whose pushes give the rate. */
const WINDOW = 28;

/**
 * The families of the images of a repository, the one with the most images first. What was deleted is not known, so that a rate is the one of
 * the survivors: it is taken over the time since the oldest of them, at most 28 days and at least 1.
 * @param lists the references of manifest lists, as far as they are known
 */
export function pushFamilies(images: readonly RepositoryImage[], lists: ManifestLists, now: number): PushFamily[] {
  const companions = companionsOf(images, lists);
  const members = new Map<string, RepositoryImage[]>();
  for (const image of images) {
    if (companions.are.has(image)) continue;
    const family = familyOf(image);
    const others = members.get(family);
    if (others === undefined) members.set(family, [image]);
    else others.push(image);
  }
  const families = [...members].map(([name, ofFamily]) => familyFrom(name, ofFamily, (image) => companions.of.get(image) ?? [], now));
  return families.sort((one, other) => other.imageCount - one.imageCount || (one.name < other.name ? -1 : 1));
}

function familyFrom(
  name: string,
  members: readonly RepositoryImage[],
  companionsOfImage: (image: RepositoryImage) => readonly RepositoryImage[],
  now: number,
): PushFamily {
  const pushes = members.filter(({ pushedAt }) => pushedAt <= now);
  const oldest = pushes.reduce((time, { pushedAt }) => Math.min(time, pushedAt), Infinity);
  const days = Math.min(WINDOW, Math.max(1, (now - oldest) / MILLISECONDS_PER_DAY));
  const recent = pushes.filter(({ pushedAt }) => now - pushedAt <= days * MILLISECONDS_PER_DAY).length;
  const last = members.reduce((latest, image) => (image.pushedAt > latest.pushedAt ? image : latest));
  const bytes = members.reduce((sum, image) => sum + sizeOf([image, ...companionsOfImage(image)]), 0);
  const remark = whyNoRate(name, pushes.length, recent);
  return {
    name,
    imageCount: members.length,
    pushesPerDay: remark === undefined ? recent / days : 0,
    meanSizeInBytes: Math.round(bytes / members.length),
    lastPush: [last, ...companionsOfImage(last)],
    ...(remark === undefined ? {} : { remark }),
  };
}

function whyNoRate(name: string, pushes: number, recent: number): string | undefined {
  if (name === ARTIFACTS) return 'they belong to images that are not in the inventory';
  if (recent === 0) return `no push in the last ${WINDOW} days`;
  return pushes === 1 ? 'one image gives no rate' : undefined;
}

export function sizeOf(images: readonly RepositoryImage[]): number {
  return images.reduce((sum, { sizeInBytes }) => sum + sizeInBytes, 0);
}

/** The images that are pushed together with another one: the untagged images of manifest lists, and artifacts of images in the inventory. */
function companionsOf(
  images: readonly RepositoryImage[],
  lists: ManifestLists,
): { readonly of: ReadonlyMap<RepositoryImage, readonly RepositoryImage[]>; readonly are: ReadonlySet<RepositoryImage> } {
  const of = new Map<RepositoryImage, RepositoryImage[]>();
  const are = new Set<RepositoryImage>();
  if (lists.size === 0 && images.every(({ subjectDigest }) => subjectDigest === undefined)) return { of, are };
  const byDigest = new Map(images.map((image) => [image.digest, image]));
  const add = (main: RepositoryImage | undefined, companion: RepositoryImage | undefined) => {
    if (main === undefined || companion === undefined || main === companion || are.has(companion)) return;
    are.add(companion);
    const others = of.get(main);
    if (others === undefined) of.set(main, [companion]);
    else others.push(companion);
  };
  for (const [list, children] of lists) {
    for (const child of children) {
      const image = byDigest.get(child);
      if (image?.tags.length === 0 && image.subjectDigest === undefined) add(byDigest.get(list), image);
    }
  }
  for (const image of images) {
    if (image.subjectDigest !== undefined) add(byDigest.get(image.subjectDigest), image);
  }
  return { of, are };
}
