import { RemovalPolicy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { SecureRepositoryError } from '../private/secure-repository-error';

/** Emptying a repository on deletion makes sense only for one that is deleted. */
export function checkEmptyOnDelete(scope: Construct, emptyOnDelete?: boolean, removalPolicy?: RemovalPolicy): void {
  if (!emptyOnDelete || removalPolicy === RemovalPolicy.DESTROY) return;
  throw new SecureRepositoryError(
    'deletion',
    scope,
    `emptyOnDelete is true and removalPolicy is ${removalPolicy ?? 'not given'}, expected RemovalPolicy.DESTROY with it: ` +
      'a repository that stays keeps its images',
  );
}
