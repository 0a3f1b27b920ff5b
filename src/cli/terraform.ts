import { CommandError } from './command-error';
import { PolicyResource } from './policy-templates';
import { isObject } from '../lifecycle/core/json-text';

type Values = Record<string, unknown>;

/** The readers of resource values, by resource type. */
const READERS = new Map<unknown, (values: Values) => Omit<PolicyResource, 'place' | 'id'>>([
  [
    'aws_ecr_lifecycle_policy',
    ({ repository, policy }) => ({ ...(isText(repository) ? { name: repository } : {}), ...policyOf(policy, true) }),
  ],
  [
    'aws_ecr_repository_creation_template',
    ({ prefix, lifecycle_policy: policy }) => ({ prefix: isText(prefix) ? prefix : 'an unknown prefix', ...policyOf(policy, false) }),
  ],
]);

/** Whether a value is the output of `terraform show -json` for a plan or a state, or a state file. */
export function isTerraform(value: unknown): value is Values {
  return isObject(value) && (typeof value.format_version === 'string' || typeof value.terraform_version === 'string');
}

/**
 * Returns the resources with a lifecycle policy: those that a plan will have, or that a state has.
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export function terraformResources(place: string, document: Values): PolicyResource[] {
  const values = document.planned_values ?? document.values;
  if (!isObject(values)) {
    throw CommandError.input(
      `${place}: the file has neither planned_values nor values. Pass the output of terraform show -json for a plan or a state.`,
    );
  }
  return resourcesOf(place, values.root_module);
}

function resourcesOf(place: string, module: unknown): PolicyResource[] {
  if (!isObject(module)) return [];
  const own = listOf(module.resources).flatMap((resource) => {
    if (!isObject(resource)) return [];
    const resourceValues = isObject(resource.values) ? resource.values : {};
    const one = READERS.get(resource.type)?.(resourceValues);
    return one === undefined ? [] : [{ place, id: String(resource.address), isOfTerraform: true, ...one }];
  });
  return [...own, ...listOf(module.child_modules).flatMap((child) => resourcesOf(place, child))];
}

/** A value that is missing in a plan is only known after the apply. An optional value that is left out is null. */
function policyOf(policy: unknown, isRequired: boolean): Pick<PolicyResource, 'policyText' | 'problem'> {
  if (isText(policy)) return { policyText: policy };
  if (policy === null && !isRequired) return {};
  return {
    problem: 'the policy is known only after the apply. Pass a plan in which it is known, or the state after the apply.',
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
