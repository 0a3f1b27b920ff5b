import { DeployedTemplate, TemplateResource } from './deployed-template';
import { hasFunction, variantsOf } from './template-values';
import { isObject } from '../lifecycle/core/json-text';
import { memberOf } from '../private/intrinsics';

/** The resource types that are judged: a repository, and the template from which Amazon ECR creates repositories. */
export type RepositoryType = 'AWS::ECR::Repository' | 'AWS::ECR::RepositoryCreationTemplate';

/** A repository, or what Amazon ECR creates repositories from, in one variant of the conditions of its template. */
export interface DeployedRepository {
  readonly type: RepositoryType;
  /** The properties, without `Fn::If`. Other intrinsic functions are values that only the deployment knows. */
  readonly properties: { readonly [name: string]: unknown };
  readonly deletionPolicy: unknown;
  readonly updateReplacePolicy: unknown;
  /** The rules of the scanning configurations that the app deploys to the same registry. */
  readonly scanningRules: readonly unknown[];
  /** The account of the stack, if it is known. */
  readonly account?: string;
}

/** A resource that is judged. */
type JudgedResource = TemplateResource & { readonly Type: RepositoryType };

/** Whether a resource is one that is judged. */
export function isJudgedResource(resource: TemplateResource): resource is JudgedResource {
  return resource.Type === 'AWS::ECR::Repository' || resource.Type === 'AWS::ECR::RepositoryCreationTemplate';
}

/** The variants of a resource, with the properties that a rule reads. */
export function deployedRepositories(
  resource: JudgedResource,
  reads: readonly string[],
  registry: Pick<DeployedRepository, 'scanningRules' | 'account'>,
): DeployedRepository[] {
  const { Type: type, Properties: properties, DeletionPolicy: deletionPolicy, UpdateReplacePolicy: updateReplacePolicy } = resource;
  return variantsOf(onlyRead(properties, reads)).map((variant) => ({
    type,
    properties: isObject(variant) ? variant : {},
    deletionPolicy,
    updateReplacePolicy,
    ...registry,
  }));
}

/** The only variant of a resource without functions, which is the same for all rules: most repositories have none, and apps have thousands of repositories. */
export function repositoryAsWritten(
  resource: JudgedResource,
  registry: Pick<DeployedRepository, 'scanningRules' | 'account'>,
): DeployedRepository | undefined {
  const { Type: type, Properties: properties, DeletionPolicy: deletionPolicy, UpdateReplacePolicy: updateReplacePolicy } = resource;
  if (!isObject(properties) || hasFunction(properties) || Object.values(properties).includes(null)) return undefined;
  return { type, properties, deletionPolicy, updateReplacePolicy, ...registry };
}

/** A transform or an intrinsic function among the properties can insert each property that is not written. */
function onlyRead(properties: unknown, reads: readonly string[]): unknown {
  if (!isObject(properties)) return {};
  const inserting = Object.keys(properties).find((name) => name.startsWith('Fn::'));
  const unwritten = inserting === undefined ? undefined : { [inserting]: properties[inserting] };
  return Object.fromEntries(reads.map((name) => [name, properties[name] ?? unwritten]));
}

/** The rules of the scanning configurations of each registry, by its account and Region. */
export function scanningRulesByEnvironment(templates: readonly DeployedTemplate[]): Map<string, unknown[]> {
  const rules = new Map<string, unknown[]>();
  for (const template of templates) {
    for (const resource of Object.values(template.resources)) {
      if (resource.Type !== 'AWS::ECR::RegistryScanningConfiguration') continue;
      const registry = registryOf(template);
      rules.set(registry, [...(rules.get(registry) ?? []), ...scanningRulesOf(resource)]);
    }
  }
  return rules;
}

/** The rules in each variant of the conditions. Whether a rule under a condition scans is known only at deployment. */
function scanningRulesOf({ Condition: condition, Properties: properties }: TemplateResource): unknown[] {
  const variants = variantsOf(isObject(properties) ? properties.Rules : undefined);
  const rules = variants.flatMap((variant) => [variant ?? []].flat());
  if (condition === undefined && variants.length === 1) return rules;
  const isScanning = (rule: unknown) => memberOf(rule, 'ScanFrequency') !== 'MANUAL';
  return rules
    .filter(isScanning)
    .map((rule) => ({ RepositoryFilters: memberOf(rule, 'RepositoryFilters'), ScanFrequency: { 'Fn::If': [] } }));
}

/** What identifies the registry of a template; a template that belongs to no app is compared with itself only. */
export function registryOf({ environment, file }: DeployedTemplate): string {
  return environment ?? file;
}
