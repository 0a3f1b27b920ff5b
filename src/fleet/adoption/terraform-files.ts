import { AdoptedRegistry } from './adoption-plan';
import { TerraformResource } from './terraform-origin';

/** The names of the files that let Terraform forget repositories. */
export const REMOVED_FILE = 'removed.tf';
export const STATE_FILE = 'state-rm.sh';

/**
 * Writes what lets Terraform forget the repositories of a plan and their policies, for one state, by the names of the files. A `removed` block names a resource with all its instances;
 * if some of them stay, each of the others is removed from the state.
 */
export function terraformFiles(resources: readonly TerraformResource[], registries: readonly AdoptedRegistry[]): [string, string][] {
  const byResource = new Map<string, TerraformResource[]>();
  for (const resource of resources) {
    const address = withoutKeys(resource.address);
    byResource.set(address, [...(byResource.get(address) ?? []), resource]);
  }
  const blocks: string[] = [];
  const commands: string[] = [];
  for (const [address, instances] of byResource) {
    const adopted = instances.filter((instance) => isAdopted(instance, registries));
    if (adopted.length === instances.length) blocks.push(`removed {\n  from = ${address}\n\n  lifecycle {\n    destroy = false\n  }\n}\n`);
    else commands.push(...adopted.map((instance) => `terraform state rm '${instance.address.replace(/'/g, `'\\''`)}'\n`));
  }
  const files: [string, string][] = [];
  if (blocks.length > 0) files.push([REMOVED_FILE, blocks.join('\n')]);
  if (commands.length > 0) files.push([STATE_FILE, `set -eu\n${commands.join('')}`]);
  return files;
}

/** Whether a plan has the repository of a resource. A state does not always say the account and the Region. */
export function isAdopted({ repositoryName, account, region }: TerraformResource, registries: readonly AdoptedRegistry[]): boolean {
  return registries.some(
    (registry) =>
      (account === undefined || account === registry.account) &&
      (region === undefined || region === registry.region) &&
      registry.repositories.some(({ name }) => name === repositoryName),
  );
}

/** The address of a resource without the keys of its instances and of those of its modules, which a `removed` block cannot name. */
function withoutKeys(address: string): string {
  return address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, '');
}
