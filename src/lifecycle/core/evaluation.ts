import { byPriority, DocumentRule, DocumentSelection, storageClassOf } from './document';
import { ManifestLists, MILLISECONDS_PER_DAY, PossibleChildren, pullTime, pushTime, RepositoryImage, storageClassOfImage } from './images';
import { selectedImages } from './tag-pattern';

/** What the rules of a policy do with an image, if no other image stands in their way. */
export interface RuleVerdict {
  readonly image: RepositoryImage;
  readonly action: RuleAction;
  /** Why; none when no rule identified the image. */
  readonly identification?: Identification;
  /** Why the action is possible and not certain; none where it is certain. */
  readonly open?: OpenQuestion;
  /** Whether manifests would answer the question. */
  readonly needsManifests?: boolean;
}

export type RuleAction = 'KEEP' | 'EXPIRE' | 'ARCHIVE';

/**
 * What neither the inventory nor the documentation of AWS answers: which images of one instant count as newer, whether the images of manifest
 * lists count, when an image was archived, and what happens to the subject of an artifact.
 */
export type OpenQuestion = 'TIE' | 'COUNT' | 'TIME' | 'SUBJECT';

/** The first rule that identified an image: it alone decides, for whatever it identifies is out of reach for later rules. */
export interface Identification {
  readonly rule: DocumentRule;
  /** The place of the image among all that the rule identified, the newest being number 1. */
  readonly place: number;
  /** How many images the rule identified. */
  readonly among: number;
}

/**
 * What the rules do with the images of a repository, in each storage class the newest first.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
export function evaluate(
  rules: readonly DocumentRule[],
  images: readonly RepositoryImage[],
  now: number,
  lists: ManifestLists = new Map(),
): RuleVerdict[] {
  const ordered = byPriority(rules);
  const children = new PossibleChildren(images, lists);
  return (['standard', 'archive'] as const).flatMap((storageClass) =>
    evaluateStorageClass(
      ordered.filter((rule) => storageClassOf(rule) === storageClass),
      images.filter((image) => storageClassOfImage(image) === storageClass),
      now,
      children,
    ),
  );
}

function evaluateStorageClass(rules: DocumentRule[], inventory: RepositoryImage[], now: number, children: PossibleChildren): RuleVerdict[] {
  const order = newestFirst(inventory, now);
  const images = order.map((index) => inventory[index]);
  const identifiedByRule = identifiedNewestFirst(rules, inventory, order);
  const decided: (RuleVerdict | undefined)[] = images.map(() => undefined);
  rules.forEach((rule, number) => {
    const identified = identifiedByRule[number];
    const verdictAt = judgeOf(rule, images, identified, now, children);
    identified.forEach((index, newer) => {
      // what an earlier rule identified still counts here, but is out of reach, even when that rule kept it
      if (decided[index] !== undefined) return;
      decided[index] = { image: images[index], ...verdictAt(newer), identification: { rule, place: newer + 1, among: identified.length } };
    });
  });
  return images.map((image, index) => decided[index] ?? { image, action: 'KEEP' });
}

const ACTIONS = { expire: 'EXPIRE', transition: 'ARCHIVE' } as const;

/** The order in which images count; of those pushed in the same instant, which AWS does not document, the digest decides. */
function newestFirst(images: readonly RepositoryImage[], now: number): number[] {
  // a sort asks for the times of an image again and again
  const times = images.map((image) => pushTime(image, now));
  return [...images.keys()].sort((one, other) => times[other] - times[one] || (images[one].digest < images[other].digest ? -1 : 1));
}

/**
 * For each rule the places in the order of the images that it identifies. Tags are looked at in the order of the inventory, in which they lie
 * in memory: to follow the order of time through a million of them takes a third longer.
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

/** What a rule does with the images that it identified, by their places from the newest, if no earlier rule stands in its way. */
function judgeOf(
  rule: DocumentRule,
  images: readonly RepositoryImage[],
  identified: Uint32Array,
  now: number,
  children: PossibleChildren,
): (place: number) => Judgement {
  const action = ACTIONS[rule.action.type];
  const imageAt = (place: number) => images[identified[place]];
  const { countType, countNumber, tagStatus } = rule.selection;
  if (countType !== 'imageCountMoreThan') return (place) => byAge(rule, imageAt(place), action, now);

  const border = (mayNotCount: (image: RepositoryImage) => boolean) =>
    countBorder(
      identified.length,
      countNumber,
      (place) => pushTime(imageAt(place), now),
      // an image that a rule selects by its tag counts as any other
      (place) => tagStatus !== 'tagged' && mayNotCount(imageAt(place)),
    );
  const widest = border((image) => children.has(image));
  // with all manifests, these would be the only ones
  const known = border((image) => children.isKnown(image));
  return (place) => byPlace(place, action, pushTime(imageAt(place), now), widest, known);
}

function byPlace(place: number, action: RuleAction, pushed: number, { open, acted, tie }: CountBorder, known: CountBorder): Judgement {
  if (place < open) return { action: 'KEEP' };
  if (place >= acted) return { action };
  if (pushed === tie) return { action, open: 'TIE' };
  return { action, open: 'COUNT', ...(place >= known.acted ? { needsManifests: true } : {}) };
}

function byAge({ selection }: DocumentRule, image: RepositoryImage, action: RuleAction, now: number): Judgement {
  const since = timeOf(selection.countType, image, now);
  if (since === undefined) return { action, open: 'TIME' };
  return { action: now - since > selection.countNumber * MILLISECONDS_PER_DAY ? action : 'KEEP' };
}

function timeOf(countType: DocumentSelection['countType'], image: RepositoryImage, now: number): number | undefined {
  if (countType === 'sinceImageTransitioned') return image.lastArchivedAt;
  return countType === 'sinceImagePulled' ? pullTime(image, now) : pushTime(image, now);
}

/** Where a rule that keeps a number of images begins to act, in the order of the images from the newest. */
export interface CountBorder {
  /** The first place that is not certain to be kept. */
  readonly open: number;
  /** The first place that is certain to be acted on. */
  readonly acted: number;
  /** When the last image that is kept and the first one that is not were pushed, if in the same instant. */
  readonly tie?: number;
}

/**
 * Which images of one instant count as newer is not documented, and neither is whether the images of manifest lists count.
 * @param length how many images the rule identified
 * @param count how many of them it keeps
 * @param time when the image of a place counts as pushed
 * @param mayNotCount whether the image of a place is one of a manifest list, or may be one
 */
export function countBorder(
  length: number,
  count: number,
  time: (place: number) => number,
  mayNotCount: (place: number) => boolean,
): CountBorder {
  if (length <= count) return { open: length, acted: length };
  const isTie = time(count - 1) === time(count);
  let open = count;
  while (isTie && open > 0 && time(open - 1) === time(count)) open--;

  let counted = 0;
  let countedBefore = 0;
  let acted = 0;
  for (; acted < length; acted++) {
    // what was pushed in the same instant is not certain to be newer
    if (acted === 0 || time(acted) !== time(acted - 1)) countedBefore = counted;
    if (countedBefore >= count) break;
    if (!mayNotCount(acted)) counted++;
  }
  return { open, acted, ...(isTie ? { tie: time(count) } : {}) };
}
