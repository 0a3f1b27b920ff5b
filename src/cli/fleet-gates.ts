import { GateFindings } from './gates';
import { FleetPreview } from '../fleet/fleet-preview';
import { ExpiredImageInUse, FleetRepository } from '../fleet/fleet-repository';
import { ExpiredRelease } from '../fleet/repository-preview';
import { TagPattern } from '../lifecycle/core/tag-pattern';
import { errorFinding, Finding } from '../private/finding';
import { printable } from '../private/printable';

/** A gate lists so many images of each kind; a report has all. */
const MOST_LISTED = 100;

/** The gates of a report. */
export interface FleetGates {
  readonly patterns: readonly TagPattern[];
  readonly inUse: boolean;
}

/** Collects the findings of a gate, of which there may be millions. */
class Listed {
  private readonly first: Finding[] = [];
  private more = 0;

  constructor(private readonly name: 'gate-failed' | 'gate-undecided') {}

  public add(message: () => string): void {
    if (this.first.length < MOST_LISTED) this.first.push(errorFinding(this.name, printable(message())));
    else this.more++;
  }

  public get findings(): Finding[] {
    const { first, more, name } = this;
    if (more === 0) return first;
    return [...first, errorFinding(name, `${more} more such ${more === 1 ? 'image' : 'images'}. Use --format csv or json for all.`)];
  }
}

/** Finds releases that expire, repository by repository. */
export class ReleaseGate {
  private readonly failed = new Listed('gate-failed');
  private readonly undecided = new Listed('gate-undecided');

  public add({ account, region, repositoryName }: FleetRepository, releases: readonly ExpiredRelease[]): void {
    for (const { pattern, digest, tags, isCertain, needsManifests } of releases) {
      const subject = () =>
        `--fail-if-expires ${pattern.text}: ${account} ${region} ${repositoryName} ${digest} (${tags.slice(0, 3).join(', ')})`;
      if (isCertain) this.failed.add(() => `${subject()} expires. Protect it with an earlier rule.`);
      else this.undecided.add(() => `${subject()} may expire. ${remedy(needsManifests)}`);
    }
  }

  public get findings(): GateFindings {
    return { failed: this.failed.findings, undecided: this.undecided.findings };
  }
}

/** Finds images in use that would go, or of which that is not known. */
export function inUseGate({ inUseExpired, _facts: { inUseNotFound } }: FleetPreview): GateFindings {
  const failed = new Listed('gate-failed');
  const undecided = new Listed('gate-undecided');
  const subject = ({ account, region, repositoryName, digest, usedBy, reason }: ExpiredImageInUse) =>
    `--in-use: ${usedBy}: ${account} ${region} ${repositoryName} ${digest} ${reason}.`;
  for (const one of inUseExpired) {
    if (one.isCertain) failed.add(() => `${subject(one)} Protect it with an earlier rule.`);
    else undecided.add(() => `${subject(one)} ${remedy(one.needsManifests)}`);
  }
  for (const { usedBy, repository, digestOrTag } of inUseNotFound) {
    undecided.add(
      () =>
        `--in-use: ${usedBy}: ${digestOrTag} of the repository ${repository?.name} is not among the images, so it is unknown whether it stays. ` +
        'Collect again. If the image was deleted, delete what uses it.',
    );
  }
  return { failed: failed.findings, undecided: undecided.findings };
}

/**
 * Finds what no gate has read.
 * @param notEvaluated policies of templates that are not evaluated
 */
export function unreadGate(
  { repositories, _facts: { isProposed, inUseFoundCount, inUseNotFound, unreadRegistries, unreadInUse } }: FleetPreview,
  { patterns, inUse }: FleetGates,
  notEvaluated: readonly string[],
): GateFindings {
  const gates = [...(patterns.length > 0 ? ['--fail-if-expires'] : []), ...(inUse ? ['--in-use'] : [])].join(', ');
  if (gates === '') return { failed: [], undecided: [] };
  const again = 'Run collect again.';
  const problems = [
    ...(repositories.length === 0 ? ['the inventory has no repositories. Collect them.'] : []),
    ...unreadRegistries.map((one) => `${one}. ${again}`),
    ...notEvaluated.map((one) => `${one}. Pass a template with repositories of the inventory, or the policy with --policy.`),
    ...repositories.flatMap((one) => unreadOf(one, isProposed).map((problem) => `${nameOf(one)}: ${problem}. ${again}`)),
    ...(inUse ? unreadInUse.map((one) => `${one}. Run collect again, or correct the list.`) : []),
    ...(inUse && inUseFoundCount + inUseNotFound.length === 0
      ? [
          'no image in use is one of the repositories in the inventory. Collect the accounts in which they run, or pass a list with collect --in-use FILE.',
        ]
      : []),
  ];
  return { failed: [], undecided: problems.map((problem) => errorFinding('gate-undecided', printable(`${gates}: ${problem}`))) };
}

function unreadOf({ imageCount, inUseExpiredCount, missing }: FleetRepository, isProposed: boolean): string[] {
  if (imageCount === undefined) return [`the images are not known (${missing.join('; ')})`];
  if (inUseExpiredCount !== undefined) return [];
  return [`the present policy is not known (${missing.join('; ')})${isProposed ? ', and the templates do not have another' : ''}`];
}

function nameOf({ account, region, repositoryName }: FleetRepository): string {
  return `${account} ${region} ${repositoryName}`;
}

function remedy(needsManifests: boolean): string {
  return needsManifests ? 'Run collect with --manifests, or protect it with an earlier rule.' : 'Protect it with an earlier rule.';
}
