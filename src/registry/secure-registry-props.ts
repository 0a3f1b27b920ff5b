import type { RemovalPolicy } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { RegistryScanning } from './registry-scanning';
import type { ReplicationRule } from './replication-rule';
import type { SigningRule } from './signing-rule';

/** Properties for `SecureRegistry`. A setting that is omitted is not changed by the deployment. */
export interface SecureRegistryProps {
  /**
   * Which repositories are scanned, and by which scanner.
   * @default - the scanning configuration of the registry is not in the template
   */
  readonly scanning?: RegistryScanning;

  /**
   * The replication rules, at most 25. An empty list removes the rules of the registry.
   * @default - the replication configuration of the registry is not in the template
   */
  readonly replication?: ReplicationRule[];

  /**
   * The signing rules, at most 10. An empty list removes the rules of the registry.
   * @default - the signing configuration of the registry is not in the template
   */
  readonly signing?: SigningRule[];

  /**
   * The roles and users whose pulls do not count for lifecycle rules by the time of the last pull, such as the role of an external scanner, at most 100.
   * @default - the pulls of every principal count, except those of Amazon Inspector
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-time-update-exclusions.html
   */
  readonly ignorePullsBy?: iam.IGrantable[];

  /**
   * Whether the scanning, replication and signing configuration and the registry policy are kept when the stack is deleted, or when the setting is
   * removed from the app. Deleting the scanning configuration tries to switch off Amazon Inspector for the account, deleting the others
   * clears the setting of the registry.
   * @default - RETAIN; RETAIN_ON_UPDATE_OR_DELETE for the replication configuration and the registry policy, so that a first deployment that fails leaves neither
   */
  readonly removalPolicy?: RemovalPolicy;
}
