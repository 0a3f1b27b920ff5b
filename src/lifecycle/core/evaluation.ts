import { COUNT_TYPES } from './count-types';
import { byPriority, DocumentRule, storageClassOf } from './document';
import { ManifestLists, MILLISECONDS_PER_DAY, pushTime, ReferencedImages, RepositoryImage, storageClassOfImage } from './images';
import { selectedImages } from './tag-pattern';

/** The action of the rules on an image, before dependencies between images are considered. */
export interface RuleVerdict {
  readonly image: RepositoryImage;
  readonly action: RuleAction;
  /** The rule that decides. Undefined if no rule selects the image. */
  readonly identification?: Identification;
  /** The reason why the action is possible but not certain. Undefined if it is certain. */
  readonly open?: OpenQuestion;
  /** Whether manifests would answer the question. */
  readonly needsManifests?: boolean;
}

export type RuleAction = 'KEEP' | 'EXPIRE' | 'ARCHIVE';

/**
 * A question that neither the inventory nor the documentation of AWS answers: which images of the same instant count as newer, whether the
 * images of manifest lists count, when an image was archived, what happens to the subject of an artifact, and to one that waits for its artifact.
 */
export type OpenQuestion = 'TIE' | 'COUNT' | 'TIME' | 'SUBJECT' | 'DEPENDENT_SUBJECT';

/** The first rule that selects an image. It alone decides, because ECR excludes the images that a rule selects from all later rules. */
export interface Identification {
  readonly rule: DocumentRule;
  /** The place of the image among all that the rule selects. The newest is number 1. */
  readonly place: number;
  /** The number of images that the rule selects. */
  readonly among: number;
}

/**
 * Applies the rules to the images of a repository. Returns the verdicts by storage class, the newest image first.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
export function evaluate(
  rules: readonly DocumentRule[],
  images: readonly RepositoryImage[],
  now: number,
  lists: ManifestLists = new Map(),
): RuleVerdict[] {
  const ordered = byPriority(rules);
  const referenced = new ReferencedImages(images, lists);
  return (['standard', 'archive'] as const).flatMap((storageClass) =>
    evaluateStorageClass(
      ordered.filter((rule) => storageClassOf(rule) === storageClass),
      images.filter((image) => storageClassOfImage(image) === storageClass),
      now,
      referenced,
    ),
  );
}

function evaluateStorageClass(
  rules: DocumentRule[],
  inventory: RepositoryImage[],
  now: number,
  referenced: ReferencedImages,
): RuleVerdict[] {
  const order = newestFirst(inventory, now);
  const images = order.map((index) => inventory[index]);
  const identifiedByRule = identifiedNewestFirst(rules, inventory, order);
  const decided: (RuleVerdict | undefined)[] = images.map(() => undefined);
  rules.forEach((rule, number) => {
    const identified = identifiedByRule[number];
    const verdictAt = judgeOf(rule, images, identified, now, referenced);
    identified.forEach((index, newer) => {
      // an image of an earlier rule counts here, but this rule does not act on it, even if the earlier rule kept it
      if (decided[index] !== undefined) return;
      decided[index] = { image: images[index], ...verdictAt(newer), identification: { rule, place: newer + 1, among: identified.length } };
    });
  });
  return images.map((image, index) => decided[index] ?? { image, action: 'KEEP' });
}

/** The actions of rules, by their names in the document. */
export const RULE_ACTIONS = { expire: 'EXPIRE', transition: 'ARCHIVE' } as const;

/** The order in which images count. AWS does not document the order of images that were pushed in the same instant; here the digest decides. */
function newestFirst(images: readonly RepositoryImage[], now: number): number[] {
  // computed once, because a sort compares each image many times
  const times = images.map((image) => pushTime(image, now));
  return [...images.keys()].sort((one, other) => times[other] - times[one] || (images[one].digest < images[other].digest ? -1 : 1));
}

