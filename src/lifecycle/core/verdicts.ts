import { DocumentRule } from './document';
import { Identification, OpenQuestion, RuleAction, RuleVerdict } from './evaluation';
import { ImageRelations, ManifestLists, mayBeReferenced, RepositoryImage, storageClassOfImage } from './images';

/** The action of ECR on an image: certain, or possible where neither the inventory nor the documentation of AWS decides it. */
export type VerdictAction = RuleAction | 'MAY_EXPIRE' | 'MAY_ARCHIVE';

/** The action of ECR on an image, and its reason. */
export interface Verdict {
  readonly image: RepositoryImage;
  readonly action: VerdictAction;
  /** The first rule that selects the image, if any does. */
  readonly identification?: Identification;
  /** The question that its rule leaves open. */
  readonly open?: OpenQuestion;
  /** For an artifact: the image whose action it shares, which is not such an artifact itself. */
  readonly follows?: Verdict;
  /** For an artifact that a rule selects: its subject, if the subject is not certain to share the action. AWS does not document this case. */
  readonly without?: Verdict;
  /** The manifest list that keeps the image. */
  readonly hold?: Hold;
  /** Whether the verdict is possible and not certain because the references of a manifest list are not known. */
  readonly needsManifests?: boolean;
}

/** A manifest list that is kept, or may be kept, and references the image, or may reference it. */
export interface Hold {
  readonly isCertain: boolean;
  /** The list. Undefined for lists whose references are not known, and for a list that is not in the inventory. */
  readonly by?: Verdict;
  /** The digest of a list that references the image and is not in the inventory. */
  readonly absent?: string;
}

/** The rule that decides about the image: that of the subject for an artifact that follows it. */
export function decidingRule({ identification, follows }: Verdict): DocumentRule | undefined {
  return (follows?.identification ?? identification)?.rule;
}

/** Whether the action on an image is possible and not certain. */
export function isPossible({ action }: Pick<Verdict, 'action'>): boolean {
  return action === 'MAY_EXPIRE' || action === 'MAY_ARCHIVE';
}

/**
 * Adds the dependencies between images to the verdicts of the rules. ECR neither expires nor archives an image before the manifest lists that
 * reference it, and an artifact follows its subject within 24 hours. An action that this leaves open is possible, not certain.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
export function settledVerdicts(byRules: readonly RuleVerdict[], lists: ManifestLists): Verdict[] {
  const settlement = new Settlement(byRules, lists);
  let blocked: Blocked = { EXPIRE: [], ARCHIVE: [] };
  for (;;) {
    const verdicts = settlement.verdicts(blocked);
    const now = settlement.blockedByOpenLists();
    // a list that becomes less certain can only block more
    if (now.EXPIRE.length === blocked.EXPIRE.length && now.ARCHIVE.length === blocked.ARCHIVE.length) return verdicts;
    blocked = now;
  }
}

/** The actions that are possible on an image. */
type Outcomes = ReadonlySet<RuleAction>;

/** The outcomes of most images are certain. They share these sets. */
const CERTAIN: { readonly [action in RuleAction]: Outcomes } = {
  KEEP: new Set(['KEEP']),
  ARCHIVE: new Set(['ARCHIVE']),
  EXPIRE: new Set(['EXPIRE']),
};

/** The outcomes of images whose rule leaves a question open. */
const POSSIBLE: { readonly [action in RuleAction]: Outcomes } = {
  KEEP: CERTAIN.KEEP,
  ARCHIVE: new Set(['ARCHIVE', 'KEEP']),
  EXPIRE: new Set(['EXPIRE', 'KEEP']),
};

/** The lists with unknown references that may prevent an action. Two are enough: no list references itself. */
type Blocked = { readonly [action in 'EXPIRE' | 'ARCHIVE']: readonly number[] };

/** The outcomes of an image if no list keeps it. */
interface Wanted {
  readonly own: RuleVerdict;
  readonly outcomes: Outcomes;
  /** The subject of an artifact, where the outcomes are not those of the rule alone. */
  readonly subject?: Verdict;
}

class Settlement {
  private readonly relations: ImageRelations;
  private readonly byRules: readonly RuleVerdict[];
  private readonly outcomes: Outcomes[] = [];

  constructor(byRules: readonly RuleVerdict[], lists: ManifestLists) {
    this.relations = new ImageRelations(
      byRules.map(({ image }) => image),
      lists,
    );
    this.byRules = byRules.map((own, place) => {
      if (own.action === 'KEEP' || own.open !== undefined) return own;
      if (this.relations.isOrphan(place)) return { ...own, open: 'SUBJECT' };
      return this.relations.isOfDependent(place) ? { ...own, open: 'DEPENDENT_SUBJECT' } : own;
    });
  }

  public verdicts(blocked: Blocked): Verdict[] {
    const verdicts: Verdict[] = [];
    this.byRules.forEach((own, place) => verdicts.push(this.settled(place, byRuleAlone(own), blocked)));
    for (const place of this.relations.order) {
      const own = this.byRules[place];
      const subject = this.relations.subjectOf(place);
      const wanted = subject === undefined ? byRuleAlone(own) : withSubject(own, verdicts[subject], this.outcomes[subject]);
      verdicts[place] = this.settled(place, wanted, blocked, verdicts);
    }
    return verdicts;
  }

