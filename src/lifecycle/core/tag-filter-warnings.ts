import { LifecycleWarning, warning } from './lifecycle-warning';
import { byPriority, DocumentRule, DocumentTagFilter, PolicyDocument } from './policy-document';
import { TagPattern } from './tag-pattern';
import { quoted } from '../../private/format-value';
import { whyNoTagMatches } from '../../private/tag-pattern-text';

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
