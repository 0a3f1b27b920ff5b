import { Verdict } from './evaluation';
import { DocumentRule, DocumentStorageClass, keepsEverything } from './policy-document';
import { MILLISECONDS_PER_DAY, pullTime, pushTime, RepositoryImage, storageClassOfImage } from './repository-image';
import { ruleInWords } from './rule-words';

const VERBS = { KEEP: 'kept', EXPIRE: 'expires', ARCHIVE: 'is archived' };

/** What happens to images, in each storage class. */
type ActionsByStorageClass = Record<DocumentStorageClass, Set<Verdict['action']>>;

/** Says why an image has its verdict, knowing those of the other images. Nothing is said before it is asked for: images are many. */
export class VerdictReasons {
  /** Those that an artifact refers to. */
  private readonly subjects: Map<string | undefined, Verdict>;
  private readonly manifestLists: ActionsByStorageClass;
  /** Many images share a rule. */
  private readonly words = new Map<DocumentRule, string>();

  constructor(
    verdicts: readonly Verdict[],
    private readonly now: number,
  ) {
    const artifacts = verdicts.filter(({ image }) => image.subjectDigest !== undefined);
    const referredTo = new Set(artifacts.map(({ image }) => image.subjectDigest));
    this.subjects = new Map(verdicts.filter(({ image }) => referredTo.has(image.digest)).map((verdict) => [verdict.image.digest, verdict]));
    this.manifestLists = { standard: new Set(), archive: new Set() };
    for (const { image, action } of verdicts) {
      if (image.isManifestList) this.manifestLists[storageClassOfImage(image)].add(action);
    }
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
    const days = Math.floor((10 * (this.now - time)) / MILLISECONDS_PER_DAY) / 10;
    if (days < 0) return 'after the moment of the preview';
    return `${days} ${days === 1 ? 'day' : 'days'} ago`;
  }

  private ofTie({ identification }: Verdict): string | undefined {
    return identification?.isTie
      ? 'other images count as pushed in the same instant, and which of them count as newer is not documented'
      : undefined;
  }

  /** What stays when they count stays all the more when they do not. */
  private ofCount({ image, action, identification }: Verdict): string | undefined {
    const counts =
      action !== 'KEEP' &&
      identification?.rule.selection.countType === 'imageCountMoreThan' &&
      identification.rule.selection.tagStatus !== 'tagged' &&
      this.manifestLists[storageClassOfImage(image)].size > 0;
    return counts ? 'whether the images of a manifest list count is not documented' : undefined;
  }

  private ofManifestLists({ image, action }: Verdict): string | undefined {
    // an artifact is no image of a list: it belongs to its subject
    if (action === 'KEEP' || image.isManifestList || image.subjectDigest !== undefined) return undefined;
    const lists = this.manifestLists[storageClassOfImage(image)];
    const isHeld = lists.has('KEEP') || (action === 'EXPIRE' && lists.has('ARCHIVE'));
    return isHeld ? 'it stays as long as a manifest list that stays refers to it, which the inventory does not tell' : undefined;
  }

  private ofSubject(verdict: Verdict): string | undefined {
    const subject = this.subjectOf(verdict.image);
    if (subject === undefined || subject.action === verdict.action) return undefined;
    const belongs = `it belongs to ${subject.image.digest}, which`;
    if (subject.action === 'KEEP') return `${belongs} stays, and whether ECR takes it alone is not documented`;
    return verdict.action === 'EXPIRE' ? undefined : `${belongs} ${VERBS[subject.action]}, and follows it within 24 hours`;
  }

  /** What an artifact belongs to in the end: the signature of an SBOM belongs to the image. */
  private subjectOf(image: RepositoryImage): Verdict | undefined {
    if (image.subjectDigest === undefined) return undefined;
    const chain = new Set<Verdict>();
    let subject = this.subjects.get(image.subjectDigest);
    // a made-up inventory may go round in circles
    while (subject !== undefined && !chain.has(subject)) {
      chain.add(subject);
      subject = this.subjects.get(subject.image.subjectDigest);
    }
    return [...chain].at(-1);
  }
}
