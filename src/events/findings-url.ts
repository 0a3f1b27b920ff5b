import { Token } from 'aws-cdk-lib';
import { EventSource } from './event-source';

/**
 * The page of the console with the scan findings of an image. In a stack without a Region the host is the one of the partition `aws`.
 * @param digest the digest, or the field of an event that has it
 */
export function findingsUrl({ repository, account, region }: EventSource, digest: string): string {
  const page = `ecr/repositories/private/${account}/${repository.repositoryName}/_/image/${digest}/details`;
  return `https://${region}.${consoleHost(region)}/${page}?region=${region}`;
}

function consoleHost(region: string): string {
  if (!Token.isUnresolved(region) && region.startsWith('cn-')) return 'console.amazonaws.cn';
  if (!Token.isUnresolved(region) && region.startsWith('us-gov-')) return 'console.amazonaws-us-gov.com';
  return 'console.aws.amazon.com';
}
