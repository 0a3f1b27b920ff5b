import { createHash } from 'node:crypto';
import { DocumentRule } from '../../../src/lifecycle/core/document';
import { RepositoryImage } from '../../../src/lifecycle/core/images';

/** What happens to an image: the action and the rule. Images that nothing can happen to have no entry. */
export type NaiveOutcomes = ReadonlyMap<string, { readonly action: NaiveAction; readonly rule: number; readonly isCertain: boolean }>;

type NaiveAction = 'expire' | 'transition';

/** The images that each manifest list references, for the lists whose manifests are known. */
type KnownLists = ReadonlyMap<string, readonly string[]>;

/** An answer to everything that is not known. */
interface World {
  /** What each list references, also where its manifest is not known. */
  readonly references: KnownLists;
  readonly rulesTakeArtifactsAlone: boolean;
  readonly imagesOfListsCount: boolean;
  readonly archivedListsHold: boolean;
  /** A number for each name, which answers what is asked of one image: which of a tie is newer, or whether it was archived long ago. */
  readonly chance: (name: string) => number;
}

/**
 * The sentences of the documentation, one after the other, with no thought for speed: for every rule it works out anew what
 * every earlier rule has identified. What is not known is answered in many ways, and what differs then is not certain.
 */
export function naiveEvaluation(
  rules: readonly DocumentRule[],
  images: readonly RepositoryImage[],
  now: number,
  lists: KnownLists = new Map(),
): NaiveOutcomes {
  const outcomes = new Map<string, { action: NaiveAction; rule: number; isCertain: boolean }>();
  for (const [digest, actions] of naiveWorlds(rules, images, now, lists, 200)) {
    // the worst that can happen
    const worst = (['expire', 'transition'] as const).find((action) => actions.some((one) => one?.action === action));
    if (worst === undefined) continue;
    const rule = actions.find((one) => one?.action === worst)!.rule;
    outcomes.set(digest, { action: worst, rule, isCertain: actions.every((one) => one?.action === worst) });
  }
  return outcomes;
}

/** What happens to each image in so many worlds. */
export function naiveWorlds(
  rules: readonly DocumentRule[],
  images: readonly RepositoryImage[],
  now: number,
  lists: KnownLists,
  count: number,
): Map<string, (Happening | undefined)[]> {
  const worlds = Array.from({ length: count }, (_, seed) => worldOf(images, lists, seed));
  const taken = worlds.map((world) => takenByRules(rules, images, now, world));
  return new Map(images.map((image) => [image.digest, worlds.map((world, index) => happens(image, images, taken[index], world))]));
}

/** @param seed the same number gives the same answers */
function worldOf(images: readonly RepositoryImage[], lists: KnownLists, seed: number): World {
  const chance = (name: string) => createHash('md5').update(`${seed} ${name}`).digest().readUInt32BE() / 2 ** 32;
  const density = [0, 0.3, 1][seed % 3];
  const references = new Map(lists);
  // what a list references is older than its digest, so no list is in itself
  const placed: RepositoryImage[] = [];
  const isFree = (one: RepositoryImage) =>
    images.every(
      (other) => placed.includes(other) || !(lists.get(other.digest)?.includes(one.digest) || other.digest === one.subjectDigest),
    );
  for (;;) {
    const free = images.filter((one) => !placed.includes(one) && isFree(one));
    if (free.length === 0) break;
    const next = free[Math.floor(chance(`order ${placed.length}`) * free.length)];
    for (const list of placed) {
      if (list.isManifestList === false || lists.has(list.digest) || next.subjectDigest !== undefined) continue;
      if (chance(`${list.digest} references ${next.digest}`) < density) {
        references.set(list.digest, [...(references.get(list.digest) ?? []), next.digest]);
      }
    }
    placed.push(next);
  }
  return {
    references,
    chance,
    rulesTakeArtifactsAlone: chance('artifacts') < 0.5,
    imagesOfListsCount: chance('counts') < 0.5,
    archivedListsHold: chance('archived lists') < 0.5,
  };
}

interface Happening {
  readonly action: NaiveAction;
  readonly rule: number;
}

