import { Verdict } from './evaluation';
import { DocumentRule, keepsEverything } from './policy-document';
import { pullTime, pushTime, RepositoryImage } from './repository-image';
import { ruleInWords } from './rule-words';

const DAY = 24 * 60 * 60 * 1000;
const VERBS = { KEEP: 'kept', EXPIRE: 'expires', ARCHIVE: 'is archived' };

/** What the deciding rule saw, and what the inventory does not tell. */
export interface Reason {
  /** What made the deciding rule act or not; empty when there is nothing to say. */
  readonly detail: string;
  readonly caveats: readonly string[];
  /** All in one sentence, for somebody who sees this image alone. */
  readonly sentence: string;
}

/** Says why an image has its verdict, knowing those of the other images. */
export class VerdictReasons {
  private readonly byDigest: Map<string, Verdict>;
  private readonly manifestLists: Verdict[];
  /** Many images share a rule. */
  private readonly words = new Map<DocumentRule, string>();

  constructor(
    verdicts: readonly Verdict[],
    private readonly now: number,
  ) {
    this.byDigest = new Map(verdicts.map((verdict) => [verdict.image.digest, verdict]));
    this.manifestLists = verdicts.filter(({ image }) => image.isManifestList);
  }

  public of(verdict: Verdict): Reason {
    const detail = this.detail(verdict);
    const caveats = [this.ofTie(verdict), this.ofCount(verdict), this.ofManifestLists(verdict), this.ofSubject(verdict)].filter(
      (caveat) => caveat !== undefined,
    );
    return { detail, caveats, sentence: [this.decision(verdict, detail), ...caveats].join('; ') };
  }

  private decision({ action, identification }: Verdict, detail: string): string {
    if (identification === undefined) return `${VERBS[action]}: no rule selects it`;
    const { rule } = identification;
    const words = this.words.get(rule) ?? ruleInWords(rule);
    this.words.set(rule, words);
    const sentence = `${VERBS[action]}: rule ${rule.rulePriority} (${words}) identified it first`;
    return detail === '' ? sentence : `${sentence}, ${detail}`;
  }

  private detail({ image, identification }: Verdict): string {
    if (identification === undefined || keepsEverything(identification.rule)) return '';
    const { rule, place, among } = identification;
    if (rule.selection.countType === 'imageCountMoreThan') return `number ${place} of ${among} from the newest`;
    return this.age(rule, image);
  }

  private age({ selection }: DocumentRule, image: RepositoryImage): string {
    if (selection.countType === 'sinceImageTransitioned') {
      if (image.lastArchivedAt === undefined) return 'the inventory does not say when it was archived';
      return `archived ${this.ago(image.lastArchivedAt)}`;
    }
    const pushed = pushTime(image, this.now);
    const pulled = pullTime(image, this.now);
    if (selection.countType === 'sinceImagePulled' && pulled > pushed) return `last pulled ${this.ago(pulled)}`;
    if (image.status === 'ACTIVATING') return 'being restored from the archive now';
    const never = selection.countType === 'sinceImagePulled' ? ' and not pulled since' : '';
    return `${image.lastActivatedAt === undefined ? 'pushed' : 'restored'} ${this.ago(pushed)}${never}`;
  }

  private ago(time: number): string {
    const days = Math.floor((10 * (this.now - time)) / DAY) / 10;
    return `${days} ${days === 1 ? 'day' : 'days'} ago`;
  }

  private ofTie({ identification }: Verdict): string | undefined {
    return identification?.isTie
      ? 'other images were pushed in the same instant, and which of them count as newer is not documented'
      : undefined;
  }

  private ofCount({ identification }: Verdict): string | undefined {
    const counts =
      identification?.rule.selection.countType === 'imageCountMoreThan' &&
      identification.rule.selection.tagStatus !== 'tagged' &&
      this.manifestLists.length > 0;
    return counts ? 'whether the images of a manifest list count is not documented' : undefined;
  }

  private ofManifestLists({ image, action }: Verdict): string | undefined {
    const isHeld =
      action !== 'KEEP' && !image.isManifestList && this.manifestLists.some((list) => list.action !== action && list.action !== 'EXPIRE');
    return isHeld ? 'it stays as long as a manifest list that stays refers to it, which the inventory does not tell' : undefined;
  }

  private ofSubject({ image, action }: Verdict): string | undefined {
    const subject = image.subjectDigest === undefined ? undefined : this.byDigest.get(image.subjectDigest);
    if (subject === undefined || subject.action === 'KEEP' || subject.action === action || action === 'EXPIRE') return undefined;
    return `it refers to ${subject.image.digest}, which ${VERBS[subject.action]}, and follows it within 24 hours`;
  }
}
