import { RuleAction, RuleVerdict } from './evaluation';
import { ImageRelations, ManifestLists } from './image-relations';
import { RepositoryImage, storageClassOfImage } from './repository-image';
import { Hold, isPossible, Verdict, VerdictAction } from './verdict';

/**
 * What ECR does with images when it looks at those that they depend on, too: it neither expires nor archives an image before the manifest
 * lists that reference it, and an artifact follows its subject within 24 hours. What that leaves open is possible, not certain.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
export function settledVerdicts(byRules: readonly RuleVerdict[], lists: ManifestLists): Verdict[] {
  const settlement = new Settlement(byRules, lists);
  let blocked: Blocked = [];
  for (;;) {
    const verdicts = settlement.verdicts(blocked);
    const now = settlement.blockedByUnlisted();
    // a list that becomes less certain can only block more
    if (now.length === blocked.length) return verdicts;
    blocked = now;
  }
}

/** Everything that may happen to an image. */
type Outcomes = ReadonlySet<RuleAction>;

/** Most images have one certain outcome, and share it. */
const CERTAIN: { readonly [action in RuleAction]: Outcomes } = {
  KEEP: new Set(['KEEP']),
  ARCHIVE: new Set(['ARCHIVE']),
  EXPIRE: new Set(['EXPIRE']),
};

/** What lists whose children are not known may keep away from images. */
type Blocked = readonly RuleAction[];

/** What may happen to an image if no list holds it. */
interface Wanted {
  readonly own: RuleVerdict;
  readonly outcomes: Outcomes;
  /** Where the outcomes are not those of the rule alone. */
  readonly subject?: Verdict;
}

class Settlement {
  private readonly relations: ImageRelations;
  private readonly outcomes: Outcomes[] = [];

  constructor(
    private readonly byRules: readonly RuleVerdict[],
    lists: ManifestLists,
  ) {
    this.relations = new ImageRelations(
      byRules.map(({ image }) => image),
      lists,
    );
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

  /** What the lists whose children are not known may keep away from images, by the verdicts of last time. */
  public blockedByUnlisted(): Blocked {
    const { unlisted } = this.relations;
    return (['EXPIRE', 'ARCHIVE'] as const).filter((action) => unlisted.some((list) => this.mayBlock(list, action)));
  }

  /** @param verdicts those of the lists that reference the image */
  private settled(place: number, { own, outcomes, subject }: Wanted, blocked: Blocked, verdicts?: readonly Verdict[]): Verdict {
    let settled = outcomes;
    let hold: Hold | undefined;
    for (const action of outcomes === CERTAIN.KEEP ? [] : (['ARCHIVE', 'EXPIRE'] as const)) {
      if (!outcomes.has(action)) continue;
      const by = verdicts && this.holderOf(place, action);
      if (by === undefined && !(blocked.includes(action) && mayBeChild(own.image))) continue;
      const isCertain = by !== undefined && !this.mayPass(by, action);
      settled = new Set<RuleAction>([...settled].filter((one) => one !== action || !isCertain)).add('KEEP');
      hold = { isCertain, ...(by === undefined ? {} : { by: verdicts?.[by] }) };
    }
    this.outcomes[place] = settled;
    if (hold === undefined && subject === undefined) return own;
    const action = verdictOf(settled);
    const needsManifests =
      isPossible({ action }) && (isByUnlisted(hold) || hold?.by?.needsManifests === true || subject?.needsManifests === true);
    return {
      ...own,
      action,
      ...(subject === undefined ? {} : ofArtifact(own, action, subject)),
      ...(hold === undefined ? {} : { hold }),
      ...(needsManifests ? { needsManifests } : {}),
    };
  }

  /** A known list that keeps an action away from its image, for certain if there is one. */
  private holderOf(place: number, action: RuleAction): number | undefined {
    const holders = this.relations.holdersOf(place).filter((list) => this.mayBlock(list, action));
    return holders.find((list) => !this.mayPass(list, action)) ?? holders[0];
  }

  private mayBlock(list: number, action: RuleAction): boolean {
    return [...this.outcomes[list]].some((outcome) => this.isBlocking(list, outcome, action));
  }

  private mayPass(list: number, action: RuleAction): boolean {
    return [...this.outcomes[list]].some((outcome) => !this.isBlocking(list, outcome, action));
  }

  /** A list that expires holds nothing back, and one that is archived does not hold back the archiving. */
  private isBlocking(list: number, outcome: RuleAction, action: RuleAction): boolean {
    if (action === 'EXPIRE') return outcome !== 'EXPIRE';
    return outcome === 'KEEP' && storageClassOfImage(this.byRules[list].image) !== 'archive';
  }
}

function byRuleAlone(own: RuleVerdict): Wanted {
  return { own, outcomes: CERTAIN[own.action] };
}

/** What may happen to an artifact if no list holds it: what happens to its subject, and perhaps what a rule does with it alone. */
function withSubject(own: RuleVerdict, subject: Verdict, ofSubject: Outcomes): Wanted {
  const outcomes = new Set<RuleAction>();
  if (ofSubject.has('EXPIRE')) outcomes.add('EXPIRE');
  if (ofSubject.has('ARCHIVE')) outcomes.add(storageClassOfImage(own.image) === 'archive' ? 'KEEP' : 'ARCHIVE');
  if (ofSubject.has('KEEP')) outcomes.add('KEEP');
  // what ECR does with it alone is not documented
  if (ofSubject.has('KEEP') || (ofSubject.has('ARCHIVE') && own.action === 'EXPIRE')) outcomes.add(own.action);
  return outcomes.size === 1 && outcomes.has(own.action) ? byRuleAlone(own) : { own, outcomes, subject };
}

/** Whether it is the rule or the subject that makes the worst of it happen to an artifact. */
function ofArtifact(own: RuleVerdict, action: VerdictAction, subject: Verdict): Pick<Verdict, 'follows' | 'without'> {
  if (own.action !== 'KEEP' && action.endsWith(own.action)) return { without: subject };
  return { follows: subject.follows ?? subject };
}

/** Whether it is the lists whose children are not known that may hold an image. */
function isByUnlisted(hold: Hold | undefined): boolean {
  return hold !== undefined && hold.by === undefined;
}

/** The worst that may happen is what a verdict is about. */
function verdictOf(outcomes: Outcomes): VerdictAction {
  const worst = outcomes.has('EXPIRE') ? 'EXPIRE' : outcomes.has('ARCHIVE') ? 'ARCHIVE' : 'KEEP';
  return outcomes.size === 1 || worst === 'KEEP' ? worst : `MAY_${worst}`;
}

/**
 * Whether an image may be one of a list whose children are not known. Tags do not matter: `docker manifest create` references tagged images.
 * An artifact belongs to its subject, and a list in a list, which no common tool pushes, counts where its manifests are known.
 */
function mayBeChild({ isManifestList, subjectDigest }: RepositoryImage): boolean {
  return !isManifestList && subjectDigest === undefined;
}