type Taken = ReadonlyMap<string, Happening>;

/** What happens to an image in a world, and which rule made it happen. */
function happens(image: RepositoryImage, images: readonly RepositoryImage[], taken: Taken, world: World): Happening | undefined {
  const happensTo = (other: RepositoryImage) => happens(other, images, taken, world);
  const isArchived = ({ status }: RepositoryImage) => status === 'ARCHIVED';

  let wanted = taken.get(image.digest);
  const subject = images.find(({ digest }) => digest === image.subjectDigest);
  if (subject !== undefined) {
    const withSubject = happensTo(subject);
    const follows = withSubject?.action === 'expire' || (withSubject?.action === 'transition' && !isArchived(image));
    const isSame = wanted !== undefined && wanted.action === withSubject?.action;
    const isAlone = wanted !== undefined && !isSame && withSubject?.action !== 'expire' && !(follows && wanted.action === 'transition');
    if (follows && !isSame && !(isAlone && world.rulesTakeArtifactsAlone)) wanted = withSubject;
    else if (isAlone && !world.rulesTakeArtifactsAlone) wanted = undefined;
  } else if (image.subjectDigest !== undefined && world.chance(`subject of ${image.digest}`) < 0.5) {
    wanted = undefined;
  }
  if (wanted === undefined) return undefined;

  const { action } = wanted;
  const isHeld = [...world.references].some(([digest, references]) => {
    if (!references.includes(image.digest)) return false;
    const list = images.find((one) => one.digest === digest);
    if (list === undefined) return world.chance(digest) < 0.5;
    const ofList = happensTo(list)?.action;
    if (ofList === 'expire') return false;
    const isInArchive = ofList === 'transition' || isArchived(list);
    return !isInArchive || (action === 'expire' && world.archivedListsHold);
  });
  return isHeld ? undefined : wanted;
}

function takenByRules(rules: readonly DocumentRule[], images: readonly RepositoryImage[], now: number, world: World): Taken {
  const outcomes = new Map<string, Happening>();
  for (const rule of rules) {
    const earlier = rules.filter((other) => other.rulePriority < rule.rulePriority);
    for (const image of wouldActOn(rule, identified(rule, images), now, world)) {
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

function wouldActOn({ selection }: DocumentRule, images: RepositoryImage[], now: number, world: World): RepositoryImage[] {
  const { countType, countNumber, tagStatus } = selection;
  const isOlder = (time: number) => (now - time) / 1000 / 60 / 60 / 24 > countNumber;
  const ofLists = new Set([...world.references.values()].flat());
  const counts = ({ digest }: RepositoryImage) => tagStatus === 'tagged' || world.imagesOfListsCount || !ofLists.has(digest);
  switch (countType) {
    case 'imageCountMoreThan':
      return images.filter((image) => images.filter((other) => counts(other) && isNewer(other, image, now, world)).length >= countNumber);
    case 'sinceImagePushed':
      return images.filter((image) => isOlder(pushed(image, now)));
    case 'sinceImagePulled':
      return images.filter((image) => isOlder(pulled(image, now)));
    case 'sinceImageTransitioned':
      return images.filter(({ digest, lastArchivedAt }) =>
        lastArchivedAt === undefined ? world.chance(`time of ${digest}`) < 0.5 : isOlder(lastArchivedAt),
      );
  }
}

function isNewer(one: RepositoryImage, other: RepositoryImage, now: number, { chance }: World): boolean {
  const [time, otherTime] = [pushed(one, now), pushed(other, now)];
  return time > otherTime || (time === otherTime && chance(`place of ${one.digest}`) < chance(`place of ${other.digest}`));
}

function pushed({ status, lastActivatedAt, pushedAt }: RepositoryImage, now: number): number {
  if (status === 'ACTIVATING') return now;
  return lastActivatedAt === undefined ? pushedAt : lastActivatedAt;
}

function pulled(image: RepositoryImage, now: number): number {
  const start = pushed(image, now);
  return image.lastPulledAt !== undefined && image.lastPulledAt > start ? image.lastPulledAt : start;
}
