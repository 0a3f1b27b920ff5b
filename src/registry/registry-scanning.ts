import { checkFilters, RepositoryFilter } from './repository-filter';
import { checkOptions } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';

/** Options for `RegistryScanning.enhanced`. At least one of the two lists is required. */
export interface EnhancedScanningOptions {
  /**
   * The repositories whose images Amazon Inspector scans on push and again when a new vulnerability is published, 1 to 100 filters.
   * @default - no repository is scanned continuously
   */
  readonly continuous?: RepositoryFilter[];
  /**
   * The repositories whose images Amazon Inspector scans on push only, 1 to 100 filters.
   * @default - no repository is scanned on push only
   */
  readonly onPush?: RepositoryFilter[];
}

/** @internal A scanning rule as it is rendered. */
export interface ScanningRule {
  readonly frequency: 'SCAN_ON_PUSH' | 'CONTINUOUS_SCAN';
  readonly filters: readonly RepositoryFilter[];
}

/**
 * The scanning configuration of a registry: the scanner, and the repositories that it scans.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
 */
export class RegistryScanning {
  /**
   * Basic scanning: ECR scans images for vulnerabilities of operating system packages when they are pushed. It is free of charge.
   * @param onPush the repositories whose images are scanned on push, 1 to 100 filters
   */
  public static basic(...onPush: RepositoryFilter[]): RegistryScanning {
    return new RegistryScanning('BASIC', { onPush });
  }

  /**
   * Enhanced scanning by Amazon Inspector, which also scans packages of programming languages. It is charged for each image and each scan.
   * The scan-on-push setting of a repository has no effect, and repositories that no filter matches are not scanned. In an organization
   * whose policy manages Amazon Inspector, the deployment fails with BlockedByOrganizationPolicyException. Amazon Inspector sets the
   * duration of continuous scanning.
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced.html
   */
  public static enhanced(options: EnhancedScanningOptions): RegistryScanning {
    checkOptions('RegistryScanning.enhanced(options)', 'options', options);
    return new RegistryScanning('ENHANCED', options);
  }

  /** Basic scanning on request only (`aws ecr start-image-scan`), and of the repositories with scan on push. */
  public static manual(): RegistryScanning {
    return new RegistryScanning('BASIC', {});
  }

  /** @internal */
  public readonly _rules: readonly ScanningRule[];

  private constructor(
    /** @internal */
    public readonly _type: 'BASIC' | 'ENHANCED',
    { continuous, onPush }: EnhancedScanningOptions,
  ) {
    const lists = [
      { frequency: 'CONTINUOUS_SCAN', member: 'continuous', filters: continuous },
      { frequency: 'SCAN_ON_PUSH', member: 'onPush', filters: onPush },
    ] as const;
    const place = `RegistryScanning.${_type.toLowerCase()}`;
    this._rules = lists.flatMap(({ frequency, member, filters }) => {
      if (filters === undefined) return [];
      checkFilters(`${place}(${member})`, member, filters);
      filters.forEach((filter) => filter._wildcard('scanning'));
      return [{ frequency, filters }];
    });
    if (_type === 'ENHANCED' && this._rules.length === 0) {
      throw new SecureRepositoryError(
        'registry-scanning',
        place,
        'options has neither continuous nor onPush, so no image would be scanned. Pass continuous: [RepositoryFilter.all()], for example.',
      );
    }
  }
}
