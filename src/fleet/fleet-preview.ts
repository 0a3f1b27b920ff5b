import { formatCsv } from './fleet-csv';
import { ExpiredImageInUse, FleetRepository, FleetTotals } from './fleet-repository';
import { ImagesInUse, UsedImage } from './images-in-use';
import { Inventory, InventoryEntry } from './inventory';
import { Evaluation, ExpiringImage, previewRepository } from './repository-preview';
import { PolicyDocument } from '../lifecycle/core/document';
import { LifecyclePolicy } from '../lifecycle/lifecycle-policy';
import { describeValue } from '../private/format-value';
import { checkOptions } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { DEFAULT_RULES } from '../rules/catalogue';
import { RepositoryRule } from '../rules/repository-rule';
import { RuleDefinition } from '../rules/rule-definition';

/** Options for `FleetPreview.of`. */
export interface FleetPreviewOptions {
  /**
   * Whether images that the present policy of a repository expires are left out of what the proposed policy expires in addition.
   * @default true
   */
  readonly current?: boolean;
  /**
   * The time at which the policies are applied.
   * @default - now
   */
  readonly now?: Date;
  /**
   * The monthly price of a GB (1,024 MB), in dollars, at least 0.
   * @default 0.10, the price in us-east-1, in March 2026
   * @see https://aws.amazon.com/ecr/pricing/
   */
  readonly pricePerGbMonth?: number;
  /**
   * Rules that are checked in addition to the default rules.
   * @default - only the default rules
   */
  readonly rules?: RepositoryRule[];
}

/** The proposed policies of a fleet, and what gates ask about each repository. */
export interface FleetEvaluation {
  readonly proposed: (entry: InventoryEntry) => PolicyDocument | undefined;
  readonly rules: readonly RuleDefinition[];
  /** Called for each repository that expires images. */
  readonly onExpiring?: (repository: FleetRepository, images: readonly ExpiringImage[]) => void;
  /** Called after each repository. */
  readonly onRepository?: (repository: FleetRepository) => void;
}

/** The effect of a lifecycle policy on all repositories of an inventory, in addition to their present policies. */
export class FleetPreview {
  /**
   * Evaluates a policy for all repositories. The images are read one repository at a time.
   *
   * Throws an error if the policy has tokens, or if a file of the inventory is not valid.
   * @param policy the proposed policy of every repository
   */
  public static of(policy: LifecyclePolicy, inventory: Inventory, options: FleetPreviewOptions = {}): FleetPreview {
    const place = 'FleetPreview.of(policy, inventory, options)';
    LifecyclePolicy._check(place, policy);
    checkOptions(place, 'options', options, { current: 'flag' });
    const document = policy._knownDocument(place);
    const rules = (options.rules ?? []).map((rule, index) => {
      if (rule?._definition !== undefined) return rule._definition;
      throw new SecureRepositoryError(
        'rule-option',
        place,
        `rules[${index}] is ${describeValue(rule)}, but must be a RepositoryRule. Pass RepositoryRule.RETAINED, for example.`,
      );
    });
    return FleetPreview._of(inventory, { proposed: () => document, rules: [...DEFAULT_RULES, ...rules] }, options);
  }

  /** @internal */
  public static _of(inventory: Inventory, evaluation: FleetEvaluation, options: FleetPreviewOptions): FleetPreview {
    const place = 'FleetPreview.of(policy, inventory, options)';
    if (!(inventory instanceof Inventory)) {
      throw new SecureRepositoryError(
        'inventory',
        place,
        `inventory is ${describeValue(inventory)}, but must be an Inventory. Use Inventory.fromDirectory(path).`,
      );
    }
    const { current = true, now = new Date(), pricePerGbMonth = 0.1 } = options;
    if (!(now instanceof Date) || Number.isNaN(now.getTime())) {
      throw new SecureRepositoryError(
        'lifecycle-option',
        place,
        `now is ${describeValue(now)}, but must be a valid Date. Pass a Date, or omit it.`,
      );
    }
    if (!(Number.isFinite(pricePerGbMonth) && pricePerGbMonth >= 0)) {
      throw new SecureRepositoryError(
        'lifecycle-option',
        place,
        `pricePerGbMonth is ${describeValue(pricePerGbMonth)}, but must be a number of at least 0. Pass dollars.`,
      );
    }
    const inUse = ImagesInUse.of(inventory);
    const settings: Evaluation = { ...evaluation, current, now: now.getTime(), pricePerGbMonth, inUse };
    const repositories: FleetRepository[] = [];
    const inUseExpired: ExpiredImageInUse[] = [];
    const unfound: UsedImage[] = [];
    for (const registry of inventory._registries()) {
      for (const entry of registry.repositories()) {
        const result = previewRepository(entry, settings);
        repositories.push(result.repository);
        inUseExpired.push(...result.inUseExpired);
        unfound.push(...result.unfound);
        if (result.expiring.length > 0) evaluation.onExpiring?.(result.repository, result.expiring);
        evaluation.onRepository?.(result.repository);
      }
    }
    return new FleetPreview(repositories, inUseExpired, unfound, inUse.unread);
  }

  private constructor(
    /** The repositories, in the order of the inventory. */
    public readonly repositories: FleetRepository[],
    /** The images in use that the policy expires or archives, or may. */
    public readonly inUseExpired: ExpiredImageInUse[],
    /** @internal */
    public readonly _unfound: readonly UsedImage[],
    /** @internal */
    public readonly _unread: readonly string[],
  ) {}

  /** The totals of all repositories. Values that could not be read are not in them; `incompleteRepositories` counts the repositories. */
  public get totals(): FleetTotals {
    const sum = (value: (repository: FleetRepository) => number | undefined) =>
      this.repositories.reduce((total, repository) => total + (value(repository) ?? 0), 0);
    return {
      repositoryCount: this.repositories.length,
      imageCount: sum(({ imageCount }) => imageCount),
      sizeInBytes: sum(({ sizeInBytes }) => sizeInBytes),
      dollarsPerMonth: sum(({ dollarsPerMonth }) => dollarsPerMonth),
      currentlyExpiredCount: sum(({ currentlyExpiredCount }) => currentlyExpiredCount),
      additionallyExpiredCount: sum(({ additionallyExpiredCount }) => additionallyExpiredCount),
      additionallyExpiredBytes: sum(({ additionallyExpiredBytes }) => additionallyExpiredBytes),
      possiblyExpiredCount: sum(({ possiblyExpiredCount }) => possiblyExpiredCount),
      savedDollarsPerMonth: sum(({ savedDollarsPerMonth }) => savedDollarsPerMonth),
      inUseExpiredCount: this.inUseExpired.length,
      repositoriesWithBrokenRules: sum(({ brokenRules }) => (brokenRules.length > 0 ? 1 : 0)),
      incompleteRepositories: sum(({ missing }) => (missing.length > 0 ? 1 : 0)),
    };
  }

  /** Returns the repositories as CSV (RFC 4180), with one row for each repository. A value that is not known is empty. */
  public toCsv(): string {
    return formatCsv(this.repositories);
  }
}
