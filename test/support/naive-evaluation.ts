import { DocumentRule } from '../../src/lifecycle/core/policy-document';
import { RepositoryImage } from '../../src/lifecycle/core/repository-image';

/** What happens to an image: the action and the rule, or nothing. */
export type NaiveOutcomes = ReadonlyMap<string, { readonly action: 'expire' | 'transition'; readonly rule: number }>;

/**
 * The sentences of the documentation, one after the other, with no thought for speed: for every rule it works out anew what
 * every earlier rule has identified.
 */
export function naiveEvaluation(rules: readonly DocumentRule[], images: readonly RepositoryImage[], now: number): NaiveOutcomes {
  const outcomes = new Map<string, { action: 'expire' | 'transition'; rule: number }>();
  for (const rule of rules) {
    const earlier = rules.filter((other) => other.rulePriority < rule.rulePriority);
    for (const image of wouldActOn(rule, identified(rule, images), now)) {
      const isShielded = earlier.some((other) => identified(other, images).includes(image));
      if (!isShielded) outcomes.set(image.digest, { action: rule.action.type, rule: rule.rulePriority });
    }
  }
  return outcomes;
}

/** The images in the storage class of the rule that match its tag filter, whatever other rules do. */
function identified({ selection }: DocumentRule, images: readonly RepositoryImage[]): RepositoryImage[] {
  const inClass = images.filter(({ status }) => (status === 'ARCHIVED') === (selection.storageClass === 'archive'));
  if (selection.tagStatus === 'any') return inClass;
  if (selection.tagStatus === 'untagged') return inClass.filter(({ tags }) => tags.length === 0);
  return inClass.filter(
    ({ tags }) =>
      (selection.tagPatternList ?? []).every((pattern) => tags.some((tag) => likePattern(pattern, tag))) &&
      (selection.tagPrefixList ?? []).every((prefix) => tags.some((tag) => tag.startsWith(prefix))),
  );
}

/** The definition by recursion: a wildcard takes nothing, or one more character. */
function likePattern(pattern: string, tag: string): boolean {
  if (pattern === '') return tag === '';
  if (pattern[0] === '*') return likePattern(pattern.slice(1), tag) || (tag !== '' && likePattern(pattern, tag.slice(1)));
  return pattern[0] === tag[0] && likePattern(pattern.slice(1), tag.slice(1));
}

function wouldActOn({ selection: { countType, countNumber } }: DocumentRule, images: RepositoryImage[], now: number): RepositoryImage[] {
  const isOlder = (time: number | undefined) => time !== undefined && (now - time) / 1000 / 60 / 60 / 24 > countNumber;
  switch (countType) {
    case 'imageCountMoreThan':
      return images.filter((image) => images.filter((other) => isNewer(other, image, now)).length >= countNumber);
    case 'sinceImagePushed':
      return images.filter((image) => isOlder(pushed(image, now)));
    case 'sinceImagePulled':
      return images.filter((image) => isOlder(pulled(image, now)));
    case 'sinceImageTransitioned':
      return images.filter((image) => isOlder(image.lastArchivedAt));
  }
}

function isNewer(one: RepositoryImage, other: RepositoryImage, now: number): boolean {
  const [time, otherTime] = [pushed(one, now), pushed(other, now)];
  return time > otherTime || (time === otherTime && one.digest < other.digest);
}

function pushed({ status, lastActivatedAt, pushedAt }: RepositoryImage, now: number): number {
  if (status === 'ACTIVATING') return now;
  return lastActivatedAt === undefined ? pushedAt : lastActivatedAt;
}

function pulled(image: RepositoryImage, now: number): number {
  const start = pushed(image, now);
  return image.lastPulledAt !== undefined && image.lastPulledAt > start ? image.lastPulledAt : start;
}
