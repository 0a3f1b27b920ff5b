import { daysInWords } from './describe';
import { byPriority, DocumentRule, DocumentTagFilter, keepsEverything, PolicyDocument, storageClassOf } from './document';
import { TagPattern } from './tag-pattern';
import { quoted } from '../../private/format-value';
import { whyNoTagMatches } from '../../private/tag-pattern-text';

/** Something in a policy that ECR accepts and that is seldom meant. */
export interface LifecycleWarning {
  /** Stays the same from release to release, so that it can be acknowledged. */
  readonly id: string;
  readonly severity: 'warning';
  readonly message: string;
}

export function warning(name: string, message: string): LifecycleWarning {
  return { id: `cdk-secure-repository:lifecycle-${name}`, severity: 'warning', message };
}

/** What is worth a second look in a policy that ECR accepts. */
export function policyWarnings({ rules }: PolicyDocument): LifecycleWarning[] {
  return byPriority(rules).flatMap((rule, index, ordered) => {
    const earlier = ordered.slice(0, index).filter((other) => storageClassOf(other) === storageClassOf(rule));
    return [
      ...neverActs(rule, earlier),
      ...overlappingPrefixes(rule, earlier),
      ...looksLikePrefix(rule),
      ...expiresEveryTaggedImage(rule, earlier, ordered),
      ...archivesEveryTaggedImage(rule, earlier),
    ];
  });
}

function neverActs(rule: DocumentRule, earlier: DocumentRule[]): LifecycleWarning[] {
  const shields = shieldsOf(rule.selection, earlier);
  // what a rule keeps that an earlier one keeps already, is kept
  if (shields.length === 0 || [rule, ...shields].every(keepsEverything)) return [];
  return [
    warning(
      'rule-never-acts',
      `lifecycle rule ${rule.rulePriority} can never act: ${shields.length === 1 ? 'rule' : 'rules'} ` +
        `${shields.map(({ rulePriority }) => rulePriority).join(' and ')} identified everything that it selects, and what a rule ` +
        'has identified is out of reach for later rules, even when the rule keeps it: move the narrower rule to the front, or remove it',
    ),
  ];
}

/** The earlier rules that together identify everything that a selection selects; none when there are no such rules. */
function shieldsOf(selection: DocumentTagFilter, earlier: DocumentRule[]): DocumentRule[] {
  const one = earlier.find((other) => identifiesAllOf(other.selection, selection));
  if (one !== undefined) return [one];
  // together these identify any image; what is only tagged or only untagged, one of them alone would have identified
  const ofUntagged = earlier.find((other) => identifiesAllOf(other.selection, { tagStatus: 'untagged' }));
  const ofTagged = earlier.find((other) => identifiesEveryTagged(other.selection));
  return ofUntagged && ofTagged ? [ofUntagged, ofTagged] : [];
}

function identifiesAllOf(wide: DocumentTagFilter, narrow: DocumentTagFilter): boolean {
  if (wide.tagStatus !== narrow.tagStatus) return false;
  return TagPattern.allOf(wide).every((pattern) => TagPattern.allOf(narrow).some((other) => pattern.covers(other)));
}

function identifiesEveryTagged(selection: DocumentTagFilter): boolean {
  return identifiesAllOf(selection, { tagStatus: 'tagged', tagPatternList: ['*'] });
}

function overlappingPrefixes({ rulePriority, selection }: DocumentRule, earlier: DocumentRule[]): LifecycleWarning[] {
  return earlier.flatMap((other) => {
    const pairs = (selection.tagPrefixList ?? []).flatMap((prefix) =>
      (other.selection.tagPrefixList ?? [])
        .filter((earlierPrefix) => prefix.startsWith(earlierPrefix) || earlierPrefix.startsWith(prefix))
        .map((earlierPrefix) => `${quoted(prefix)} and ${quoted(earlierPrefix)}`),
    );
    if (pairs.length === 0) return [];
    return [
      warning(
        'overlapping-prefixes',
        `lifecycle rules ${rulePriority} and ${other.rulePriority} have overlapping prefixes, ${pairs.join(', ')}: ` +
          'ECR asks for prefixes that differ and may refuse the policy; use tagPatternList, which may overlap',
      ),
    ];
  });
}

function expiresEveryTaggedImage(rule: DocumentRule, earlier: DocumentRule[], rules: readonly DocumentRule[]): LifecycleWarning[] {
  const since = takesEveryTaggedBy('sinceImagePushed', 'expire', rule, earlier)
    ? 'the push'
    : takesEveryTaggedBy('sinceImageTransitioned', 'expire', rule, earlier) && archivesEveryTagged(rules)
      ? 'the archiving, which takes every tagged image, too'
      : undefined;
  if (since === undefined) return [];
  return [
    warning(
      'expires-every-tagged-image',
      `lifecycle rule ${rule.rulePriority} expires every tagged image that no earlier rule identifies, ` +
        `${daysInWords(rule.selection.countNumber)} after ${since}, even one that is running: ` +
        'keep a number of images with keepLatest, or protect some before this rule',
    ),
  ];
}