  /** The lists with unknown references that may prevent an action, by the verdicts of the last round. */
  public blockedByOpenLists(): Blocked {
    const blocking = (action: 'EXPIRE' | 'ARCHIVE') => {
      const lists: number[] = [];
      for (const list of this.relations.openLists) {
        if (this.mayBlock(list, action)) lists.push(list);
        if (lists.length === 2) break;
      }
      return lists;
    };
    return { EXPIRE: blocking('EXPIRE'), ARCHIVE: blocking('ARCHIVE') };
  }

  /** @param verdicts the verdicts so far, in which those of the lists that reference the image are settled */
  private settled(place: number, { own, outcomes, subject }: Wanted, blocked: Blocked, verdicts?: readonly Verdict[]): Verdict {
    let settled = outcomes;
    let hold: Hold | undefined;
    for (const action of outcomes === CERTAIN.KEEP ? [] : (['ARCHIVE', 'EXPIRE'] as const)) {
      if (!outcomes.has(action)) continue;
      const by = verdicts && this.holderOf(place, action);
      const absent = this.relations.absentHolderOf(place);
      const isBlocked = mayBeReferenced(own.image) && blocked[action].some((list) => list !== place);
      if (by === undefined && absent === undefined && !isBlocked) continue;
      const isCertain = by !== undefined && !this.mayPass(by, action);
      settled = new Set<RuleAction>([...settled].filter((one) => one !== action || !isCertain)).add('KEEP');
      hold = { isCertain, ...(by === undefined ? (absent === undefined ? {} : { absent }) : { by: verdicts?.[by] }) };
    }
    this.outcomes[place] = settled;
    if (hold === undefined && subject === undefined && own.open === undefined) return own;
    const action = verdictOf(settled);
    const dependsOn = [own, hold?.by, subject];
    return {
      ...own,
      action,
      ...(subject === undefined ? {} : ofArtifact(own, action, subject, outcomes)),
      ...(hold === undefined ? {} : { hold }),
      needsManifests: isPossible({ action }) && (isByOpenList(hold) || dependsOn.some((other) => other?.needsManifests === true)),
    };
  }

  /** A list that is known to reference the image and prevents an action on it: one that prevents it for certain, if there is one. */
  private holderOf(place: number, action: RuleAction): number | undefined {
    const holders = this.relations.holdersOf(place).filter((list) => this.mayBlock(list, action));
    return holders.find((list) => !this.mayPass(list, action)) ?? holders[0];
  }

  private mayBlock(list: number, action: RuleAction): boolean {
    return [...this.outcomes[list]].some((outcome) => this.blocking(list, outcome, action) !== 'NEVER');
  }

  private mayPass(list: number, action: RuleAction): boolean {
    return [...this.outcomes[list]].some((outcome) => this.blocking(list, outcome, action) !== 'ALWAYS');
  }

  /** A list that expires keeps nothing. An archived list does not prevent archiving, and AWS does not document whether it prevents expiration. */
  private blocking(list: number, outcome: RuleAction, action: RuleAction): 'ALWAYS' | 'PERHAPS' | 'NEVER' {
    if (outcome === 'EXPIRE') return 'NEVER';
    const isArchived = outcome === 'ARCHIVE' || storageClassOfImage(this.byRules[list].image) === 'archive';
    if (!isArchived) return 'ALWAYS';
    return action === 'EXPIRE' ? 'PERHAPS' : 'NEVER';
  }
}

function byRuleAlone(own: RuleVerdict): Wanted {
  return { own, outcomes: (own.open === undefined ? CERTAIN : POSSIBLE)[own.action] };
}

/** The outcomes of an artifact if no list keeps it: those of its subject, and possibly the action of a rule on the artifact alone. */
function withSubject(own: RuleVerdict, subject: Verdict, ofSubject: Outcomes): Wanted {
  const outcomes = new Set<RuleAction>();
  if (ofSubject.has('EXPIRE')) outcomes.add('EXPIRE');
  if (ofSubject.has('ARCHIVE')) outcomes.add(storageClassOfImage(own.image) === 'archive' ? 'KEEP' : 'ARCHIVE');
  if (ofSubject.has('KEEP')) outcomes.add('KEEP');
  // AWS does not document the action of a rule on an artifact alone
  if (ofSubject.has('KEEP') || (ofSubject.has('ARCHIVE') && own.action === 'EXPIRE')) outcomes.add(own.action);
  const isByRule = outcomes.size === 1 && outcomes.has(own.action) && own.open === undefined;
  return isByRule ? byRuleAlone(own) : { own, outcomes, subject };
}

/** Whether the rule or the subject causes the worst outcome of an artifact. */
function ofArtifact(own: RuleVerdict, action: VerdictAction, subject: Verdict, wanted: Outcomes): Pick<Verdict, 'follows' | 'without'> {
  if (own.action !== 'KEEP' && action.endsWith(own.action) && wanted.size > 1) return { without: subject };
  return { follows: subject.follows ?? subject };
}

/** Whether lists with unknown references may keep the image. */
function isByOpenList(hold: Hold | undefined): boolean {
  return hold !== undefined && hold.by === undefined && hold.absent === undefined;
}

/** A verdict reports the worst outcome. */
function verdictOf(outcomes: Outcomes): VerdictAction {
  const worst = outcomes.has('EXPIRE') ? 'EXPIRE' : outcomes.has('ARCHIVE') ? 'ARCHIVE' : 'KEEP';
  return outcomes.size === 1 || worst === 'KEEP' ? worst : `MAY_${worst}`;
}
