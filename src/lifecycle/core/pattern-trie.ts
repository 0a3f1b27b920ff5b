import { TagPattern } from './tag-pattern';

/** Patterns by what they start with, so that a tag meets only the few that it may match. */
export class PatternTrie<T> {
  private readonly here: { readonly pattern: TagPattern; readonly value: T }[] = [];
  private readonly children: (PatternTrie<T> | undefined)[] = [];

  /** Adds a pattern with the value that `matching` gives for it. */
  public add(pattern: TagPattern, value: T): void {
    let node: PatternTrie<T> = this;
    for (let index = 0; index < pattern.start.length; index++) {
      const code = pattern.start.charCodeAt(index);
      const child: PatternTrie<T> = node.children[code] ?? new PatternTrie<T>();
      node.children[code] = child;
      node = child;
    }
    node.here.push({ pattern, value });
  }

  /** Tells the value of each pattern that the whole tag matches; a list of them for each of a million tags would cost more than the search. */
  public forEachMatch(tag: string, found: (value: T) => void): void {
    let node: PatternTrie<T> | undefined = this;
    for (let index = 0; node !== undefined; index++) {
      for (const { pattern, value } of node.here) {
        if (pattern.matchesBehindStart(tag)) found(value);
      }
      // charCodeAt is NaN behind the end of the tag, and no child has that code
      node = node.children[tag.charCodeAt(index)];
    }
  }
}
