import { IConstruct } from 'constructs';
import { partitionOfRegion } from './partition';
import { quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';

/** The partitions for which AWS documents dual-stack hosts of registries. */
const PARTITIONS: readonly (string | undefined)[] = ['aws', 'aws-us-gov', undefined];

/**
 * Returns the host of a registry that is reachable over IPv4 and IPv6. A Region that is not known is not judged.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html
 */
export function dualStackRegistry(place: IConstruct, account: string, region: string): string {
  if (!PARTITIONS.includes(partitionOfRegion(region))) {
    throw new SecureRepositoryError(
      'dual-stack',
      place,
      `the Region is ${quoted(region)}, but AWS documents dual-stack hosts of Amazon ECR only for commercial Regions and AWS GovCloud (US). ` +
        'Use registryUri.',
    );
  }
  return `${account}.dkr-ecr.${region}.on.aws`;
}
