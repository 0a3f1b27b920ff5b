import { InUse } from './in-use';
import { TagPattern } from '../lifecycle/core/tag-pattern';
import { ImageAction } from '../lifecycle/image-action';
import { ImageOutcome } from '../lifecycle/image-outcome';

/** What speaks against deploying a policy: expiring images with a tag that matches one of the patterns. */
export function expiringMatches(outcomes: readonly ImageOutcome[], patterns: readonly string[]): string[] {
  return patterns
    .map((pattern) => TagPattern.like(pattern))
    .flatMap((pattern) =>
      outcomes
        .filter(({ action, tags }) => action === ImageAction.EXPIRE && tags.some((tag) => pattern.matches(tag)))
        .map((outcome) => `--fail-if-expires ${pattern.text}: ${inWords(outcome)}`),
    );
}

/** What speaks against deploying a policy: images in use that could not be pulled any more, because they expire or are archived. */
export function lostInUse(outcomes: readonly ImageOutcome[], inUse: readonly InUse[]): string[] {
  return inUse.flatMap((use) =>
    outcomes
      .filter((outcome) => outcome.action !== ImageAction.KEEP && use.is(outcome))
      .map((outcome) => `${use.place}: ${inWords(outcome)}`),
  );
}

function inWords({ digest, tags, reason }: ImageOutcome): string {
  return `${digest}${tags.length === 0 ? '' : ` (${tags.slice(0, 3).join(', ')})`} ${reason}`;
}
