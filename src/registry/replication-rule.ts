import { checkFilters, RepositoryFilter } from './repository-filter';
import { quoted } from '../private/format-value';
import { checkType } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';

/** The code of a Region, according to the API model. */
export const REGION = /^[0-9a-z-]{2,25}$/;

/** @internal A destination of a replication rule. */
export interface ReplicationDestination {
  readonly region: string;
  /** The account; undefined for the account of the registry. */
  readonly account?: string;
}

/**
 * A rule that copies images to other Regions or accounts when they are pushed. Images that were pushed before the rule are not copied;
 * `SecureRegistry.nextSteps` has the command for them. A copy is not replicated again. The settings of the repository are not copied: add a
 * repository template with `RepositoryCreation.REPLICATION` to the registry of the destination.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html
 */
export class ReplicationRule {
  /**
   * Replicates to other Regions of the same account.
   * @param regions the Regions, 1 to 25
   */
  public static toRegions(...regions: string[]): ReplicationRule {
    checkRegions('ReplicationRule.toRegions(regions)', regions);
    return new ReplicationRule(regions.map((region) => ({ region })));
  }

  /**
   * Replicates to another account, whose registry must allow it: `SecureRegistry.acceptReplicationFrom` in that account.
   * @param account the 12-digit ID of the account
   * @param regions the Regions, 1 to 25
   */
  public static toAccount(account: string, ...regions: string[]): ReplicationRule {
    const place = 'ReplicationRule.toAccount(account, regions)';
    checkType(place, 'account', account, 'text');
    if (!isUnknown(account) && !/^\d{12}$/.test(account)) {
      throw new SecureRepositoryError(
        'replication',
        place,
        `account is ${quoted(account)}, but must be a 12-digit account ID. Pass all 12 digits as text.`,
      );
    }
    checkRegions(place, regions);
    return new ReplicationRule(regions.map((region) => ({ region, account })));
  }

  private constructor(
    /** @internal */
    public readonly _destinations: readonly ReplicationDestination[],
    /** @internal The filters; empty for every repository. */
    public readonly _filters: readonly RepositoryFilter[] = [],
  ) {}

  /**
   * Returns the rule for the repositories whose names begin with one of the prefixes.
   * @param prefixes such as `prod/`, 1 to 100. Without a slash at its end, `prod` also matches `production/api`
   */
  public forPrefix(...prefixes: string[]): ReplicationRule {
    return this.forRepositories(...prefixes.map((prefix) => RepositoryFilter.startingWith(prefix)));
  }

  /**
   * Returns the rule for the repositories that one of the filters matches. Replication matches prefixes only.
   * @param filters 1 to 100 filters
   */
  public forRepositories(...filters: RepositoryFilter[]): ReplicationRule {
    checkFilters('ReplicationRule.forRepositories(filters)', 'filters', filters);
    filters.forEach((filter) => filter._prefix());
    return new ReplicationRule(this._destinations, filters);
  }

  /**
   * Returns the prefixes of the filters, or undefined if the rule applies to every repository.
   * @internal
   */
  public _prefixes(): string[] | undefined {
    const prefixes = this._filters.map((filter) => filter._prefix());
    return prefixes.length === 0 || prefixes.includes(undefined) ? undefined : (prefixes as string[]);
  }
}

function checkRegions(place: string, regions: readonly unknown[]): void {
  const refuse = (problem: string) => new SecureRepositoryError('replication', place, `${problem} Pass a code such as "eu-central-1".`);
  if (regions.length === 0) throw refuse('no Region was passed, but at least one is required.');
  for (const [index, region] of regions.entries()) {
    checkType(place, `regions[${index}]`, region, 'text');
    if (isUnknown(region)) continue;
    if (!REGION.test(String(region))) throw refuse(`regions[${index}] is ${quoted(region)}, but must be the code of a Region.`);
  }
}
