import { CommandError } from './command-error';
import { ImageInUse } from './in-use';
import { canBeOf, isOf } from './same-repository';
import { InventoryRepository } from '../lifecycle/core/inventory';
import { TagPattern } from '../lifecycle/core/tag-pattern';
import { ImageAction } from '../lifecycle/image-action';
import { ImageInventory } from '../lifecycle/image-inventory';
import { ImageOutcome } from '../lifecycle/image-outcome';
import { LifecyclePreview } from '../lifecycle/lifecycle-preview';
import { printable } from '../private/printable';
import { isTagOrPattern, TAG_OR_PATTERN_IN_WORDS } from '../private/tag-pattern-text';

/** The patterns of `--fail-if-expires`. One that no tag can match is an error: the gate would always let pass. */
export function gatePatterns(patterns: readonly string[]): TagPattern[] {
  for (const pattern of patterns) {
    if (isTagOrPattern(pattern)) continue;
    throw CommandError.unusable(
      `--fail-if-expires is ${JSON.stringify(pattern)}, which no tag matches, expected ${TAG_OR_PATTERN_IN_WORDS}`,
    );
  }
  return patterns.map((pattern) => TagPattern.like(pattern));
}

/** What gates found out about a policy. */
export interface GateFindings {
  /** What speaks against deploying it. */
  readonly failed: readonly string[];
  /** What would, if a possible verdict came true: the gate neither passes nor fails. */
  readonly undecided: readonly string[];
}

/** Finds expiring images with a tag that matches one of the patterns. */
export function expiringMatches(preview: LifecyclePreview, patterns: readonly TagPattern[]): GateFindings {
  if (patterns.length === 0) return NOTHING;
  const matches = (outcomes: readonly ImageOutcome[]) =>
    patterns.flatMap((pattern) =>
      outcomes
        .filter(({ tags }) => tags.some((tag) => pattern.matches(tag)))
        .map((outcome) => `--fail-if-expires ${pattern.text}: ${inWords(outcome)}`),
    );
  return { failed: matches(preview.expired), undecided: matches(preview.possiblyExpired) };
}

/** Finds images in use that could not be pulled any more, because they expire or are archived. */
export function lostInUse(preview: LifecyclePreview, inUse: readonly ImageInUse[]): GateFindings {
  if (inUse.length === 0) return NOTHING;
  const lost = (outcomes: readonly ImageOutcome[]) => {
    const byName = new Map(outcomes.flatMap((outcome) => [outcome.digest, ...outcome.tags].map((name) => [name, outcome] as const)));
    return inUse.flatMap(({ place, digestOrTag }) => {
      const outcome = byName.get(digestOrTag);
      return outcome === undefined ? [] : [`${place}: ${inWords(outcome)}`];
    });
  };
  return {
    failed: lost([...preview.expired, ...preview.archived]),
    undecided: lost([...preview.possiblyExpired, ...preview.possiblyArchived]),
  };
}

/** Finds what would let a gate pass without an image to look at: no image at all, or one in use of this repository that is not given. */
export function unreadGates(
  inventory: ImageInventory,
  repository: InventoryRepository,
  patterns: readonly TagPattern[],
  inUse: readonly ImageInUse[],
): GateFindings {
  if (inventory._images.length === 0) {
    const gates = [...(patterns.length === 0 ? [] : ['--fail-if-expires']), ...(inUse.length === 0 ? [] : ['--in-use'])];
    const problem = 'there are no images to look at. Give all images of the repository, or leave the option out';
    return { failed: [], undecided: gates.map((gate) => `${gate}: ${problem}`) };
  }
  const missing = notAmong(inventory, inUse).filter((image) => repository.name === undefined || isOf(image, repository));
  const problem =
    repository.name === undefined
      ? 'is not among the images, and neither the policy nor the images name their repository, so whether it is an image of another one is ' +
        'not known. Leave repositoryName in the output of describe-images'
      : `of the repository ${repository.name} is not among the images, so whether it stays is not known. ` +
        'Give all images of its Region, archived ones too (--filter imageStatus=ANY), or remove the line';
  return { failed: [], undecided: missing.map(({ place, digestOrTag }) => printable(`${place}: ${digestOrTag} ${problem}`)) };
}

/** Finds that the images are those of another repository than the policy's: then a gate looks at nothing that it is about. */
export function imagesOfAnother(policyOf: string | undefined, { _repository: { name } }: ImageInventory): GateFindings {
  if (policyOf === undefined || name === undefined || policyOf === name) return { failed: [], undecided: [] };
  return {
    failed: [],
    undecided: [printable(`the policy is that of ${policyOf}, and the images are those of ${name}. Give the images of ${policyOf}`)],
  };
}

/** What may be a mistake in a list of images in use: entries that may be of the repository or not, and a list of which none matters. */
export function notesOnInUse(inventory: ImageInventory, repository: InventoryRepository, inUse: readonly ImageInUse[]): string[] {
  const { name } = repository;
  if (inUse.length === 0 || name === undefined) return [];
  const ours = inUse.filter((image) => canBeOf(image, repository));
  const missing = notAmong(inventory, ours);
  const unplaced = missing.filter((image) => !isOf(image, repository)).length;
  return [
    ...(unplaced === 0
      ? []
      : [
          `${unplaced === 1 ? 'a digest or URI is' : `${unplaced} digests or URIs are`} not among the images of the repository ${name}, and may be of ` +
            'another one. Write the whole URI, with the registry and the digest, so that the gate can decide',
        ]),
    ...(missing.length < ours.length
      ? []
      : [`none of its images is ${ours.length === 0 ? 'of' : 'among the images of'} the repository ${name}`]),
  ];
}

function notAmong({ _images: images }: ImageInventory, inUse: readonly ImageInUse[]): ImageInUse[] {
  const names = new Set(images.flatMap(({ digest, tags }) => [digest, ...tags]));
  return inUse.filter(({ digestOrTag }) => !names.has(digestOrTag));
}

/** Throws when a gate has failed, which is the answer, or is undecided; all findings at once, so that one repair is enough. */
export function checkGates(findings: readonly GateFindings[]): void {
  const failed = findings.flatMap((one) => one.failed);
  const undecided = findings.flatMap((one) => one.undecided);
  const all = [...failed, ...undecided].join('\n');
  if (failed.length > 0) throw CommandError.failed(all);
  if (undecided.length > 0) throw CommandError.undecided(all);
}

const NOTHING: GateFindings = { failed: [], undecided: [] };
const OPEN = [ImageAction.MAY_EXPIRE, ImageAction.MAY_ARCHIVE];

function inWords({ digest, tags, action, reason, needsManifests }: ImageOutcome): string {
  const image = `${digest}${tags.length === 0 ? '' : ` (${tags.slice(0, 3).join(', ')})`}`;
  const remedy = needsManifests ? '. --manifests FILE decides it, with what aws ecr batch-get-image prints' : '. No option decides it';
  return printable(`${image} ${reason}${OPEN.includes(action) ? remedy : ''}`);
}
