import { CfnRepository } from 'aws-cdk-lib/aws-ecr';
import { repositorySettings } from './described-settings';
import { overlap } from './name-pattern';
import { isIntrinsic } from '../private/intrinsics';

/**
 * Returns whether a tag cannot be moved to another image, according to the settings that the template would contain now. It is false if
 * the settings are known only at deployment.
 */
export function isImmutable(resource: CfnRepository, tag: string): boolean {
  const { mutability, exclusions } = repositorySettings(resource);
  if (isIntrinsic(mutability) || isIntrinsic(exclusions) || exclusions.some(isIntrinsic)) return false;
  const isExcluded = exclusions.some((filter) => overlap(String(filter), tag));
  return mutability.startsWith('IMMUTABLE') !== isExcluded;
}
