import { Registry, Target } from './registry';
import { FailedRegistry, InventoryFile, RegistryEntry } from '../../fleet/inventory-format';

/** A run that was interrupted earlier is not continued: what it has read would be out of date. */
const HOURS_TO_CONTINUE = 12;

/** The run that wrote the folder before. */
export class EarlierRun {
  /** Whether this run continues it: it did not end, and it was about repositories with the same names. */
  public readonly isContinued: boolean;
  public readonly startedAt: string;

  /** @param patterns the names of the repositories that this run reads; undefined for all */
  constructor(
    private readonly run: InventoryFile,
    patterns: readonly string[] | undefined,
    now: Date,
  ) {
    const { startedAt, completedAt, repositories } = run;
    this.startedAt = startedAt;
    const age = now.getTime() - new Date(startedAt).getTime();
    this.isContinued =
      completedAt === undefined &&
      // the clock may have been wrong
      age >= 0 &&
      age < HOURS_TO_CONTINUE * 3_600_000 &&
      JSON.stringify(repositories) === JSON.stringify(patterns);
  }

  /** The registries that it has read, and this run does not read. */
  public registriesBesides(found: readonly Registry[]): RegistryEntry[] {
    const { registries } = this.run;
    return registries.filter((one) => !isAmong(found, one));
  }

  /** The registries that it could not read, and this run does not try to read. Without an account, only the profile tells which one it was. */
  public failuresBesides(targets: readonly Target[], found: readonly Registry[]): FailedRegistry[] {
    const { failed } = this.run;
    const isTarget = ({ profile, region }: Target) => targets.some((one) => one.profile === profile && one.region === region);
    return failed.filter((one) => (one.account === undefined ? !isTarget(one) : !isAmong(found, one)));
  }
}

function isAmong(found: readonly Registry[], { account, region }: { readonly account?: string; readonly region: string }): boolean {
  return found.some((one) => one.account === account && one.region === region);
}
