import { createHash } from 'node:crypto';

/** Where a stack is deployed. */
export interface Environment {
  readonly account: string;
  readonly region: string;
}

export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

export const PSEUDO_PARAMETERS: readonly string[] = [
  'AWS::AccountId',
  'AWS::NoValue',
  'AWS::NotificationARNs',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
];

/** The value of a pseudo parameter, or undefined where there is none of that name. */
export function pseudoParameter(name: string, stackName: string, { account, region }: Environment): string | readonly string[] | undefined {
  switch (name) {
    case 'AWS::AccountId':
      return account;
    case 'AWS::Region':
      return region;
    case 'AWS::Partition':
      return partitionOf(region);
    case 'AWS::URLSuffix':
      return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
    case 'AWS::StackName':
      return stackName;
    case 'AWS::StackId':
      return `arn:${partitionOf(region)}:cloudformation:${region}:${account}:stack/${stackName}/${uuid(account, region, stackName)}`;
    case 'AWS::NotificationARNs':
      return [];
    default:
      return undefined;
  }
}

/** The end of an ID: another for each thing, as long as the real one. */
export function uuid(...thing: readonly string[]): string {
  const digest = createHash('sha256').update(thing.join('/')).digest('hex');
  return [digest.slice(0, 8), digest.slice(8, 12), digest.slice(12, 16), digest.slice(16, 20), digest.slice(20, 32)].join('-');
}
