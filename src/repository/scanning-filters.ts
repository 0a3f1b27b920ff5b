import { overlap } from './name-pattern';
import { TagPattern } from '../lifecycle/core/tag-pattern';
import { memberOf } from '../private/intrinsics';
import { isUnknown } from '../private/unknown-value';

/** How a filter of a registry matches: the whole name, a part of it, not at all, or in a way that is known only at deployment. */
export type FilterMatch = 'whole' | 'part' | 'unknown' | 'none';

const EVERY_NAME = /^\*+$/;

/**
 * Matches a filter with the name of a repository. `*` is zero or more characters, also `/`. A scanning filter without a wildcard matches the names
 * that contain it; for other settings that is not documented.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html
 */
export function filterMatch(filter: unknown, name: unknown): FilterMatch {
  if (typeof filter !== 'string' || isUnknown(filter)) return 'unknown';
  if (EVERY_NAME.test(filter)) return 'whole';
  if (typeof name !== 'string' || isUnknown(name)) return 'unknown';
  if (TagPattern.like(filter).matches(name)) return 'whole';
  return name.includes(filter) ? 'part' : 'none';
}

/** Matches a filter with all names below a namespace: whether it can match one of them. */
export function filterMatchBelow(filter: unknown, namespace: string): FilterMatch {
  if (typeof filter !== 'string' || isUnknown(filter) || isUnknown(namespace)) return 'unknown';
  // the rest of a name can contain a filter without a wildcard
  return !filter.includes('*') || overlap(filter, `${namespace}/*`) ? 'part' : 'none';
}

const BEST_FIRST: readonly FilterMatch[] = ['whole', 'part', 'unknown'];

/** Returns the frequency of a scanning rule, and the best match of its filters. The rule is as in a template. */
export function matchOfRule(
  rule: unknown,
  matchOf: (filter: unknown) => FilterMatch,
): { readonly frequency: unknown; readonly match: FilterMatch } {
  const matches = [memberOf(rule, 'RepositoryFilters') ?? []].flat().map((filter) => matchOf(memberOf(filter, 'Filter')));
  return { frequency: memberOf(rule, 'ScanFrequency'), match: BEST_FIRST.find((match) => matches.includes(match)) ?? 'none' };
}
