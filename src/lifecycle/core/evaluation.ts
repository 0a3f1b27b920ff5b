import { byPriority, DocumentRule, storageClassOf } from './policy-document';
import { pullTime, pushTime, RepositoryImage, storageClassOfImage } from './repository-image';
import { selectedImages } from './selected-images';

const DAY = 24 * 60 * 60 * 1000;

/** What a policy does with an image. */
export interface Verdict {
  readonly image: RepositoryImage;
  readonly action: 'KEEP' | 'EXPIRE' | 'ARCHIVE';
  /** Why; none when no rule identified the image. */
  readonly identification?: Identification;
}

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
 * What ECR does with the images of a repository, in each storage class the newest first.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
export function evaluate(rules: readonly DocumentRule[], images: readonly RepositoryImage[], now: number): Verdict[] {
  const ordered = byPriority(rules);
  const sorted = newestFirst(images, now);
  return (['standard', 'archive'] as const).flatMap((storageClass) =>
    evaluateStorageClass(
      ordered.filter((rule) => storageClassOf(rule) === storageClass),
      sorted.filter((image) => storageClassOfImage(image) === storageClass),
      now,
    ),
  );
}

function evaluateStorageClass(rules: DocumentRule[], images: RepositoryImage[], now: number): Verdict[] {
  const identifiedByRule = selectedImages(
    images,
    rules.map(({ selection }) => selection),
  );
  const verdicts = images.map((image): Verdict => ({ image, action: 'KEEP' }));
  rules.forEach((rule, number) => {
    const identified = identifiedByRule[number];
    const tie = tieOf(rule, images, identified, now);
    identified.forEach((index, newer) => {
      // what an earlier rule identified still counts here, but is out of reach, even when that rule kept it
      if (verdicts[index].identification !== undefined) return;
      const image = images[index];
      const action = wouldActOn(rule, image, newer, now) ? ACTIONS[rule.action.type] : 'KEEP';
      const isTie = pushTime(image, now) === tie;
      verdicts[index] = { image, action, identification: { rule, place: newer + 1, among: identified.length, isTie } };
    });
  });
  return verdicts;
}

const ACTIONS = { expire: 'EXPIRE', transition: 'ARCHIVE' } as const;

/** The order in which images count; of those pushed in the same instant, which AWS does not document, the digest decides. */
function newestFirst(images: readonly RepositoryImage[], now: number): RepositoryImage[] {
  return [...images].sort((one, other) => pushTime(other, now) - pushTime(one, now) || (one.digest < other.digest ? -1 : 1));
}

/** When the last image that a rule keeps and the first one that it acts on were pushed, if in the same instant. */
function tieOf({ selection }: DocumentRule, images: RepositoryImage[], identified: number[], now: number): number | undefined {
  const { countType, countNumber } = selection;
  if (countType !== 'imageCountMoreThan' || identified.length <= countNumber) return undefined;
  const [kept, acted] = [identified[countNumber - 1], identified[countNumber]].map((index) => pushTime(images[index], now));
  return kept === acted ? kept : undefined;
}

/** Whether a rule would act on an image, with so many newer images that it identified, if no earlier rule stood in its way. */
function wouldActOn({ selection }: DocumentRule, image: RepositoryImage, newer: number, now: number): boolean {
  const age = selection.countNumber * DAY;
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
