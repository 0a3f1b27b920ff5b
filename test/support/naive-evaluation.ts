import { DocumentRule } from '../../src/lifecycle/core/policy-document';
import { RepositoryImage } from '../../src/lifecycle/core/repository-image';

/** What happens to an image: the action and the rule. Images that nothing can happen to have no entry. */
export type NaiveOutcomes = ReadonlyMap<string, { readonly action: NaiveAction; readonly rule: number; readonly isCertain: boolean }>;

type NaiveAction = 'expire' | 'transition';

/** The images that each manifest list references, for the lists whose manifests are known. */
type KnownLists = ReadonlyMap<string, readonly string[]>;

/** An answer to everything that is not known: what unknown manifests reference, and what ECR does with an artifact alone. */
interface World {
  readonly unknownListsHoldEverything: boolean;
  readonly rulesTakeArtifactsAlone: boolean;
}

const WORLDS: readonly World[] = [true, false].flatMap((unknownListsHoldEverything) =>
  [true, false].map((rulesTakeArtifactsAlone) => ({ unknownListsHoldEverything, rulesTakeArtifactsAlone })),
);

/**
 * The sentences of the documentation, one after the other, with no thought for speed: for every rule it works out anew what
 * every earlier rule has identified. What is not known is answered in every way, and what differs then is not certain.
 */
export function naiveEvaluation(
  rules: readonly DocumentRule[],
  images: readonly RepositoryImage[],
  now: number,
  lists: KnownLists = new Map(),
): NaiveOutcomes {
  const taken = takenByRules(rules, images, now);
  const outcomes = new Map<string, { action: NaiveAction; rule: number; isCertain: boolean }>();
  for (const image of images) {
    const actions = WORLDS.map((world) => happens(image, images, taken, lists, world));
    // the worst that can happen
    const worst = (['expire', 'transition'] as const).find((action) => actions.some((one) => one?.action === action));
    if (worst === undefined) continue;
    const rule = actions.find((one) => one?.action === worst)!.rule;
    outcomes.set(image.digest, { action: worst, rule, isCertain: actions.every((one) => one?.action === worst) });
  }
  return outcomes;
}

type Taken = ReadonlyMap<string, { readonly action: NaiveAction; readonly rule: number }>;

/** What happens to an image in a world, and which rule made it happen. */
function happens(
  image: RepositoryImage,
  images: readonly RepositoryImage[],
  taken: Taken,
  lists: KnownLists,
  world: World,
): { action: NaiveAction; rule: number } | undefined {
  const happensTo = (other: RepositoryImage) => happens(other, images, taken, lists, world);
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
  }
  if (wanted === undefined) return undefined;

  const references = (list: RepositoryImage) =>
    lists.get(list.digest)?.includes(image.digest) ??
    (list.isManifestList && world.unknownListsHoldEverything && !image.isManifestList && image.subjectDigest === undefined);
  const isHeld = images.filter(references).some((list) => {
    const ofList = happensTo(list)?.action;
    if (ofList === 'expire') return false;
    return wanted.action === 'expire' || (ofList !== 'transition' && !isArchived(list));
  });
  return isHeld ? undefined : wanted;
}

function takenByRules(rules: readonly DocumentRule[], images: readonly RepositoryImage[], now: number): Taken {
  const outcomes = new Map<string, { action: NaiveAction; rule: number }>();
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
