import { TagPattern } from './tag-pattern';

/** Patterns by what they start with, so that a tag meets only the few that it may match. */
export class PatternTrie<T> {
  private readonly here: { readonly pattern: TagPattern; readonly value: T }[] = [];
  private readonly children = new Map<number, PatternTrie<T>>();

  /** Adds a pattern with the value that `matching` gives for it. */
  public add(pattern: TagPattern, value: T): void {
    let node: PatternTrie<T> = this;
    for (let index = 0; index < pattern.start.length; index++) {
      const code = pattern.start.charCodeAt(index);
      const child = node.children.get(code) ?? new PatternTrie<T>();
      node.children.set(code, child);
      node = child;
    }
    node.here.push({ pattern, value });
  }

  /** The values of all patterns that the whole tag matches. */
  public matching(tag: string): T[] {
    const values: T[] = [];
    let node: PatternTrie<T> | undefined = this;
    for (let index = 0; node !== undefined; index++) {
      for (const { pattern, value } of node.here) {
        if (pattern.matches(tag)) values.push(value);
      }
      // charCodeAt is NaN behind the end of the tag, and no child has that code
      node = node.children.get(tag.charCodeAt(index));
    }
    return values;
  }
}
