import { DocumentTagFilter } from './policy-document';

/** Stands for any text in a tag; no tag holds it. */
const ANY_TEXT = '\u0000';

/** Which tags a pattern or a prefix matches. */
export class TagPattern {
  /** What a filter asks for: an image has, for each of these, a tag that matches. */
  public static allOf({ tagPatternList = [], tagPrefixList = [] }: DocumentTagFilter): TagPattern[] {
    return [...tagPatternList.map((text) => TagPattern.like(text)), ...tagPrefixList.map((prefix) => TagPattern.startingWith(prefix))];
  }

  /** The tags that match as a whole, where each `*` is zero or more characters. */
  public static like(text: string): TagPattern {
    const [start, ...pieces] = text.split('*');
    const end = pieces.pop();
    return new TagPattern(text, text.replaceAll('*', ANY_TEXT), start, pieces, end);
  }

  /** The tags that start with a text, in which `*` has no meaning. */
  public static startingWith(prefix: string): TagPattern {
    // as a pattern it would be another one
    const text = prefix.includes('*') ? `with the prefix ${prefix} (no wildcard)` : `${prefix}*`;
    return new TagPattern(text, prefix + ANY_TEXT, prefix, [], '');
  }

  private constructor(
    /** The pattern as a person writes it; in words where it cannot be written as one. */
    public readonly text: string,
    /** A tag that stands for all that match. */
    private readonly sample: string,
    /** What every matching tag starts with. */
    public readonly start: string,
    /** What stands between the first and the last wildcard, piece by piece. */
    private readonly pieces: readonly string[],
    /** What every matching tag ends with; none without a wildcard, where `start` is the whole tag. */
    private readonly end: string | undefined,
  ) {}

  public matches(tag: string): boolean {
    return tag.startsWith(this.start) && this.matchesBehindStart(tag);
  }

  /** Whether the pattern matches a tag that is known to start with `start`. */
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
