import { cosignTag } from './cosign';
import { COUNT_TYPES, describePush } from './count-types';
import { describeRule, formatDays } from './describe';
import { DocumentRule, keepsEverything } from './document';
import { hasUnknownReferences, ManifestLists, MILLISECONDS_PER_DAY, storageClassOfImage } from './images';
import { Hold, isPossible, Verdict } from './verdicts';

const VERBS = { KEEP: 'kept', EXPIRE: 'expires', ARCHIVE: 'is archived', MAY_EXPIRE: 'may expire', MAY_ARCHIVE: 'may be archived' };
/** The verbs for another image, in the middle of a sentence. */
const VERBS_OF_OTHER = { ...VERBS, KEEP: 'is kept' };

/** Names an image in the reason of another one. */
type NameOf = (digest: string) => string;

const DIGEST_LENGTH = 'sha256:'.length + 12;
const whole: NameOf = (digest) => digest;
/** The digest as tables show it. */
export const shortDigest: NameOf = (digest) => digest.slice(0, DIGEST_LENGTH);

/** The reasons of verdicts, in sentences. They are written on request, because a repository may have very many images. */
export class VerdictReasons {
  /** The verdicts of images that a cosign tag of another image names. */
  private readonly signed: ReadonlyMap<string, Verdict>;
  private readonly unknownReferences: string;
  /** Descriptions of rules. Many images share a rule. */
  private readonly descriptions = new Map<DocumentRule, string>();

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
    this.unknownReferences = `ECR keeps it while a retained manifest list references it, and ${whyUnknown(verdicts, lists)}`;
  }

  /** The complete reason in one sentence. */
  public sentence(verdict: Verdict): string {
    return joined('; ', this.decision(verdict), this.ofTag(verdict, whole), ...this.caveats(verdict));
  }

  /** The part of the reason that is specific to the image: when the rule acts on it, and which other images matter. May be empty. */
  public detail(verdict: Verdict): string {
    const ofRule = verdict.hold?.isCertain || verdict.follows ? '' : this.ruleDetail(verdict);
    return joined(', ', ofRule, ofOthers(verdict, shortDigest), this.ofTag(verdict, shortDigest));
  }

  /** The open questions about the image, which many images share. */
  public caveats(verdict: Verdict): string[] {
    const { follows, without, hold } = verdict;
    if (hold?.isCertain) return [];
    return [
      ...(follows || !isPossible(verdict) ? [] : this.ofRule(verdict)),
      ...(hold === undefined ? [] : this.ofHold(hold)),
      ...(without === undefined ? [] : ['AWS does not document what ECR does with an artifact that a rule selects without its subject']),
    ];
  }

  private ofRule({ open }: Verdict): string[] {
    switch (open) {
      case 'TIE':
        return ['other images count as pushed in the same instant, and AWS does not document which of them count as newer'];
      case 'COUNT':
        return ['AWS does not document whether the images of a manifest list count'];
      case 'SUBJECT':
        return ['its subject is not in the inventory, so the action on the subject is not known'];
      case 'DEPENDENT_SUBJECT':
        return ['it references the image that it belongs to, and AWS does not document which of the two ECR expires first'];
      default:
        return [];
    }
  }

  private ofHold({ by, absent }: Hold): string[] {
    if (absent !== undefined) return ['it is not known whether a manifest list that is missing from the inventory is kept'];
    if (by === undefined) return [this.unknownReferences];
    const isArchived = by.action.endsWith('ARCHIVE') || storageClassOfImage(by.image) === 'archive';
    return isArchived ? ['AWS does not document whether an archived manifest list prevents its images from expiring'] : [];
  }

  private decision(verdict: Verdict): string {
    const { action, identification, follows, hold } = verdict;
    const others = ofOthers(verdict, whole);
    if (follows) return `${VERBS[action]}: ${others}${hold?.isCertain ? '' : ', and follows it within 24 hours'}`;
    if (identification === undefined) return `${VERBS[action]}: no rule selects it`;
    const { rule } = identification;
    const words = this.descriptions.get(rule) ?? describeRule(rule);
    this.descriptions.set(rule, words);
    if (hold?.isCertain) return `${VERBS[action]}: ${others}, although rule ${rule.rulePriority} (${words}) selects it`;
    return joined(', ', `${VERBS[action]}: rule ${rule.rulePriority} (${words}) identified it first`, this.ruleDetail(verdict), others);
  }

  /** The count or the age that decides whether the rule acts on the image. */
  private ruleDetail({ image, identification }: Verdict): string {
    if (identification === undefined || keepsEverything(identification.rule)) return '';
    const { rule, place, among } = identification;
    const { event } = COUNT_TYPES[rule.selection.countType];
    if (event !== undefined) return event.describe(image, this.now, (time) => timeAgo(this.now - time, rule.selection.countNumber));
    const wasRestored = image.lastActivatedAt !== undefined || image.status === 'ACTIVATING';
    const restored = wasRestored ? `, ${describePush(image, this.now, (time) => timeAgo(this.now - time))}` : '';
    return `number ${place} of ${among} from the newest${restored}`;
  }

  /** The image that a cosign tag names, which ECR does not interpret. */
  private ofTag({ image, action }: Verdict, nameOf: NameOf): string {
    const tag = cosignTag(image.tags);
    if (tag === undefined) return '';
    const signed = this.signed.get(tag.digest);
    const stays = signed === undefined ? 'is not in the inventory' : VERBS_OF_OTHER[signed.action];
    const isLeft = action === 'KEEP' && signed !== undefined && signed.action !== 'KEEP' ? `, while the ${tag.kind} is kept` : '';
    return `tagged as the ${tag.kind} of ${nameOf(tag.digest)}, which ${stays}${isLeft}`;
  }
}

/** The other images that affect the verdict, with their actions. */
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

/** Why it is not known which images the manifest lists reference. */
function whyUnknown(verdicts: readonly Verdict[], lists: ManifestLists): string {
  const images = verdicts.map(({ image }) => image);
  const untyped = images.filter((image) => image.isManifestList === undefined && hasUnknownReferences(image, lists)).length;
  if (untyped > 0) {
    return `${untyped === 1 ? 'an image without imageManifestMediaType' : `${untyped} images without imageManifestMediaType`} may be such a list`;
  }
  const manifestLists = images.filter(({ isManifestList }) => isManifestList);
  const open = manifestLists.filter((image) => hasUnknownReferences(image, lists));
  if (open.length === manifestLists.length) return 'describe-images does not show such references, but batch-get-image does';
  return open.length === 1 ? `the manifest of the list ${open[0].digest} is missing` : `the manifests of ${open.length} lists are missing`;
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
 * Formats a duration in days and tenths of a day, rounded down.
 * @param border a number of days; the text always shows whether the time is before or after it
 */
export function timeAgo(milliseconds: number, border?: number): string {
  const days = Math.floor((10 * milliseconds) / MILLISECONDS_PER_DAY) / 10;
  if (days < 0) return 'after the time of the preview';
  if (days !== border) return `${formatDays(days)} ago`;
  const rest = milliseconds - border * MILLISECONDS_PER_DAY;
  const unit = UNITS.find((one) => rest >= one.milliseconds);
  if (unit === undefined) return `exactly ${formatDays(border)} ago`;
  const units = Math.floor(rest / unit.milliseconds);
  return `${formatDays(border)} and ${units} ${unit.name}${units === 1 ? '' : 's'} ago`;
}
