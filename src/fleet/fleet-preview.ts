import { formatCsv } from './fleet-csv';
import { CheckedOptions, checkedOptions, FleetPreviewOptions } from './fleet-preview-options';
import { ExpiredImageInUse, FleetRepository, FleetTotals, ImagesWithSameLayers } from './fleet-repository';
import { totalsOf } from './fleet-totals';
import { ImagesInUse, UsedImage } from './images-in-use';
import { Inventory } from './inventory';
import { FailedRegistry } from './inventory-format';
import { Evaluation, ExpiredRelease, previewRepository } from './repository-preview';
import { LifecyclePolicy } from '../lifecycle/lifecycle-policy';
import { describeValue } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';

const PLACE = 'FleetPreview.of(policy, inventory, options)';

/** What a fleet is evaluated for. */
export interface FleetEvaluation extends CheckedOptions, Pick<Evaluation, 'proposed'> {
  /** Called after each repository, with its releases that expire. */
  readonly onRepository?: (repository: FleetRepository, expiredReleases: readonly ExpiredRelease[]) => void;
}

/**
 * The effect of a lifecycle policy on all repositories of an inventory, in addition to their present policies.
 *
 * Images share layers: sizes of images are maximums, and so are costs, except for repositories whose layers are known (`FleetRepository.isCostExact`).
 */
export class FleetPreview {
  /**
   * Evaluates a policy for all repositories. The images are read one repository at a time, so that memory does not grow with their number.
   *
   * Throws an error if the policy has tokens, or if a file with settings is not valid. If a file with images is not valid, the images of its
   * repository are not known (`FleetRepository.missing`).
   * @param policy the proposed policy of every repository
   * @param inventory the repositories
   */
  public static of(policy: LifecyclePolicy, inventory: Inventory, options: FleetPreviewOptions = {}): FleetPreview {
    LifecyclePolicy._check(PLACE, policy);
    const proposal = { document: policy._knownDocument(PLACE) };
    if (!(inventory instanceof Inventory)) {
      throw new SecureRepositoryError(
        'inventory',
        PLACE,
        `inventory is ${describeValue(inventory)}, but must be an Inventory. Use Inventory.fromDirectory(path).`,
      );
    }
    return FleetPreview._of(inventory, { ...checkedOptions(PLACE, options), proposed: () => proposal });
  }

  /** @internal */
  public static _of(inventory: Inventory, evaluation: FleetEvaluation): FleetPreview {
    const inUse = ImagesInUse.of(inventory);
    const repositories: FleetRepository[] = [];
    const inUseExpired: ExpiredImageInUse[] = [];
    const sameLayers: ImagesWithSameLayers[] = [];
    const unreadRegistries = unreadOf(inventory);
    const unread: string[] = [...unreadRegistries, ...unreadPartsOf(inventory), ...selectionOf(inventory)];
    for (const registry of inventory._registries()) {
      if ('scanning' in registry.settings.missing) {
        unread.push(
          `${registry.account} ${registry.region}: the scanning configuration could not be read (${registry.settings.missing.scanning}), ` +
            'so the rule scanned-on-push is applied only to repositories with a scan setting of their own',
        );
      }
      for (const entry of registry.repositories()) {
        const result = previewRepository(entry, { ...evaluation, inUse });
        repositories.push(result.repository);
        for (const one of result.inUseExpired) inUseExpired.push(one);
        for (const one of result.sameLayers) sameLayers.push(one);
        evaluation.onRepository?.(result.repository, result.expiredReleases);
      }
    }
    return new FleetPreview(repositories, inUseExpired, sameLayers, [...unread, ...inUse.unread], {
      now: evaluation.now,
      isProposed: evaluation.proposed !== undefined,
      releaseTags: evaluation.releases.map(({ text }) => text),
      inUseNotFound: inUse.notFound(inventory),
      inUseCount: inUse.count,
      inUseFoundCount: inUse.foundCount,
      inUseUnplacedCount: inUse.unplacedCount,
      unreadRegistries,
      unreadInUse: inUse.unread,
    });
  }

  private constructor(
    /** The repositories, in the order of the inventory. */
    public readonly repositories: FleetRepository[],
    /** The images in use that expire or are archived, or may. */
    public readonly inUseExpired: ExpiredImageInUse[],
    /** The groups of images with the same layers, of the images whose layers are known, in the order of the inventory. */
    public readonly sameLayers: ImagesWithSameLayers[],
    /** What could not be read of the accounts and Regions, with the reasons, in addition to `missing` of the repositories. */
    public readonly unread: string[],
    /** @internal */
    public readonly _facts: FleetFacts,
  ) {}

  /** The totals of all repositories. */
  public get totals(): FleetTotals {
    return totalsOf(this.repositories);
  }

  /** Returns the repositories as CSV (RFC 4180, with line feeds), with one row for each repository. A value that is not known is empty. */
  public toCsv(): string {
    return formatCsv(this.repositories);
  }
}

/** What reports and gates ask in addition. */
export interface FleetFacts {
  readonly now: number;
  /** Whether a policy was proposed. */
  readonly isProposed: boolean;
  /** The tags of releases, as reports name them. */
  readonly releaseTags: readonly string[];
  /** Images in use of repositories of the inventory that are not there. */
  readonly inUseNotFound: readonly UsedImage[];
  /** The number of images in use, also of those that repositories outside of the inventory have. */
  readonly inUseCount: number;
  /** The number of images in use that repositories of the inventory have. */
  readonly inUseFoundCount: number;
  /** The number of images in use that no repository has and whose repository is not known. */
  readonly inUseUnplacedCount: number;
  /** The accounts and Regions that could not be read. */
  readonly unreadRegistries: readonly string[];
  /** The images in use that could not be read. */
  readonly unreadInUse: readonly string[];
}

function unreadOf(inventory: Inventory): string[] {
  const { completedAt, failed } = inventory._run;
  return [
    ...(completedAt === undefined && failed.length === 0 ? ['collect did not end, so accounts and Regions may be missing'] : []),
    ...failed.filter(({ part }) => part === undefined).map((one) => `${placeOf(one)} could not be read to the end (${one.error})`),
  ];
}

/** Parts of a registry that could not be read. Without manifests, expirations are possible and not certain, which the gates see. */
function unreadPartsOf(inventory: Inventory): string[] {
  return inventory._run.failed
    .filter(({ part }) => part !== undefined)
    .map((one) => `${placeOf(one)}, ${one.part}: could not be read to the end (${one.error})`);
}

function placeOf({ account, profile, region }: FailedRegistry): string {
  return [account, profile && `profile ${profile}`, region].filter(Boolean).join(' ');
}

/** The patterns of the run: no gate depends on them, because they are the user's own. */
function selectionOf(inventory: Inventory): string[] {
  const { repositories } = inventory._run;
  return repositories === undefined ? [] : [`only repositories that match ${repositories.join(', ')} were collected`];
}
