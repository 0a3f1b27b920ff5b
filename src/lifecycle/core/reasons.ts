import { cosignTag } from './cosign';
import { daysInWords, ruleInWords } from './describe';
import { DocumentRule, keepsEverything } from './document';
import { ManifestLists, MILLISECONDS_PER_DAY, pullTime, pushTime, RepositoryImage, storageClassOfImage } from './images';
import { Hold, isPossible, Verdict } from './verdicts';

const VERBS = { KEEP: 'kept', EXPIRE: 'expires', ARCHIVE: 'is archived', MAY_EXPIRE: 'may expire', MAY_ARCHIVE: 'may be archived' };
/** The same of another image, in the middle of a sentence. */
const VERBS_OF_OTHER = { ...VERBS, KEEP: 'stays' };

/** How an image is called where another one is explained. */
type NameOf = (digest: string) => string;

const DIGEST_LENGTH = 'sha256:'.length + 12;
const whole: NameOf = (digest) => digest;
/** A digest as a table shows it. */
export const shortDigest: NameOf = (digest) => digest.slice(0, DIGEST_LENGTH);

/** Says why an image has its verdict, knowing those of the other images. Nothing is said before it is asked for: images are many. */
export class VerdictReasons {
  /** The verdicts of images that a tag of cosign is about. */
  private readonly signed: ReadonlyMap<string, Verdict>;
  private readonly unknownChildren: string;
  /** Many images share a rule. */
  private readonly words = new Map<DocumentRule, string>();

  constructor(
    verdicts: readonly Verdict[],
    lists: ManifestLists,
    private readonly now: number,
  ) {
    const signed = new Set(verdicts.map(({ image }) => cosignTag(image.tags)?.digest));
    signed.delete(undefined);
    this.signed = new Map(
      signed.size === 0 ? [] : verdicts.filter(({ image }) => signed.has(image.digest)).map((verdict) => [verdict.image.digest, verdict]),
    );
    const manifestLists = verdicts.filter(({ image }) => image.isManifestList).map(({ image }) => image);
    const unlisted = manifestLists.filter(({ digest }) => !lists.has(digest));
    const where =
      unlisted.length === manifestLists.length
        ? 'describe-images does not show such references, batch-get-image does'
        : `the manifest of ${unlisted.length === 1 ? `the list ${unlisted[0].digest}` : `${unlisted.length} lists`} is not given`;
    this.unknownChildren = `ECR keeps it while a manifest list that stays references it, and ${where}`;
  }

  /** All in one sentence, for somebody who sees this image alone. */
  public sentence(verdict: Verdict): string {
    return joined('; ', this.decision(verdict), this.ofTag(verdict, whole), ...this.caveats(verdict));
  }

  /** What made the deciding rule act or not, and which other images matter; empty when there is nothing to say. */
  public detail(verdict: Verdict): string {
    const ofRule = verdict.hold?.isCertain || verdict.follows ? '' : this.ruleDetail(verdict);
    return joined(', ', ofRule, ofOthers(verdict, shortDigest), this.ofTag(verdict, shortDigest));
  }

  /** What neither the inventory nor the documentation tells about the image; many images share it. */
  public caveats(verdict: Verdict): string[] {
    const { follows, without, hold } = verdict;
    if (hold?.isCertain) return [];
    return [
      ...(follows || !isPossible(verdict) ? [] : this.ofRule(verdict)),
      ...(hold === undefined ? [] : this.ofHold(hold)),
      ...(without === undefined ? [] : ['what ECR does with an artifact that a rule selects without its subject is not documented']),
    ];
  }

  /** What a rule leaves open. */
  private ofRule({ open }: Verdict): string[] {
    switch (open) {
      case 'TIE':
        return ['other images count as pushed in the same instant, and which of them count as newer is not documented'];
      case 'COUNT':
        return ['whether the images of a manifest list count is not documented'];
      case 'SUBJECT':
        return ['what happens to its subject, which is not in the inventory, is not known'];
      default:
        return [];
    }
  }

  private ofHold({ by, absent }: Hold): string[] {
    if (absent !== undefined) return ['what happens to a manifest list that is not in the inventory is not known'];
    if (by === undefined) return [this.unknownChildren];
    const isArchived = by.action.endsWith('ARCHIVE') || storageClassOfImage(by.image) === 'archive';
    return isArchived ? ['whether an archived manifest list keeps its images from expiring is not documented'] : [];
  }

