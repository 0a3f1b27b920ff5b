import { LifecycleWarning, warning } from './lifecycle-warning';
import { byPriority, DocumentRule, DocumentTagFilter, keepsEverything, PolicyDocument, storageClassOf } from './policy-document';
import { daysInWords } from './rule-words';
import { looksLikePrefix, selectsNoTag } from './tag-filter-warnings';
import { TagPattern } from './tag-pattern';
import { quoted } from '../../private/format-value';

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
