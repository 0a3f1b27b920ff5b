import { CommandError } from './command-error';
import { ImageInUse } from './in-use';
import { canBeOf, isOf } from './same-repository';
import { printable } from '../lifecycle/core/printable';
import { TagPattern } from '../lifecycle/core/tag-pattern';
import { ImageAction } from '../lifecycle/image-action';
import { ImageInventory } from '../lifecycle/image-inventory';
import { ImageOutcome } from '../lifecycle/image-outcome';
import { LifecyclePreview } from '../lifecycle/lifecycle-preview';
import { isTagOrPattern, TAG_OR_PATTERN_IN_WORDS } from '../private/tag-pattern-text';

/** The patterns of `--fail-if-expires`. One that no tag can match is an error: the gate would always let pass. */
export function gatePatterns(patterns: readonly string[]): TagPattern[] {
  for (const pattern of patterns) {
    if (isTagOrPattern(pattern)) continue;
    throw CommandError.unusable(`--fail-if-expires is ${JSON.stringify(pattern)}, expected ${TAG_OR_PATTERN_IN_WORDS}: no tag matches it`);
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
export function unreadGates(inventory: ImageInventory, patterns: readonly TagPattern[], inUse: readonly ImageInUse[]): GateFindings {
  const { _images: images, _repository: repository } = inventory;
  if (images.length === 0) {
    const gates = [...(patterns.length === 0 ? [] : ['--fail-if-expires']), ...(inUse.length === 0 ? [] : ['--in-use'])];
    const problem = 'there are no images to look at: give all images of the repository, or leave the option out';
    return { failed: [], undecided: gates.map((gate) => `${gate}: ${problem}`) };
  }
  const names = namesOf(inventory);
  const missing = inUse.filter((image) => isOf(image, repository) && !names.has(image.digestOrTag));
  return {
    failed: [],
    undecided: missing.map(({ place, digestOrTag }) =>
      printable(
        `${place}: ${digestOrTag} of the repository ${repository.name} is not among the images, so whether it stays is not known: ` +
          'give all images of its Region, archived ones too (--filter imageStatus=ANY), or remove the line',
      ),
    ),
  };
}

/** What may be a mistake in a list of images in use, of which none matters; nothing when one does. */
export function noteOnInUse(inventory: ImageInventory, inUse: readonly ImageInUse[]): string {
  const ours = inUse.filter((image) => canBeOf(image, inventory._repository));
  const names = namesOf(inventory);
  if (inUse.length === 0 || ours.some(({ digestOrTag }) => names.has(digestOrTag))) return '';
  return `none of its images is ${ours.length === 0 ? 'of' : 'among the images of'} the repository ${inventory._repository.name ?? 'that is given'}`;
}

function namesOf({ _images: images }: ImageInventory): ReadonlySet<string> {
  return new Set(images.flatMap(({ digest, tags }) => [digest, ...tags]));
}

/** Throws when a gate has failed, or when none has and one is undecided. */
export function checkGates(findings: readonly GateFindings[]): void {
  const failed = findings.flatMap((one) => one.failed);
  if (failed.length > 0) throw CommandError.failed(failed.join('\n'));
  const undecided = findings.flatMap((one) => one.undecided);
  if (undecided.length > 0) throw CommandError.undecided(undecided.join('\n'));
}

const NOTHING: GateFindings = { failed: [], undecided: [] };
const OPEN = [ImageAction.MAY_EXPIRE, ImageAction.MAY_ARCHIVE];

function inWords({ digest, tags, action, reason, needsManifests }: ImageOutcome): string {
  const image = `${digest}${tags.length === 0 ? '' : ` (${tags.slice(0, 3).join(', ')})`}`;
  const remedy = needsManifests ? '. --manifests FILE decides it, with what aws ecr batch-get-image prints' : '. No option decides it';
  return printable(`${image} ${reason}${OPEN.includes(action) ? remedy : ''}`);
}
