import { ManifestLists, MILLISECONDS_PER_DAY, RepositoryImage } from '../images';
import { PushFamily, sizeOf } from './push-families';
import { isOfOnePush } from './tag-family';

/** The images that the coming days are assumed to bring. */
export interface AssumedPushes {
  readonly images: readonly RepositoryImage[];
  /** The day on which each of them is there. */
  readonly days: readonly number[];
  /** The references of the manifest lists among them. */
  readonly lists: ManifestLists;
}

/** A rate of 0.1 a day must bring an image on day 10, although 10 times 0.1 may be a little less than 1. */
const ROUNDING = 1e-9;

/**
 * The pushes of the coming days: number n of a family comes on the day on which its rate times the days reaches n, as a copy of the last push
 * of the family with the mean size.
 */
export function assumedPushes(
  families: readonly PushFamily[],
  rates: ReadonlyMap<string, number>,
  lists: ManifestLists,
  now: number,
  days: number,
): AssumedPushes {
  const images: RepositoryImage[] = [];
  const entryDays: number[] = [];
  const references = new Map<string, readonly string[]>();
  const taken = new Set<number>();
  families.forEach((family, number) => {
    const rate = rates.get(family.name) ?? family.pushesPerDay;
    for (let day = 1, pushed = 0; day <= days; day++) {
      const before = pushed;
      pushed = Math.floor(rate * day + ROUNDING);
      for (let push = before; push < pushed; push++) {
        const share = (push - before + 0.5) / (pushed - before);
        let time = now + Math.floor((day - 1 + share) * MILLISECONDS_PER_DAY);
        // the order of images of the same instant is not known, which is no property of pushes that are only assumed
        while (taken.has(time)) time++;
        taken.add(time);
        for (const image of copyOf(family, `${number}-${push}`, time, lists, references)) {
          images.push(image);
          entryDays.push(day);
        }
      }
    }
  });
  return { images, days: entryDays, lists: references };
}

function copyOf(
  { lastPush, meanSizeInBytes }: PushFamily,
  id: string,
  pushedAt: number,
  lists: ManifestLists,
  references: Map<string, readonly string[]>,
): RepositoryImage[] {
  const size = sizeOf(lastPush);
  const scaled = (bytes: number, part: number) => (size > 0 ? (bytes * meanSizeInBytes) / size : part === 0 ? meanSizeInBytes : 0);
  // no digest of an image looks like this
  const digests = new Map(lastPush.map(({ digest }, part) => [digest, `assumed:${id}-${part}`]));
  const digestOf = (digest: string) => digests.get(digest) ?? digest;
  return lastPush.map((image, part) => {
    const digest = digestOf(image.digest);
    const children = lists.get(image.digest);
    if (children !== undefined) references.set(digest, children.map(digestOf));
    return {
      digest,
      tags: tagsOf(image),
      sizeInBytes: Math.round(scaled(image.sizeInBytes, part)),
      status: 'ACTIVE',
      // what came with the image came just before it
      pushedAt: pushedAt - part,
      ...(image.isManifestList === undefined ? {} : { isManifestList: image.isManifestList }),
      ...(image.subjectDigest === undefined ? {} : { subjectDigest: digestOf(image.subjectDigest) }),
    };
  });
}

/** The same tags, because rules select all of a family alike; without those that move from image to image, which an older image would lose. */
function tagsOf({ tags }: RepositoryImage): readonly string[] {
  const ofOnePush = tags.filter(isOfOnePush);
  return ofOnePush.length === 0 ? tags : ofOnePush;
}
