import { CommandError } from './command-error';
import { ImageInUse } from './in-use';
import { printable } from '../lifecycle/core/printable';
import { TagPattern } from '../lifecycle/core/tag-pattern';
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

/** What speaks against deploying a policy: expiring images with a tag that matches one of the patterns. */
export function expiringMatches(preview: LifecyclePreview, patterns: readonly TagPattern[]): string[] {
  if (patterns.length === 0) return [];
  const { expired } = preview;
  return patterns.flatMap((pattern) =>
    expired
      .filter(({ tags }) => tags.some((tag) => pattern.matches(tag)))
      .map((outcome) => `--fail-if-expires ${pattern.text}: ${inWords(outcome)}`),
  );
}

/** What speaks against deploying a policy: images in use that could not be pulled any more, because they expire or are archived. */
export function lostInUse(preview: LifecyclePreview, inUse: readonly ImageInUse[]): string[] {
  if (inUse.length === 0) return [];
  const lost = [...preview.expired, ...preview.archived];
  const byName = new Map(lost.flatMap((outcome) => [outcome.digest, ...outcome.tags].map((name) => [name, outcome] as const)));
  return inUse.flatMap(({ place, digestOrTag }) => {
    const outcome = byName.get(digestOrTag);
    return outcome === undefined ? [] : [`${place}: ${inWords(outcome)}`];
  });
}

function inWords({ digest, tags, reason }: ImageOutcome): string {
  return printable(`${digest}${tags.length === 0 ? '' : ` (${tags.slice(0, 3).join(', ')})`} ${reason}`);
}
