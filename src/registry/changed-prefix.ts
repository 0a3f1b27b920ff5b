import { CfnResource, Stack } from 'aws-cdk-lib';
import { renderedResource } from '../private/cdk-internals';
import { errorFinding, Finding } from '../private/finding';
import { quoted } from '../private/format-value';
import { isIntrinsic } from '../private/intrinsics';

/**
 * Returns an error if an assignment, an override or an Aspect has changed the prefix of a cache or template, because the grants and the URIs of images contain
 * the original prefix.
 * @param property the name of the property in the template
 */
export function changedPrefix(resource: CfnResource, property: string, prefix: string): Finding[] {
  const deployed = renderedResource(resource, { repositoryPolicy: undefined }).Properties[property];
  const original: unknown = Stack.of(resource).resolve(prefix);
  if (isIntrinsic(deployed) || isIntrinsic(original) || deployed === original) return [];
  return [
    errorFinding(
      'repository-prefix',
      `${property} of the L1 was changed to ${quoted(deployed)}, but the grants are for the repositories below ${quoted(original)}. Pass ${quoted(deployed)} as prefix.`,
    ),
  ];
}
