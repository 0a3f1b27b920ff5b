import { isObject } from '../../lifecycle/core/json-text';

/** The types of resource that must leave the state together: a later apply would otherwise delete the policies. */
const TYPES = ['aws_ecr_repository', 'aws_ecr_lifecycle_policy', 'aws_ecr_repository_policy'];

/** A resource of Terraform that manages a repository or a policy of one. */
export interface TerraformResource {
  /** Its address, such as `module.ecr.aws_ecr_repository.app["api"]`. */
  readonly address: string;
  readonly repositoryName: string;
}

/** Returns the resources in the output of `terraform show -json` for a state. */
export function terraformResourcesOf(state: unknown): TerraformResource[] {
  const values = isObject(state) ? state.values : undefined;
  return modulesOf(isObject(values) ? values.root_module : undefined).flatMap(({ resources }) =>
    (Array.isArray(resources) ? resources : []).flatMap((resource: unknown) => {
      if (!isObject(resource) || !TYPES.includes(String(resource.type)) || !isObject(resource.values)) return [];
      const repositoryName = resource.type === 'aws_ecr_repository' ? resource.values.name : resource.values.repository;
      return [{ address: String(resource.address), repositoryName: String(repositoryName) }];
    }),
  );
}

function modulesOf(module: unknown): Record<string, unknown>[] {
  if (!isObject(module)) return [];
  const children = Array.isArray(module.child_modules) ? module.child_modules : [];
  return [module, ...children.flatMap(modulesOf)];
}

/** What lets Terraform forget the resources. A `removed` block cannot name one instance of `count` or `for_each`. */
export function terraformFiles(resources: readonly TerraformResource[]): [string, string][] {
  if (resources.length === 0) return [];
  const isInstance = ({ address }: TerraformResource) => /\]$/.test(address) || /\]\./.test(address);
  const whole = resources.filter((resource) => !isInstance(resource));
  const instances = resources.filter(isInstance);
  const blocks = whole.map(({ address }) => `removed {\n  from = ${address}\n\n  lifecycle {\n    destroy = false\n  }\n}\n`);
  const commands = instances.map(({ address }) => `terraform state rm '${address.replace(/'/g, `'\\''`)}'\n`);
  return [
    ...(blocks.length > 0 ? ([['terraform/removed.tf', blocks.join('\n')]] as [string, string][]) : []),
    ...(commands.length > 0 ? ([['terraform/state-rm.sh', `set -eu\n${commands.join('')}`]] as [string, string][]) : []),
  ];
}
