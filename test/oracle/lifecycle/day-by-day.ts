import { byPriority, DocumentRule } from '../../../src/lifecycle/core/document';
import { evaluate } from '../../../src/lifecycle/core/evaluation';
import { ManifestLists, MILLISECONDS_PER_DAY, RepositoryImage } from '../../../src/lifecycle/core/images';
import { decidingRule, settledVerdicts } from '../../../src/lifecycle/core/verdicts';

/** What happened to an image: the day and the place of the rule. */
export interface Event {
  readonly day: number;
  readonly rule: number;
}

/** The days of a repository, each found by a preview of all its images. */
export interface Days {
  readonly imageCounts: number[];
  readonly bytes: number[];
  readonly archivedCounts: number[];
  readonly expired: Map<string, Event>;
  readonly archived: Map<string, Event>;
}

/**
 * Previews a policy once for each day, and carries out what it says before the next day.
 * @param arrivals the images of each day, with the references of their lists
 * @param isPossibleDone whether what is only possible is carried out, too
 */
export function dayByDay(
  rules: readonly DocumentRule[],
  inventory: readonly RepositoryImage[],
  knownLists: ManifestLists,
  arrivals: (day: number) => { readonly images: readonly RepositoryImage[]; readonly lists: ManifestLists },
  { now, days, isPossibleDone }: { readonly now: number; readonly days: number; readonly isPossibleDone: boolean },
): Days {
  const places = byPriority(rules);
  const lists = new Map(knownLists);
  const result: Days = { imageCounts: [], bytes: [], archivedCounts: [], expired: new Map(), archived: new Map() };
  let images = inventory.map((image) =>
    image.status === 'ACTIVATING' ? { ...image, status: 'ACTIVE' as const, lastActivatedAt: now } : image,
  );
  for (let day = 0; day <= days; day++) {
    const arrived = arrivals(day);
    images.push(...arrived.images);
    arrived.lists.forEach((children, list) => lists.set(list, children));
    const moment = now + day * MILLISECONDS_PER_DAY;
    const verdicts = settledVerdicts(evaluate(rules, images, moment, lists), lists);
    images = verdicts.flatMap((verdict) => {
      const { image } = verdict;
      const action = isPossibleDone ? verdict.action.replace('MAY_', '') : verdict.action;
      const rule = decidingRule(verdict);
      const event = { day, rule: rule === undefined ? -1 : places.indexOf(rule) };
      if (action === 'EXPIRE') {
        result.expired.set(image.digest, event);
        lists.delete(image.digest);
        return [];
      }
      if (action !== 'ARCHIVE') return [image];
      result.archived.set(image.digest, event);
      return [{ ...image, status: 'ARCHIVED' as const, lastArchivedAt: moment }];
    });
    const archive = images.filter(({ status }) => status === 'ARCHIVED');
    result.imageCounts.push(images.length);
    result.bytes.push(sum(images));
    result.archivedCounts.push(archive.length);
  }
  return result;
}

function sum(images: readonly RepositoryImage[]): number {
  return images.reduce((bytes, { sizeInBytes }) => bytes + sizeInBytes, 0);
}