  private decision(verdict: Verdict): string {
    const { action, identification, follows, hold } = verdict;
    const others = ofOthers(verdict, whole);
    if (follows) return `${VERBS[action]}: ${others}${hold?.isCertain ? '' : ', and follows it within 24 hours'}`;
    if (identification === undefined) return `${VERBS[action]}: no rule selects it`;
    const { rule } = identification;
    const words = this.words.get(rule) ?? ruleInWords(rule);
    this.words.set(rule, words);
    if (hold?.isCertain) return `${VERBS[action]}: ${others}, although rule ${rule.rulePriority} (${words}) selects it`;
    return joined(', ', `${VERBS[action]}: rule ${rule.rulePriority} (${words}) identified it first`, this.ruleDetail(verdict), others);
  }

  /** Why the rule that identified the image acts or not. */
  private ruleDetail({ image, identification }: Verdict): string {
    if (identification === undefined || keepsEverything(identification.rule)) return '';
    const { rule, place, among } = identification;
    if (rule.selection.countType !== 'imageCountMoreThan') return this.age(rule, image);
    const restored = image.lastActivatedAt === undefined && image.status !== 'ACTIVATING' ? '' : `, ${this.age(rule, image)}`;
    return `number ${place} of ${among} from the newest${restored}`;
  }

  /** What a tag of cosign is about, which ECR does not know. */
  private ofTag({ image, action }: Verdict, nameOf: NameOf): string {
    const tag = cosignTag(image.tags);
    if (tag === undefined) return '';
    const signed = this.signed.get(tag.digest);
    const stays = signed === undefined ? 'is not in the inventory' : VERBS_OF_OTHER[signed.action];
    const isLeft = action === 'KEEP' && signed !== undefined && signed.action !== 'KEEP' ? ' without it' : '';
    return `by its tag the ${tag.kind} of ${nameOf(tag.digest)}, which ${stays}${isLeft}`;
  }

  private age({ selection: { countType, countNumber } }: DocumentRule, image: RepositoryImage): string {
    const ago = (time: number) => timeAgo(this.now - time, countType === 'imageCountMoreThan' ? undefined : countNumber);
    if (countType === 'sinceImageTransitioned') {
      if (image.lastArchivedAt === undefined) return 'the inventory does not say when it was archived';
      return `archived ${ago(image.lastArchivedAt)}`;
    }
    const pushed = pushTime(image, this.now);
    const pulled = pullTime(image, this.now);
    if (countType === 'sinceImagePulled' && pulled > pushed) return `last pulled ${ago(pulled)}`;
    if (image.status === 'ACTIVATING') return 'being restored from the archive now';
    const never = countType === 'sinceImagePulled' ? ' and not pulled since' : '';
    return `${image.lastActivatedAt === undefined ? 'pushed' : 'restored'} ${ago(pushed)}${never}`;
  }
}

/** The images that make a difference, and what happens to them. */
function ofOthers({ follows, without, hold }: Verdict, nameOf: NameOf): string {
  const other = ({ image, action }: Verdict) => `${nameOf(image.digest)}, which ${VERBS_OF_OTHER[action]}`;
  const subject = follows ?? without;
  return joined(
    ', and ',
    hold?.by === undefined ? '' : `the manifest list ${other(hold.by)}, references it`,
    hold?.absent === undefined ? '' : `the manifest list ${nameOf(hold.absent)}, which is not in the inventory, references it`,
    subject === undefined ? '' : `it belongs to ${other(subject)}`,
  );
}

function joined(separator: string, ...parts: string[]): string {
  return parts.filter((part) => part !== '').join(separator);
}

const UNITS = [
  { name: 'hour', milliseconds: 60 * 60 * 1000 },
  { name: 'minute', milliseconds: 60 * 1000 },
  { name: 'second', milliseconds: 1000 },
  { name: 'millisecond', milliseconds: 1 },
];

/**
 * How long ago something was, in days and tenths of a day, rounded down.
 * @param border days that matter; on which side of it the time is, is always said
 */
export function timeAgo(milliseconds: number, border?: number): string {
  const days = Math.floor((10 * milliseconds) / MILLISECONDS_PER_DAY) / 10;
  if (days < 0) return 'after the moment of the preview';
  if (days !== border) return `${daysInWords(days)} ago`;
  const rest = milliseconds - border * MILLISECONDS_PER_DAY;
  const unit = UNITS.find((one) => rest >= one.milliseconds);
  if (unit === undefined) return `exactly ${daysInWords(border)} ago`;
  const units = Math.floor(rest / unit.milliseconds);
  return `${daysInWords(border)} and ${units} ${unit.name}${units === 1 ? '' : 's'} ago`;
}
