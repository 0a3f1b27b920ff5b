import { cosignWarnings } from './cosign';
import { formatDays } from './describe';
import { byPriority, DocumentRule, DocumentTagFilter, keepsEverything, PolicyDocument, storageClassOf } from './document';
import { RepositoryImage } from './images';
import { TagPattern } from './tag-pattern';
import { Finding, warningFinding } from '../../private/finding';
import { quoted } from '../../private/format-value';
import { whyNoTagMatches } from '../../private/tag-pattern-text';

/** Returns the warnings for a policy that ECR accepts. */
export function policyWarnings({ rules }: PolicyDocument): Finding[] {
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

function neverActs(rule: DocumentRule, earlier: DocumentRule[]): Finding[] {
  const shields = shieldsOf(rule.selection, earlier);
  // protecting images that an earlier rule protects already is harmless
  if (shields.length === 0 || [rule, ...shields].every(keepsEverything)) return [];
  const numbers = shields.map(({ rulePriority }) => rulePriority).join(' and ');
  return [
    warningFinding(
      'lifecycle-rule-never-acts',
      `lifecycle rule ${rule.rulePriority} never acts, because ${shields.length === 1 ? 'rule' : 'rules'} ${numbers} ` +
        `${shields.length === 1 ? 'identifies' : 'identify'} all images that it selects, and ECR excludes identified images from later rules, ` +
        'even if they are kept. Move the narrower rule to the front, or remove it.',
    ),
  ];
}

/** The earlier rules that together identify all images of a selection. Empty if there are no such rules. */
function shieldsOf(selection: DocumentTagFilter, earlier: DocumentRule[]): DocumentRule[] {
  const one = earlier.find((other) => identifiesAllOf(other.selection, selection));
  if (one !== undefined) return [one];
  // together these identify any image; only tagged or only untagged images would have been identified by one of them
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

function overlappingPrefixes({ rulePriority, selection }: DocumentRule, earlier: DocumentRule[]): Finding[] {
  return earlier.flatMap((other) => {
    const pairs = (selection.tagPrefixList ?? []).flatMap((prefix) =>
      (other.selection.tagPrefixList ?? [])
        .filter((earlierPrefix) => prefix.startsWith(earlierPrefix) || earlierPrefix.startsWith(prefix))
        .map((earlierPrefix) => `${quoted(prefix)} and ${quoted(earlierPrefix)}`),
    );
    if (pairs.length === 0) return [];
    return [
      warningFinding(
        'lifecycle-overlapping-prefixes',
        `lifecycle rules ${rulePriority} and ${other.rulePriority} have overlapping prefixes (${pairs.join(', ')}), which ECR may reject. ` +
          'Use tagPatternList, where patterns may overlap.',
      ),
    ];
  });
}

function expiresEveryTaggedImage(rule: DocumentRule, earlier: DocumentRule[], rules: readonly DocumentRule[]): Finding[] {
  const since = actsOnEveryTagged('sinceImagePushed', 'expire', rule, earlier)
    ? 'the push'
    : actsOnEveryTagged('sinceImageTransitioned', 'expire', rule, earlier) && archivesEveryTagged(rules)
      ? 'another rule archives it'
      : undefined;
  if (since === undefined) return [];
  return [
    warningFinding(
      'lifecycle-expires-every-tagged-image',
      `lifecycle rule ${rule.rulePriority} expires every tagged image that no earlier rule identifies, ` +
        `${formatDays(rule.selection.countNumber)} after ${since}, even if it is in use. ` +
        'Keep a number of images with keepLatest, or protect some images before this rule.',
    ),
  ];
}

function archivesEveryTaggedImage(rule: DocumentRule, earlier: DocumentRule[]): Finding[] {
  if (!actsOnEveryTagged('sinceImagePushed', 'transition', rule, earlier)) return [];
  return [
    warningFinding(
      'lifecycle-archives-every-tagged-image',
      `lifecycle rule ${rule.rulePriority} archives every tagged image that no earlier rule identifies, ` +
        `${formatDays(rule.selection.countNumber)} after the push, even if it is in use. An archived image cannot be pulled until it is restored. ` +
        'Archive unpulled images with archiveUnpulledAfter, keep a number of images with archiveAllButLatest, or protect some images before this rule.',
    ),
  ];
}

function archivesEveryTagged(rules: readonly DocumentRule[]): boolean {
  const inStandard = rules.filter((rule) => storageClassOf(rule) === 'standard');
  return inStandard.some((rule, index) => actsOnEveryTagged('sinceImagePushed', 'transition', rule, inStandard.slice(0, index)));
}

/** Whether a rule acts on every tagged image in the end, because no earlier rule keeps some of them indefinitely. */
function actsOnEveryTagged(
  countType: DocumentRule['selection']['countType'],
  action: DocumentRule['action']['type'],
  rule: DocumentRule,
  earlier: readonly DocumentRule[],
): boolean {
  const { selection } = rule;
  const actsByTime = rule.action.type === action && selection.countType === countType && !keepsEverything(rule);
  const reachesTagged = !earlier.some((other) => identifiesEveryTagged(other.selection) || keepsSomeTagged(other));
  return actsByTime && reachesTagged && (selection.tagStatus === 'any' || identifiesEveryTagged(selection));
}

/** Whether a rule keeps tagged images regardless of their age: all, or the newest. A rule that no tag matches keeps none. */
function keepsSomeTagged(rule: DocumentRule): boolean {
  const { tagStatus, countType } = rule.selection;
  if (tagStatus !== 'tagged' || selectsNoTag({ rules: [rule] }).length > 0) return false;
  return countType === 'imageCountMoreThan' || keepsEverything(rule);
}

/** Patterns that match one tag only, but look like prefixes. */
function looksLikePrefix({ rulePriority, selection: { tagPatternList = [] } }: DocumentRule): Finding[] {
  return tagPatternList
    .filter((pattern) => /^[^*]*[._-]$/.test(pattern) && whyNoTagMatches(pattern) === undefined)
    .map((pattern) =>
      warningFinding(
        'lifecycle-pattern-without-wildcard',
        `lifecycle rule ${rulePriority} has the pattern ${quoted(pattern)}, which matches only the tag ${quoted(pattern)}. ` +
          `Use ${quoted(`${pattern}*`)} to match every tag that begins with it.`,
      ),
    );
}

/** Returns the warnings for a policy that was written as JSON, which may also have what `ImageSelection` refuses or makes clear. */
export function jsonPolicyWarnings(document: PolicyDocument): Finding[] {
  return [...policyWarnings(document), ...selectsNoTag(document), ...patternsReadLikeOr(document)];
}

/** Patterns and prefixes that ECR accepts, but that no tag can match. `ImageSelection` refuses them. */
function selectsNoTag({ rules }: PolicyDocument): Finding[] {
  return byPriority(rules).flatMap(({ rulePriority, selection: { tagPatternList = [], tagPrefixList = [] } }) => {
    const selectsNothing = (how: string, text: string, why: string, remedy: string) =>
      warningFinding(
        'lifecycle-selects-no-tag',
        `lifecycle rule ${rulePriority} selects no image, because no tag ${how} ${quoted(text)} (${why}). ${remedy}`,
      );
    return [
      ...tagPatternList.flatMap((pattern) => {
        const why = whyNoTagMatches(pattern);
        return why === undefined ? [] : [selectsNothing('matches', pattern, why, 'Correct the pattern, or remove the rule.')];
      }),
      ...tagPrefixList.flatMap((prefix) => {
        if (prefix.includes('*')) {
          return [selectsNothing('begins with', prefix, 'a prefix has no wildcards', 'Use tagPatternList for a pattern.')];
        }
        const why = whyNoTagMatches(prefix);
        return why === undefined ? [] : [selectsNothing('begins with', prefix, why, 'Correct the prefix, or remove the rule.')];
      }),
    ];
  });
}

/** Several patterns in one rule, which look like alternatives. ECR requires a tag for each; `taggedWithAll` makes that clear, JSON does not. */
function patternsReadLikeOr({ rules }: PolicyDocument): Finding[] {
  return byPriority(rules)
    .filter(({ selection }) => requiresSeveralTags(TagPattern.allOf(selection)))
    .map(({ rulePriority, selection }) => {
      const patterns = TagPattern.allOf(selection).map(({ text }) => quoted(text));
      return warningFinding(
        'lifecycle-patterns-joined-by-and',
        `lifecycle rule ${rulePriority} selects only images that have a tag for each of ${patterns.join(', ')}. ` +
          'To select images with a tag for any of them, write one rule for each.',
      );
    });
}

/** Whether no single pattern requires the same tags as all patterns together. */
function requiresSeveralTags(patterns: TagPattern[]): boolean {
  return patterns.length > 1 && !patterns.some((narrow) => patterns.every((pattern) => pattern.covers(narrow)));
}

/** Returns the warnings for the effect of a policy on the images of a repository. */
export function previewWarnings(rules: readonly DocumentRule[], images: readonly RepositoryImage[]): Finding[] {
  return [...(rules.length === 0 ? [] : mediaTypeWarnings(images)), ...cosignWarnings(rules, images)];
}

/** Without their media types, images cannot be distinguished from manifest lists, so that no expiration is certain while one of them is kept. */
function mediaTypeWarnings(images: readonly RepositoryImage[]): Finding[] {
  const untyped = images.filter(({ isManifestList }) => isManifestList === undefined).length;
  if (untyped === 0) return [];
  return [
    warningFinding(
      'image-media-types',
      `the inventory has ${untyped === 1 ? '1 image' : `${untyped} images`} without imageManifestMediaType, ` +
        'which may be manifest lists that keep other images. Include imageManifestMediaType in the output of describe-images.',
    ),
  ];
}
