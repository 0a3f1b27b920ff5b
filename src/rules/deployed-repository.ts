import { DeployedTemplate, TemplateResource } from './deployed-template';
import { variantsOf } from './template-values';

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

/** The variants of a resource, if it is one that is judged. */
export function deployedRepositories(
  resource: TemplateResource,
  registry: Pick<DeployedRepository, 'scanningRules' | 'account'>,
): DeployedRepository[] {
  const { Type: type, Properties: properties = {}, DeletionPolicy: deletionPolicy, UpdateReplacePolicy: updateReplacePolicy } = resource;
  if (type !== 'AWS::ECR::Repository' && type !== 'AWS::ECR::RepositoryCreationTemplate') return [];
  return variantsOf(properties).map((variant) => ({
    type,
    properties: variant as DeployedRepository['properties'],
    deletionPolicy,
    updateReplacePolicy,
    ...registry,
  }));
}

/** The rules of the scanning configurations of each registry, by its account and Region. */
export function scanningRulesByEnvironment(templates: readonly DeployedTemplate[]): Map<string, unknown[]> {
  const rules = new Map<string, unknown[]>();
  for (const template of templates) {
    for (const { Type: type, Properties: properties } of Object.values(template.resources)) {
      if (type !== 'AWS::ECR::RegistryScanningConfiguration') continue;
      const registry = registryOf(template);
      rules.set(registry, [...(rules.get(registry) ?? []), ...[properties?.Rules ?? []].flat()]);
    }
  }
  return rules;
}

/** What identifies the registry of a template; a template that belongs to no app is compared with itself only. */
export function registryOf({ environment, file }: DeployedTemplate): string {
  return environment ?? file;
}
