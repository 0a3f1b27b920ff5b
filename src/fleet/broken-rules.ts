import { repositoryProperties, scanningResource } from './deployed-settings';
import { InventoryEntry } from './inventory';
import { messageOf } from '../private/secure-repository-error';
import { judge } from '../rules/judge';
import { RuleDefinition } from '../rules/rule-definition';

/** The properties of the resource, by the values that may be missing. */
const PROPERTIES: ReadonlyMap<string, string> = new Map([
  ['lifecyclePolicyText', 'LifecyclePolicy'],
  ['repositoryPolicyText', 'RepositoryPolicyText'],
  ['tags', 'Tags'],
]);

/**
 * The IDs of the rules that the settings of a repository break. A rule about a property that could not be read is not applied.
 * @param missing receives what turns out not to be readable
 */
export function brokenRules(entry: InventoryEntry, rules: readonly RuleDefinition[], missing: string[]): string[] {
  const { file, name, registry } = entry;
  const { account, region, settings } = registry;
  const unread = new Set(Object.keys(file.missing).map((value) => PROPERTIES.get(value)));
  let properties: { readonly [property: string]: unknown };
  try {
    properties = repositoryProperties(file);
  } catch (error) {
    missing.push(`repositoryPolicyText: ${messageOf(error)}`);
    // the other rules apply
    properties = repositoryProperties({ ...file, repositoryPolicyText: undefined });
    unread.add('RepositoryPolicyText');
  }
  // the registry may scan a repository whose own setting is off
  if ('scanning' in settings.missing && file.repository.imageScanningConfiguration?.scanOnPush !== true) {
    unread.add('ImageScanningConfiguration');
  }
  const template = {
    stackName: name,
    file: name,
    environment: `${account}/${region}`,
    account,
    resources: { Repository: { Type: 'AWS::ECR::Repository', Properties: properties }, ...scanningResource(settings) },
    constructPathOf: () => undefined,
  };
  const { findings } = judge(
    [template],
    rules.filter(({ reads }) => !reads.some((property) => unread.has(property))),
  );
  return [...new Set(findings.map(({ rule }) => rule.id))];
}
