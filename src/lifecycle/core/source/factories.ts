import { whyNoTagMatches } from '../../../private/tag-pattern-text';
import { byPriority, DocumentRule, DocumentTagFilter, NEVER_REACHED, PolicyDocument, storageClassOf } from '../document';

/** A call of a factory of `LifecycleRule`. */
export interface RuleCall {
  readonly factory: RuleFactory;
  readonly count: number;
  readonly filter: DocumentTagFilter;
  readonly description?: string;
}

type RuleFactory = keyof typeof FACTORIES;

/** A rule without its place in a policy. */
type UnnumberedRule = Omit<DocumentRule, 'rulePriority'>;

const EXPIRE = { type: 'expire' } as const;
const ARCHIVE = { type: 'transition', targetStorageClass: 'archive' } as const;

/**
 * What the factories of `LifecycleRule` make, apart from the count, the tags and the description. The core cannot import them, because they
 * need `aws-cdk-lib`; a test compares them with this table.
 */
const FACTORIES = {
  protect: { count: { countType: 'imageCountMoreThan' }, action: EXPIRE },
  keepLatest: { count: { countType: 'imageCountMoreThan' }, action: EXPIRE },
  archiveAllButLatest: { count: { countType: 'imageCountMoreThan' }, action: ARCHIVE },
  expireAfter: { count: { countType: 'sinceImagePushed', countUnit: 'days' }, action: EXPIRE },
  archiveAfter: { count: { countType: 'sinceImagePushed', countUnit: 'days' }, action: ARCHIVE },
  archiveUnpulledAfter: { count: { countType: 'sinceImagePulled', countUnit: 'days' }, action: ARCHIVE },
  expireArchivedAfter: { count: { countType: 'sinceImageTransitioned', countUnit: 'days', storageClass: 'archive' }, action: EXPIRE },
} as const;

/** The rules that `LifecyclePolicy.of` makes of calls. */
export function rulesMadeBy(calls: readonly RuleCall[]): DocumentRule[] {
  const selectsArchive = calls.some(({ factory }) => factory === 'expireArchivedAfter');
  return calls
    .flatMap((call) => (selectsArchive && call.factory === 'protect' ? [ruleOf(call), ruleOf(archivedTwin(call))] : [ruleOf(call)]))
    .map((rule, index) => ({ rulePriority: index + 1, ...rule }));
}

function ruleOf({ factory, count: countNumber, filter, description }: RuleCall): UnnumberedRule {
  const { count, action } = FACTORIES[factory];
  return { ...(description === undefined ? {} : { description }), selection: { ...filter, ...count, countNumber }, action };
}

/** The rule that protects the same images in the archive. */
function archivedTwin(call: RuleCall): RuleCall {
  return { ...call, factory: 'expireArchivedAfter', count: NEVER_REACHED.days };
}

/** The calls of factories whose rules are those of a policy, except for their priorities. Undefined where no calls make them. */
export function callsFor(document: PolicyDocument): RuleCall[] | undefined {
  const rules = byPriority(document.rules);
  // `protect` also protects archived images if another rule selects them, which is not always what the policy has
  return [foldedCalls(rules), rules.map(callFor)].find((calls) => canBeCalled(calls) && areSameRules(rulesMadeBy(calls), rules));
}

function foldedCalls(rules: readonly DocumentRule[]): RuleCall[] {
  const calls: RuleCall[] = [];
  for (const rule of rules) {
    const call = protecting(callFor(rule));
    const last = calls.at(-1);
    const isTwin = last?.factory === 'protect' && areSameRules([{ rulePriority: 1, ...ruleOf(archivedTwin(last)) }], [rule]);
    if (!isTwin) calls.push(call);
  }
  return calls;
}

function protecting(call: RuleCall): RuleCall {
  const isProtection = call.factory === 'keepLatest' && call.count === NEVER_REACHED.images && call.filter.tagPatternList?.length === 1;
  return isProtection ? { ...call, factory: 'protect' } : call;
}

/** The call for a rule by itself. ECR accepts each count type with the actions of the table only. */
function callFor({ selection, action, description }: DocumentRule): RuleCall {
  const { tagStatus, tagPatternList, tagPrefixList, countType, countNumber } = selection;
  const factory = (Object.keys(FACTORIES) as RuleFactory[]).find(
    (name) => name !== 'protect' && FACTORIES[name].count.countType === countType && FACTORIES[name].action.type === action.type,
  );
  if (factory === undefined) throw new Error(`no factory for ${countType} and ${action.type}`);
  return {
    factory,
    count: countNumber,
    filter: { tagStatus, ...(tagPatternList && { tagPatternList }), ...(tagPrefixList && { tagPrefixList }) },
    ...(description === undefined ? {} : { description }),
  };
}

/** `ImageSelection` has no factory for prefixes, and refuses a pattern that no tag can match. */
function canBeCalled(calls: readonly RuleCall[]): boolean {
  return calls.every(
    ({ filter: { tagPrefixList, tagPatternList = [] } }) =>
      tagPrefixList === undefined && tagPatternList.every((pattern) => whyNoTagMatches(pattern) === undefined),
  );
}

/** Whether two lists of rules have the same effect and descriptions. Priorities may differ. */
function areSameRules(some: readonly DocumentRule[], others: readonly DocumentRule[]): boolean {
  return JSON.stringify(some.map(membersOf)) === JSON.stringify(others.map(membersOf));
}

/** In one order, and with the defaults of ECR. */
function membersOf(rule: DocumentRule): unknown[] {
  const { description, selection, action } = rule;
  const { tagStatus, tagPrefixList, tagPatternList, countType, countNumber, countUnit } = selection;
  const { type, targetStorageClass } = action;
  return [
    description,
    [tagStatus, tagPrefixList, tagPatternList],
    [storageClassOf(rule), countType, countNumber, countUnit],
    [type, targetStorageClass],
  ];
}
