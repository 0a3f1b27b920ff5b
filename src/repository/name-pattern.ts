import { isUnknown } from '../private/unknown-value';

/**
 * Whether two patterns match a name in common, where `*` is any number of characters. A name without a wildcard is a pattern, too.
 */
export function overlap(one: string, other: string): boolean {
  // the lengths of the beginnings of the other pattern that match a name in common with the part of the first pattern so far
  let reached = throughWildcards(new Set([0]), other);
  for (const character of one) {
    const next = new Set<number>();
    for (const length of reached) {
      if (character === '*') {
        for (let more = length; more <= other.length; more++) next.add(more);
      } else if (other[length] === '*') {
        next.add(length);
      } else if (other[length] === character) {
        next.add(length + 1);
      }
    }
    reached = throughWildcards(next, other);
  }
  return reached.has(other.length);
}

/** A wildcard also matches nothing. */
function throughWildcards(lengths: ReadonlySet<number>, pattern: string): Set<number> {
  const all = new Set(lengths);
  for (const length of all) if (pattern[length] === '*') all.add(length + 1);
  return all;
}

/**
 * Whether one of the patterns matches a repository, or any repository below a namespace. Undefined if it is known only at deployment.
 * @param name the name of the repository, `team-a/*` for the repositories below a namespace, or undefined if it is not known
 */
export function anyOverlaps(patterns: readonly string[], name: string | undefined): boolean | undefined {
  const overlaps = patterns.map((pattern) => {
    if (/^\*+$/.test(pattern)) return true;
    return name === undefined || isUnknown(name) || isUnknown(pattern) ? undefined : overlap(pattern, name);
  });
  return overlaps.includes(true) || (overlaps.includes(undefined) ? undefined : false);
}
