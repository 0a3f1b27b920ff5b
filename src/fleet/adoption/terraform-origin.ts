import { isObject } from '../../lifecycle/core/json-text';

/** The types of resource that must leave the state together: a later apply would otherwise delete the policies. */
const TYPES = ['aws_ecr_repository', 'aws_ecr_lifecycle_policy', 'aws_ecr_repository_policy'];

/** A resource of Terraform that manages a repository or a policy of one. */
export interface TerraformResource {
  /** Its address, such as `module.ecr.aws_ecr_repository.app["api"]`. */
  readonly address: string;
  readonly repositoryName: string;
  /** The account, where the state has it. */
  readonly account?: string;
  /** The Region, where the state has it. */
  readonly region?: string;
}

/** A state of Terraform. */
export interface TerraformState {
  /** Its name in messages. */
  readonly place: string;
  readonly resources: readonly TerraformResource[];
}

/** Returns the resources in a state: the output of `terraform show -json`, or of `terraform state pull`. */
export function terraformResourcesOf(state: unknown): TerraformResource[] {
  if (!isObject(state)) return [];
  const { values, resources } = state;
  return isObject(values) ? modulesOf(values.root_module).flatMap(shownResources) : objectsIn(resources).flatMap(pulledResources);
}

function modulesOf(module: unknown): Record<string, unknown>[] {
  return isObject(module) ? [module, ...objectsIn(module.child_modules).flatMap(modulesOf)] : [];
}

function shownResources({ resources }: Record<string, unknown>): TerraformResource[] {
  return objectsIn(resources).flatMap((resource) => resourceOf(resource, String(resource.address), resource.values));
}

/** The state itself has a resource with all its instances. */
function pulledResources(resource: Record<string, unknown>): TerraformResource[] {
  const { module, type, name, instances } = resource;
  const address = `${typeof module === 'string' ? `${module}.` : ''}${String(type)}.${String(name)}`;
  return objectsIn(instances).flatMap(({ index_key: key, attributes }) =>
    resourceOf(resource, key === undefined ? address : `${address}[${instanceKey(key)}]`, attributes),
  );
}

/** A key as Terraform writes it in an address. */
function instanceKey(key: unknown): string {
  return typeof key === 'number' ? String(key) : JSON.stringify(key).replace(/[$%]\{/g, (begin) => begin[0] + begin);
}

function resourceOf({ mode, type }: Record<string, unknown>, address: string, values: unknown): TerraformResource[] {
  // a data source reads a repository, and manages none
  if (mode !== 'managed' || !TYPES.includes(String(type)) || !isObject(values)) return [];
  const name = type === 'aws_ecr_repository' ? values.name : values.repository;
  if (typeof name !== 'string') return [];
  const [, , , regionOfArn, accountOfArn] = typeof values.arn === 'string' ? values.arn.split(':') : [];
  const region = typeof values.region === 'string' ? values.region : regionOfArn;
  const account = typeof values.registry_id === 'string' ? values.registry_id : accountOfArn;
  return [{ address, repositoryName: name, account, region }];
}

function objectsIn(list: unknown): Record<string, unknown>[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}