function archivesEveryTaggedImage(rule: DocumentRule, earlier: DocumentRule[]): LifecycleWarning[] {
  if (!takesEveryTaggedBy('sinceImagePushed', 'transition', rule, earlier)) return [];
  return [
    warning(
      'archives-every-tagged-image',
      `lifecycle rule ${rule.rulePriority} archives every tagged image that no earlier rule identifies, ` +
        `${daysInWords(rule.selection.countNumber)} after the push, even one that is running, and an archived image cannot be pulled until it is restored: ` +
        'archive what nobody pulls with archiveUnpulledAfter, keep a number of images with archiveAllButLatest, or protect some before this rule',
    ),
  ];
}

function archivesEveryTagged(rules: readonly DocumentRule[]): boolean {
  const inStandard = rules.filter((rule) => storageClassOf(rule) === 'standard');
  return inStandard.some((rule, index) => takesEveryTaggedBy('sinceImagePushed', 'transition', rule, inStandard.slice(0, index)));
}

/** Whether time alone makes a rule take every tagged image, because no earlier rule keeps some of them for ever. */
function takesEveryTaggedBy(
  countType: DocumentRule['selection']['countType'],
  action: DocumentRule['action']['type'],
  rule: DocumentRule,
  earlier: readonly DocumentRule[],
): boolean {
  const { selection } = rule;
  const takesByTime = rule.action.type === action && selection.countType === countType && !keepsEverything(rule);
  const reachesTagged = !earlier.some((other) => identifiesEveryTagged(other.selection) || keepsSomeTagged(other));
  return takesByTime && reachesTagged && (selection.tagStatus === 'any' || identifiesEveryTagged(selection));
}

/** Whether a rule keeps tagged images however old they are: all, or the newest. A rule that selects no tag keeps none. */
function keepsSomeTagged(rule: DocumentRule): boolean {
  const { tagStatus, countType } = rule.selection;
  if (tagStatus !== 'tagged' || selectsNoTag({ rules: [rule] }).length > 0) return false;
  return countType === 'imageCountMoreThan' || keepsEverything(rule);
}

/** Patterns that match a single tag and look as if they should match what begins with it. */
export function looksLikePrefix({ rulePriority, selection: { tagPatternList = [] } }: DocumentRule): LifecycleWarning[] {
  return tagPatternList
    .filter((pattern) => /^[^*]*[._-]$/.test(pattern) && whyNoTagMatches(pattern) === undefined)
    .map((pattern) =>
      warning(
        'pattern-without-wildcard',
        `lifecycle rule ${rulePriority} has the pattern ${quoted(pattern)}, which matches only the tag ${quoted(pattern)}: ` +
          `write ${quoted(`${pattern}*`)} for every tag that begins with it`,
      ),
    );
}

/** Patterns and prefixes that ECR accepts, and that no tag can match. `ImageSelection` refuses them. */
export function selectsNoTag({ rules }: PolicyDocument): LifecycleWarning[] {
  return byPriority(rules).flatMap(({ rulePriority, selection: { tagPatternList = [], tagPrefixList = [] } }) => {
    const selectsNothing = (how: string, text: string, why: string) =>
      warning('selects-no-tag', `lifecycle rule ${rulePriority} selects no image, because no tag ${how} ${quoted(text)}: ${why}`);
    return [
      ...tagPatternList.flatMap((pattern) => {
        const why = whyNoTagMatches(pattern);
        return why === undefined ? [] : [selectsNothing('matches', pattern, `${why}. Correct the pattern, or remove the rule`)];
      }),
      ...tagPrefixList.flatMap((prefix) => {
        if (prefix.includes('*')) {
          const remedy = 'a tag has no "*", and a prefix has no wildcards; did you mean tagPatternList?';
          return [selectsNothing('begins with', prefix, remedy)];
        }
        const why = whyNoTagMatches(prefix);
        return why === undefined ? [] : [selectsNothing('begins with', prefix, `${why}. Correct the prefix, or remove the rule`)];
      }),
    ];
  });
}

/** Several patterns read like a choice; ECR wants a tag for each of them. `taggedWithAll` says so, JSON does not. */
export function patternsReadLikeOr({ rules }: PolicyDocument): LifecycleWarning[] {
  return byPriority(rules)
    .filter(({ selection }) => asksForSeveralTags(TagPattern.allOf(selection)))
    .map(({ rulePriority, selection }) =>
      warning(
        'patterns-joined-by-and',
        `lifecycle rule ${rulePriority} selects only images that have a tag for each of ${patternsInWords(selection)}: ` +
          'to select images with a tag for any of them, write a rule for each',
      ),
    );
}

/** Whether no single pattern asks for all that the patterns ask for together. */
function asksForSeveralTags(patterns: TagPattern[]): boolean {
  return patterns.length > 1 && !patterns.some((narrow) => patterns.every((pattern) => pattern.covers(narrow)));
}

function patternsInWords(selection: DocumentTagFilter): string {
  return TagPattern.allOf(selection)
    .map(({ text }) => quoted(text))
    .join(', ');
}

/** What is worth a second look in a policy that somebody wrote as JSON. */
export function warningsOfText(document: PolicyDocument): LifecycleWarning[] {
  return [...policyWarnings(document), ...selectsNoTag(document), ...patternsReadLikeOr(document)];
}
