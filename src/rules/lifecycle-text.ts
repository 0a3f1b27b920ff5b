import { DeployedRepository } from './deployed-repository';
import { memberOf } from '../private/intrinsics';

/** The properties that hold a lifecycle policy. */
export const LIFECYCLE_POLICY_PROPERTIES: readonly string[] = ['LifecyclePolicy'];

/** Where a resource type holds the text of its lifecycle policy. */
export function lifecyclePolicyOf({ type, properties }: DeployedRepository): { readonly property: string; readonly text: unknown } {
  return type === 'AWS::ECR::Repository'
    ? { property: 'LifecyclePolicy.LifecyclePolicyText', text: memberOf(properties.LifecyclePolicy, 'LifecyclePolicyText') }
    : { property: 'LifecyclePolicy', text: properties.LifecyclePolicy };
}
