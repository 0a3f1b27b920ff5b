import { Verdict } from './evaluation';
import { DocumentRule, keepsEverything } from './policy-document';
import { pullTime, pushTime, RepositoryImage } from './repository-image';
import { ruleInWords } from './rule-words';

const DAY = 24 * 60 * 60 * 1000;
const VERBS = { KEEP: 'kept', EXPIRE: 'expires', ARCHIVE: 'is archived' };

/** Says why an image has its verdict, knowing those of the other images. Nothing is said before it is asked for: images are many. */
export class VerdictReasons {
  /** Those that an artifact refers to. */
  private readonly subjects: Map<string, Verdict>;
  private readonly actionsOfManifestLists: Set<Verdict['action']>;
  /** Many images share a rule. */
  private readonly words = new Map<DocumentRule, string>();

  constructor(
    verdicts: readonly Verdict[],
    private readonly now: number,
  ) {
    const artifacts = verdicts.filter(({ image }) => image.subjectDigest !== undefined);
    const referredTo = new Set(artifacts.map(({ image }) => image.subjectDigest));
    this.subjects = new Map(verdicts.filter(({ image }) => referredTo.has(image.digest)).map((verdict) => [verdict.image.digest, verdict]));
    this.actionsOfManifestLists = new Set(verdicts.filter(({ image }) => image.isManifestList).map(({ action }) => action));
  }

  /** All in one sentence, for somebody who sees this image alone. */
  public sentence(verdict: Verdict): string {
    return [this.decision(verdict), ...this.caveats(verdict)].join('; ');
  }

  /** What made the deciding rule act or not; empty when there is nothing to say. */
  public detail({ image, identification }: Verdict): string {
    if (identification === undefined || keepsEverything(identification.rule)) return '';
    const { rule, place, among } = identification;
    if (rule.selection.countType !== 'imageCountMoreThan') return this.age(rule, image);
    const restored = image.lastActivatedAt === undefined && image.status !== 'ACTIVATING' ? '' : `, ${this.age(rule, image)}`;
    return `number ${place} of ${among} from the newest${restored}`;
  }

  /** What the inventory does not tell about the image. */
  public caveats(verdict: Verdict): string[] {
    const caveats = [this.ofTie(verdict), this.ofCount(verdict), this.ofManifestLists(verdict), this.ofSubject(verdict)];
    return caveats.filter((caveat) => caveat !== undefined);
  }

  private decision(verdict: Verdict): string {
    const { action, identification } = verdict;
    if (identification === undefined) return `${VERBS[action]}: no rule selects it`;
    const { rule } = identification;
    const words = this.words.get(rule) ?? ruleInWords(rule);
    this.words.set(rule, words);
    const sentence = `${VERBS[action]}: rule ${rule.rulePriority} (${words}) identified it first`;
    const detail = this.detail(verdict);
    return detail === '' ? sentence : `${sentence}, ${detail}`;
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
      this.actionsOfManifestLists.size > 0;
    return counts ? 'whether the images of a manifest list count is not documented' : undefined;
  }

  private ofManifestLists({ image, action }: Verdict): string | undefined {
    if (action === 'KEEP' || image.isManifestList) return undefined;
    const isHeld = this.actionsOfManifestLists.has('KEEP') || (action === 'EXPIRE' && this.actionsOfManifestLists.has('ARCHIVE'));
    return isHeld ? 'it stays as long as a manifest list that stays refers to it, which the inventory does not tell' : undefined;
  }

  private ofSubject({ image, action }: Verdict): string | undefined {
    const subject = image.subjectDigest === undefined ? undefined : this.subjects.get(image.subjectDigest);
    if (subject === undefined || subject.action === 'KEEP' || subject.action === action || action === 'EXPIRE') return undefined;
    return `it refers to ${subject.image.digest}, which ${VERBS[subject.action]}, and follows it within 24 hours`;
  }
}
