import { DocumentTagFilter } from './document';

/** A placeholder for any text in a tag. No tag contains it. */
const ANY_TEXT = '\u0000';

/** A pattern or a prefix of tags. */
export class TagPattern {
  /** The patterns of a filter. It selects images that have a matching tag for each of them. */
  public static allOf({ tagPatternList = [], tagPrefixList = [] }: DocumentTagFilter): TagPattern[] {
    return [...tagPatternList.map((text) => TagPattern.like(text)), ...tagPrefixList.map((prefix) => TagPattern.startingWith(prefix))];
  }

  /** Matches whole tags, where each `*` is zero or more characters. */
  public static like(text: string): TagPattern {
    const [start, ...pieces] = text.split('*');
    const end = pieces.pop();
    return new TagPattern(text, text.replaceAll('*', ANY_TEXT), start, pieces, end);
  }

  /** Matches tags that start with a text, in which `*` is not a wildcard. */
  public static startingWith(prefix: string): TagPattern {
    // written as a pattern, it would match other tags
    const text = prefix.includes('*') ? `with the prefix ${prefix} (no wildcard)` : `${prefix}*`;
    return new TagPattern(text, prefix + ANY_TEXT, prefix, [], '');
  }

  private constructor(
    /** The pattern as it is written, or a description where it cannot be written as a pattern. */
    public readonly text: string,
    /** A tag that represents all matching tags. */
    private readonly sample: string,
    /** The beginning of every matching tag. */
    public readonly start: string,
    /** The texts between the first and the last wildcard. */
    private readonly pieces: readonly string[],
    /** The end of every matching tag. Undefined without a wildcard, where `start` is the whole tag. */
    private readonly end: string | undefined,
  ) {}

  public matches(tag: string): boolean {
    return tag.startsWith(this.start) && this.matchesBehindStart(tag);
  }

  /** Whether the pattern matches a tag that starts with `start`. */
  public matchesBehindStart(tag: string): boolean {
    if (this.end === undefined) return tag.length === this.start.length;
    const last = tag.length - this.end.length;
    // start and end may not share characters of the tag
    if (last < this.start.length || !tag.endsWith(this.end)) return false;

    let from = this.start.length;
    for (const piece of this.pieces) {
      const at = tag.indexOf(piece, from);
      if (at < 0 || at + piece.length > last) return false;
      from = at + piece.length;
    }
    return true;
  }

  /** Whether every tag that the other pattern matches is matched by this one. */
  public covers(other: TagPattern): boolean {
    return this.matches(other.sample);
  }
}

/** Patterns by their beginnings, so that a tag is compared with only the few that it may match. */
class PatternTrie<T> {
  private readonly here: { readonly pattern: TagPattern; readonly value: T }[] = [];
  private readonly children: (PatternTrie<T> | undefined)[] = [];

  /** Adds a pattern and its value. */
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

  /** Calls `found` with the value of each pattern that matches the tag. A list for each of a million tags would cost more than the search. */
  public forEachMatch(tag: string, found: (value: T) => void): void {
    let node: PatternTrie<T> | undefined = this;
    for (let index = 0; node !== undefined; index++) {
      for (const { pattern, value } of node.here) {
        if (pattern.matchesBehindStart(tag)) found(value);
      }
      // charCodeAt returns NaN behind the end of the tag, and no child has that code
      node = node.children[tag.charCodeAt(index)];
    }
  }
}

/** An image, of which only the tags matter. */
interface Tagged {
  readonly tags: readonly string[];
}

/** Returns, for each filter, the places of the images that it selects, in ascending order. All tags are matched in one pass. */
export function selectedImages(images: readonly Tagged[], filters: readonly DocumentTagFilter[]): number[][] {
  const all = [...images.keys()];
  const untagged = all.filter((image) => images[image].tags.length === 0);

  const trie = new PatternTrie<number[]>();
  const listFor = (pattern: TagPattern): number[] => {
    const matching: number[] = [];
    trie.add(pattern, matching);
    return matching;
  };
  const tagged = filters.map((filter) => TagPattern.allOf(filter).map(listFor));
  addMatching(images, trie);

  return filters.map(({ tagStatus }, filter) => {
    switch (tagStatus) {
      case 'any':
        return all;
      case 'untagged':
        return untagged;
      case 'tagged':
        return tagged[filter].reduce(intersection);
    }
  });
}

/** Adds each image to the lists of all patterns that match one of its tags. */
function addMatching(images: readonly Tagged[], trie: PatternTrie<number[]>): void {
  images.forEach(({ tags }, image) => {
    const add = (matching: number[]) => {
      // another tag of the same image may have matched before
      if (matching.at(-1) !== image) matching.push(image);
    };
    for (const tag of tags) trie.forEachMatch(tag, add);
  });
}

function intersection(one: number[], other: number[]): number[] {
  const members = new Set(other);
  return one.filter((member) => members.has(member));
}
