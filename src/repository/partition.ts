import { Token } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';

/** The partition of a Region, where both are known. */
export function partitionOfRegion(region: string): string | undefined {
  return Token.isUnresolved(region) ? undefined : RegionInfo.get(region).partition;
}

/** The partition that an ARN begins with, where it is written out; the rest of the ARN may be tokens. */
export function partitionOfArn(arn: string): string | undefined {
  return /^arn:([\w-]+):/.exec(arn)?.[1];
}