/**
 * Returns, for each rule, the places in the order of the images that it selects. Tags are matched in the order of the inventory, which is
 * their order in memory: in the order of time, a million of them takes a third longer.
 */
function identifiedNewestFirst(rules: DocumentRule[], inventory: RepositoryImage[], order: number[]): Uint32Array[] {
  const places = new Uint32Array(order.length);
  order.forEach((index, place) => (places[index] = place));
  const selections = rules.map(({ selection }) => selection);
  return selectedImages(inventory, selections).map((selected) => {
    const identified = new Uint32Array(selected.length);
    selected.forEach((index, at) => (identified[at] = places[index]));
    return identified.sort();
  });
}

type Judgement = Pick<RuleVerdict, 'action' | 'open' | 'needsManifests'>;

/** The action of a rule on each image that it selects, by the place of the image from the newest. */
function judgeOf(
  rule: DocumentRule,
  images: readonly RepositoryImage[],
  identified: Uint32Array,
  now: number,
  referenced: ReferencedImages,
): (place: number) => Judgement {
  const action = RULE_ACTIONS[rule.action.type];
  const imageAt = (place: number) => images[identified[place]];
  const { countType, countNumber, tagStatus } = rule.selection;
  const { event } = COUNT_TYPES[countType];
  if (event !== undefined) {
    return (place) => {
      const time = event.time(imageAt(place), now);
      if (time === undefined) return { action, open: 'TIME' };
      return { action: now - time > countNumber * MILLISECONDS_PER_DAY ? action : 'KEEP' };
    };
  }

  const border = (mayNotCount: (image: RepositoryImage) => boolean) =>
    countBorder(
      identified.length,
      countNumber,
      (place) => pushTime(imageAt(place), now),
      // an image that a rule selects by its tag counts as any other
      (place) => tagStatus !== 'tagged' && mayNotCount(imageAt(place)),
    );
  const widest = border((image) => referenced.mayInclude(image));
  // the border if all manifests were known
  const known = border((image) => referenced.isKnown(image));
  return (place) => byPlace(place, action, pushTime(imageAt(place), now), widest, known);
}

function byPlace(place: number, action: RuleAction, pushed: number, { open, acted, tie }: CountBorder, known: CountBorder): Judgement {
  if (place < open) return { action: 'KEEP' };
  if (place >= acted) return { action };
  if (pushed === tie) return { action, open: 'TIE' };
  return { action, open: 'COUNT', ...(place >= known.acted ? { needsManifests: true } : {}) };
}

/** The places between which a rule that keeps a number of images begins to act, in the order of the images from the newest. */
interface CountBorder {
  /** The first place that is not certain to be kept. */
  readonly open: number;
  /** The first place that is certain to be acted on. */
  readonly acted: number;
  /** The push time of the last image that is kept and the first one that is not, if both have the same. */
  readonly tie?: number;
}

/**
 * AWS documents neither which images of the same instant count as newer nor whether the images of manifest lists count.
 * @param length the number of images that the rule selects
 * @param count the number of images that the rule keeps
 * @param time the push time of the image at a place
 * @param mayNotCount whether a manifest list references the image at a place, or may do so
 */
function countBorder(length: number, count: number, time: (place: number) => number, mayNotCount: (place: number) => boolean): CountBorder {
  if (length <= count) return { open: length, acted: length };
  const isTie = time(count - 1) === time(count);
  let open = count;
  while (isTie && open > 0 && time(open - 1) === time(count)) open--;

  let counted = 0;
  let countedBefore = 0;
  let acted = 0;
  for (; acted < length; acted++) {
    // an image of the same instant is not certain to be newer
    if (acted === 0 || time(acted) !== time(acted - 1)) countedBefore = counted;
    if (countedBefore >= count) break;
    if (!mayNotCount(acted)) counted++;
  }
  return { open, acted, ...(isTie ? { tie: time(count) } : {}) };
}
