import { PatternTrie } from './pattern-trie';
import { DocumentTagFilter } from './policy-document';
import { TagPattern } from './tag-pattern';

/** An image by its tags. */
interface Tagged {
  readonly tags: readonly string[];
}

/** For each filter the images that it selects, named by their place in the list and in that order; found in one pass over all tags. */
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

/** Adds each image to the list of every pattern that one of its tags matches. */
function addMatching(images: readonly Tagged[], trie: PatternTrie<number[]>): void {
  images.forEach(({ tags }, image) => {
    const add = (matching: number[]) => {
      // another tag of the same image may have matched already
      if (matching.at(-1) !== image) matching.push(image);
    };
    for (const tag of tags) trie.forEachMatch(tag, add);
  });
}

function intersection(one: number[], other: number[]): number[] {
  const members = new Set(other);
  return one.filter((member) => members.has(member));
}
