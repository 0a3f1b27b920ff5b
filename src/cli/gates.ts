import { CommandError } from './command-error';
import { ImageInUse } from './images-in-use';
import { canBeOf, isOf } from '../lifecycle/core/image-reference';
import { InventoryRepository } from '../lifecycle/core/inventory';
import { TagPattern } from '../lifecycle/core/tag-pattern';
import { ImageInventory } from '../lifecycle/image-inventory';
import { ImageAction, ImageOutcome } from '../lifecycle/image-outcome';
import { LifecyclePreview } from '../lifecycle/lifecycle-preview';
import { errorFinding, Finding } from '../private/finding';
import { printable } from '../private/printable';
import { isTagOrPattern, TAG_OR_PATTERN_FORM } from '../private/tag-pattern-text';

/** A value of `--fail-if-expires`. A pattern that no tag can match is an error, because the gate would always pass. */
export function gatePattern(option: string, pattern: string): TagPattern {
  if (isTagOrPattern(pattern)) return TagPattern.like(pattern);
  throw CommandError.usage(`${option}: no tag matches ${JSON.stringify(pattern)}. Use ${TAG_OR_PATTERN_FORM}.`);
}

/** The results of gates. */
export interface GateFindings {
  /** Reasons not to deploy the policy. */
  readonly failed: readonly Finding[];
  /** Reasons for which a gate neither passes nor fails. */
  readonly undecided: readonly Finding[];
}

/** Finds expiring images with a tag that matches one of the patterns. */
export function expiringMatches(preview: LifecyclePreview, patterns: readonly TagPattern[]): GateFindings {
  if (patterns.length === 0) return NOTHING;
  const matches = (outcomes: readonly ImageOutcome[]) =>
    patterns.flatMap((pattern) =>
      outcomes
        .filter(({ tags }) => tags.some((tag) => pattern.matches(tag)))
        .map((outcome) => outcomeFinding(`--fail-if-expires ${pattern.text}`, outcome)),
    );
  return { failed: matches(preview.expired), undecided: matches(preview.possiblyExpired) };
}

/** Finds images in use that could not be pulled any more, because they expire or are archived. */
export function imagesInUseThatWouldBeRemoved(preview: LifecyclePreview, inUse: readonly ImageInUse[]): GateFindings {
  if (inUse.length === 0) return NOTHING;
  const removed = (outcomes: readonly ImageOutcome[]) => {
    const byName = new Map(outcomes.flatMap((outcome) => [outcome.digest, ...outcome.tags].map((name) => [name, outcome] as const)));
    return inUse.flatMap(({ place, digestOrTag }) => {
      const outcome = byName.get(digestOrTag);
      return outcome === undefined ? [] : [outcomeFinding(place, outcome)];
    });
  };
  return {
    failed: removed([...preview.expired, ...preview.archived]),
    undecided: removed([...preview.possiblyExpired, ...preview.possiblyArchived]),
  };
}

/** Finds gates that would pass without an image to evaluate: without any image, or with an image in use of this repository that is missing. */
export function gatesWithoutImages(
  inventory: ImageInventory,
  repository: InventoryRepository,
  patterns: readonly TagPattern[],
  inUse: readonly ImageInUse[],
): GateFindings {
  if (inventory._images.length === 0) {
    const gates = [...(patterns.length === 0 ? [] : ['--fail-if-expires']), ...(inUse.length === 0 ? [] : ['--in-use'])];
    const problem = 'there are no images to evaluate. Pass all images of the repository, or omit the option.';
    return { failed: [], undecided: gates.map((gate) => undecided(`${gate}: ${problem}`)) };
  }
  const missing = notAmong(inventory, inUse).filter((image) => repository.name === undefined || isOf(image, repository));
  const problem =
    repository.name === undefined
      ? 'is not among the images, and neither the policy nor the images name their repository, so it may belong to another repository. ' +
        'Include repositoryName in the output of describe-images.'
      : `of the repository ${repository.name} is not among the images, so it is unknown whether it stays. ` +
        'Pass all images of its Region, including archived images (--filter imageStatus=ANY), or remove the line.';
  return { failed: [], undecided: missing.map(({ place, digestOrTag }) => undecided(`${place}: ${digestOrTag} ${problem}`)) };
}

/** Finds that the images are those of another repository than the policy's: a gate would evaluate the wrong images. */
export function imagesOfAnotherRepository(policyOf: string | undefined, { _repository: { name } }: ImageInventory): GateFindings {
  if (policyOf === undefined || name === undefined || policyOf === name) return NOTHING;
  const problem = `the policy belongs to ${policyOf}, but the images belong to ${name}. Pass the images of ${policyOf}.`;
  return { failed: [], undecided: [undecided(`--images: ${problem}`)] };
}

/** Remarks on a list of images in use: entries that may belong to the repository or not, and a list without images of it. */
export function notesOnInUse(inventory: ImageInventory, repository: InventoryRepository, inUse: readonly ImageInUse[]): string[] {
  const { name } = repository;
  if (inUse.length === 0 || name === undefined) return [];
  const ours = inUse.filter((image) => canBeOf(image, repository));
  const missing = notAmong(inventory, ours);
  const unplaced = missing.filter((image) => !isOf(image, repository)).length;
  const subject = unplaced === 1 ? 'a digest or URI is' : `${unplaced} digests or URIs are`;
  return [
    ...(unplaced === 0
      ? []
      : [
          `${subject} not among the images of the repository ${name}, and may belong to another repository. ` +
            'Write full URIs, with registry and digest, so that the gate can decide.',
        ]),
    ...(missing.length < ours.length
      ? []
      : [`no image in the list is ${ours.length === 0 ? 'of' : 'among the images of'} the repository ${name}. Check the list.`]),
  ];
}

function notAmong({ _images: images }: ImageInventory, inUse: readonly ImageInUse[]): ImageInUse[] {
  const names = new Set(images.flatMap(({ digest, tags }) => [digest, ...tags]));
  return inUse.filter(({ digestOrTag }) => !names.has(digestOrTag));
}

/** Throws when a gate fails or is undecided, with all findings, so that one correction is enough. A failure is the answer, whatever is undecided. */
export function checkGates(gates: readonly GateFindings[]): void {
  const failed = gates.flatMap((one) => one.failed);
  const open = gates.flatMap((one) => one.undecided);
  if (failed.length > 0) throw CommandError.failed([...failed, ...open]);
  if (open.length > 0) throw CommandError.undecided(open);
}

const NOTHING: GateFindings = { failed: [], undecided: [] };

function outcomeFinding(place: string, { digest, tags, action, reason, needsManifests }: ImageOutcome): Finding {
  const image = `${digest}${tags.length === 0 ? '' : ` (${tags.slice(0, 3).join(', ')})`}`;
  const message = `${place}: ${image} ${reason}.`;
  if (action !== ImageAction.MAY_EXPIRE && action !== ImageAction.MAY_ARCHIVE) {
    return errorFinding('gate-failed', printable(`${message} Protect it with an earlier rule.`));
  }
  const remedy = needsManifests
    ? 'Pass the output of aws ecr batch-get-image with --manifests.'
    : 'Protect it with an earlier rule, because no option resolves this.';
  return undecided(`${message} ${remedy}`);
}

function undecided(message: string): Finding {
  return errorFinding('gate-undecided', printable(message));
}
