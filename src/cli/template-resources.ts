import { literalText } from './literal-text';
import { PolicyResource } from './policy-resource';
import { brief } from '../lifecycle/core/brief';
import { isObject } from '../lifecycle/core/fault';

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
    const properties = isObject(resource.Properties) ? resource.Properties : {};
    const path = isObject(resource.Metadata) ? resource.Metadata['aws:cdk:path'] : undefined;
    const read = READERS.get(resource.Type)?.(properties);
    return read === undefined ? [] : [{ place, id, ...(typeof path === 'string' ? { path } : {}), ...read }];
  });
}

function repository({ RepositoryName, LifecyclePolicy }: Properties): Omit<PolicyResource, 'place' | 'id'> {
  const text =
    isObject(LifecyclePolicy) && LifecyclePolicy.LifecyclePolicyText !== undefined ? LifecyclePolicy.LifecyclePolicyText : LifecyclePolicy;
  const name = RepositoryName === undefined ? {} : { name: literalText(RepositoryName) };
  return { ...name, ...policy(text, isObject(LifecyclePolicy), 'LifecyclePolicyText with a text') };
}

function creationTemplate({ Prefix, LifecyclePolicy }: Properties): Omit<PolicyResource, 'place' | 'id'> {
  return { prefix: literalText(Prefix) ?? 'an unknown prefix', ...policy(LifecyclePolicy, true, 'LifecyclePolicy with a text') };
}

/** @param mayBeText whether a text stands where the type of the resource has one */
function policy(value: unknown, mayBeText: boolean, expected: string): Pick<PolicyResource, 'policyText' | 'problem'> {
  if (value === undefined) return {};
  const policyText = literalText(value);
  if (mayBeText && typeof policyText === 'string') return { policyText };
  return {
    problem: `its policy is ${brief(value)}, expected ${expected}: what CloudFormation puts there at deployment cannot be known here`,
  };
}
