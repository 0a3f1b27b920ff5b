import { PatternTrie } from './pattern-trie';
import { DocumentTagFilter } from './policy-document';
import { TagPattern } from './tag-pattern';

/** Which images each filter selects by their tags, found in one pass over all tags. Images are named by their place in the list. */
export class TagIndex {
  private readonly all: number[];
  private readonly untagged: number[];
  /** For each filter, and each of its patterns, the images with a tag that matches. */
  private readonly tagged: Map<DocumentTagFilter, number[][]>;

  /**
   * @param images what `select` chooses from
   * @param filters what `select` will be asked for
   */
  constructor(images: readonly { readonly tags: readonly string[] }[], filters: readonly DocumentTagFilter[]) {
    this.all = [...images.keys()];
    this.untagged = this.all.filter((image) => images[image].tags.length === 0);

    const trie = new PatternTrie<number[]>();
    const listFor = (pattern: TagPattern): number[] => {
      const matching: number[] = [];
      trie.add(pattern, matching);
      return matching;
    };
    this.tagged = new Map(filters.map((filter) => [filter, TagPattern.allOf(filter).map(listFor)]));
    images.forEach(({ tags }, image) => {
      for (const tag of tags) {
        for (const matching of trie.matching(tag)) {
          // another tag of the same image may have matched already
          if (matching.at(-1) !== image) matching.push(image);
        }
      }
    });
  }

  /** The images that a filter selects, in the order of the list. */
  public select(filter: DocumentTagFilter): number[] {
    switch (filter.tagStatus) {
      case 'any':
        return this.all;
      case 'untagged':
        return this.untagged;
      case 'tagged':
        return this.tagged.get(filter)?.reduce(intersection) ?? [];
    }
  }
}

function intersection(one: number[], other: number[]): number[] {
  const members = new Set(other);
  return one.filter((member) => members.has(member));
}
