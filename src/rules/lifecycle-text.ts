import { DeployedRepository } from './deployed-repository';
import { memberOf } from './template-values';

/** Where a resource type holds the text of its lifecycle policy. */
export function lifecyclePolicyOf({ type, properties }: DeployedRepository): { readonly property: string; readonly text: unknown } {
  return type === 'AWS::ECR::Repository'
    ? { property: 'LifecyclePolicy.LifecyclePolicyText', text: memberOf(properties.LifecyclePolicy, 'LifecyclePolicyText') }
    : { property: 'LifecyclePolicy', text: properties.LifecyclePolicy };
}
