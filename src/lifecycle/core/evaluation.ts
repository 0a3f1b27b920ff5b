import { byPriority, DocumentRule, storageClassOf } from './policy-document';
import { MILLISECONDS_PER_DAY, pullTime, pushTime, RepositoryImage, storageClassOfImage } from './repository-image';
import { selectedImages } from './selected-images';

/** What the rules of a policy do with an image, if no other image stands in their way. */
export interface RuleVerdict {
  readonly image: RepositoryImage;
  readonly action: RuleAction;
  /** Why; none when no rule identified the image. */
  readonly identification?: Identification;
}

export type RuleAction = 'KEEP' | 'EXPIRE' | 'ARCHIVE';

/** The first rule that identified an image: it alone decides, for whatever it identifies is out of reach for later rules. */
export interface Identification {
  readonly rule: DocumentRule;
  /** The place of the image among all that the rule identified, the newest being number 1. */
  readonly place: number;
  /** How many images the rule identified. */
  readonly among: number;
  /** Whether the count of the rule ends between images that were pushed in the same instant, of which this is one. */
  readonly isTie: boolean;
}

/**
 * What the rules do with the images of a repository, in each storage class the newest first.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
export function evaluate(rules: readonly DocumentRule[], images: readonly RepositoryImage[], now: number): RuleVerdict[] {
  const ordered = byPriority(rules);
  return (['standard', 'archive'] as const).flatMap((storageClass) =>
    evaluateStorageClass(
      ordered.filter((rule) => storageClassOf(rule) === storageClass),
      images.filter((image) => storageClassOfImage(image) === storageClass),
      now,
    ),
  );
}

function evaluateStorageClass(rules: DocumentRule[], inventory: RepositoryImage[], now: number): RuleVerdict[] {
  const order = newestFirst(inventory, now);
  const images = order.map((index) => inventory[index]);
  const identifiedByRule = identifiedNewestFirst(rules, inventory, order);
  const decided: (RuleVerdict | undefined)[] = images.map(() => undefined);
  rules.forEach((rule, number) => {
    const identified = identifiedByRule[number];
    const tie = tieOf(rule, images, identified, now);
    identified.forEach((index, newer) => {
      // what an earlier rule identified still counts here, but is out of reach, even when that rule kept it
      if (decided[index] !== undefined) return;
      const image = images[index];
      const action = wouldActOn(rule, image, newer, now) ? ACTIONS[rule.action.type] : 'KEEP';
      const isTie = pushTime(image, now) === tie;
      decided[index] = { image, action, identification: { rule, place: newer + 1, among: identified.length, isTie } };
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

/** When the last image that a rule keeps and the first one that it acts on were pushed, if in the same instant. */
function tieOf({ selection }: DocumentRule, images: RepositoryImage[], identified: Uint32Array, now: number): number | undefined {
  const { countType, countNumber } = selection;
  if (countType !== 'imageCountMoreThan') return undefined;
  const [kept, acted] = [...identified.subarray(countNumber - 1, countNumber + 1)].map((index) => pushTime(images[index], now));
  return kept === acted ? kept : undefined;
}

/** Whether a rule would act on an image, with so many newer images that it identified, if no earlier rule stood in its way. */
function wouldActOn({ selection }: DocumentRule, image: RepositoryImage, newer: number, now: number): boolean {
  const age = selection.countNumber * MILLISECONDS_PER_DAY;
  switch (selection.countType) {
    case 'imageCountMoreThan':
      return newer >= selection.countNumber;
    case 'sinceImagePushed':
      return now - pushTime(image, now) > age;
    case 'sinceImagePulled':
      return now - pullTime(image, now) > age;
    case 'sinceImageTransitioned':
      return now - (image.lastArchivedAt ?? now) > age;
  }
}
