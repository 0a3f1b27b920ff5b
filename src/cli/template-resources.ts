import { literalText } from './literal-text';
import { PolicyResource } from './policy-resource';
import { isObject } from '../lifecycle/core/fault';
import { quotedAndTruncated } from '../private/format-value';

type Properties = Record<string, unknown>;

/** What can be read from the properties of a resource, by its type. */
const READERS = new Map<unknown, (properties: Properties) => Omit<PolicyResource, 'place' | 'id'>>([
  ['AWS::ECR::Repository', repository],
  ['AWS::ECR::RepositoryCreationTemplate', creationTemplate],
]);

/** Whether a value is a CloudFormation template. */
export function isTemplate(value: unknown): value is { Resources: Record<string, unknown> } {
  return isObject(value) && isObject(value.Resources);
}

/** The resources of a CloudFormation template that can have a lifecycle policy. */
export function templateResources(place: string, { Resources }: { Resources: Record<string, unknown> }): PolicyResource[] {
  return Object.entries(Resources).flatMap(([id, resource]) => {
    // Fn::ForEach::Name: [variable, collection, {the resources}]
    if (id.startsWith('Fn::ForEach::') && Array.isArray(resource)) {
      return resource.flatMap((part) => (isObject(part) ? templateResources(place, { Resources: part }) : []));
    }
    if (!isObject(resource)) return [];
    const properties = present(resource.Properties);
    const path = isObject(resource.Metadata) ? resource.Metadata['aws:cdk:path'] : undefined;
    const read = READERS.get(resource.Type)?.(properties);
    return read === undefined ? [] : [{ place, id, ...(typeof path === 'string' ? { path } : {}), ...read }];
  });
}

function repository({ RepositoryName, LifecyclePolicy }: Properties): Omit<PolicyResource, 'place' | 'id'> {
  const name = RepositoryName === undefined ? {} : { name: literalText(RepositoryName) };
  const expected = 'LifecyclePolicyText with a text';
  if (!isObject(LifecyclePolicy)) return { ...name, ...(LifecyclePolicy === undefined ? {} : unread(LifecyclePolicy, expected)) };
  const { LifecyclePolicyText: text, RegistryId: _, ...others } = present(LifecyclePolicy);
  return { ...name, ...(Object.keys(others).length > 0 ? unread(text ?? LifecyclePolicy, expected) : policy(text, expected)) };
}

function creationTemplate({ Prefix, LifecyclePolicy }: Properties): Omit<PolicyResource, 'place' | 'id'> {
  return { prefix: literalText(Prefix) ?? 'an unknown prefix', ...policy(LifecyclePolicy, 'LifecyclePolicy with a text') };
}

/** The properties without those that CloudFormation leaves out: `AWS::NoValue` is the absence of a property. */
function present(properties: unknown): Properties {
  if (!isObject(properties)) return {};
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => !isObject(value) || value.Ref !== 'AWS::NoValue'));
}

function policy(value: unknown, expected: string): Pick<PolicyResource, 'policyText' | 'problem'> {
  if (value === undefined) return {};
  const policyText = literalText(value);
  return typeof policyText === 'string' ? { policyText } : unread(value, expected);
}

/** Only the value of an intrinsic function is not known before the deployment; anything else is a mistake. */
function unread(value: unknown, expected: string): Pick<PolicyResource, 'problem'> {
  const [name = '', ...more] = isObject(value) ? Object.keys(value) : [];
  const isFunction = more.length === 0 && (name === 'Ref' || name.startsWith('Fn::'));
  const remedy = isFunction
    ? 'Its value is not known before the deployment'
    : value === null
      ? 'Write a text, or leave the property out'
      : 'Write the policy as a text, or with Fn::ToJsonString';
  return { problem: `its policy is ${quotedAndTruncated(value)}, expected ${expected}. ${remedy}` };
}
