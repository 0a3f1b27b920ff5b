import { AdoptedRegistry, AdoptedRepository } from './adoption-plan';
import { isStackOf } from './import-stacks';
import { changedSettings, ResourceProperties } from './lost-settings';
import { isObject } from '../../lifecycle/core/json-text';
import { DeployedTemplate } from '../../rules/deployed-template';

/** A difference between a repository and its resource in a template. */
export interface AdoptionDifference {
  readonly account: string;
  readonly region: string;
  readonly repositoryName: string;
  /** What is wrong, as a sentence without a period. */
  readonly problem: string;
}

/** A resource that declares a repository. */
interface Declaration {
  readonly stackName: string;
  readonly logicalId: string;
  readonly properties: ResourceProperties;
  readonly isRetained: boolean;
}

/** The names of the repositories in the mapping of each import, by the name of the stack. */
export type ImportMappings = ReadonlyMap<string, ReadonlySet<unknown>>;

/**
 * Compares every repository of a plan with the templates of an app.
 * @param mappings the mappings of the app. A repository in none of them was added later, or is imported without a mapping
 */
export function adoptionDifferences(
  registries: readonly AdoptedRegistry[],
  templates: readonly DeployedTemplate[],
  mappings: ImportMappings,
): AdoptionDifference[] {
  const declared = declarationsOf(templates);
  return registries.flatMap((registry) => {
    const { account, region, repositories } = registry;
    const ofRegistry = [...mappings].filter(([stack]) => isStackOf(registry, stack));
    return repositories.flatMap((repository) => {
      const mapped = ofRegistry.filter(([, names]) => names.has(repository.name)).map(([stack]) => stack);
      const problems = problemsOf(repository, mapped, declared.get(`aws://${account}/${region} ${repository.name}`) ?? []);
      return problems.map((problem) => ({ account, region, repositoryName: repository.name, problem }));
    });
  });
}

/** Repositories of a registry that only the templates have. */
export interface FurtherRepositories {
  readonly account: string;
  readonly region: string;
  readonly names: readonly string[];
}

/** Finds the repositories that templates declare in the registries of a plan, but that were not collected. */
export function furtherRepositories(registries: readonly AdoptedRegistry[], templates: readonly DeployedTemplate[]): FurtherRepositories[] {
  const declared = [...declarationsOf(templates).keys()];
  return registries.flatMap(({ account, region, repositories, left }) => {
    const known = new Set([...repositories.map(({ name }) => name), ...Object.keys(left)]);
    const environment = `aws://${account}/${region} `;
    const names = declared.filter((key) => key.startsWith(environment)).map((key) => key.slice(environment.length));
    const further = names.filter((name) => !known.has(name));
    return further.length === 0 ? [] : [{ account, region, names: further }];
  });
}

/** The resources that declare repositories, by the environment and the name of the repository. */
function declarationsOf(templates: readonly DeployedTemplate[]): Map<string, Declaration[]> {
  const declared = new Map<string, Declaration[]>();
  for (const { environment, stackName, resources } of templates) {
    for (const [logicalId, resource] of Object.entries(resources)) {
      const { Type: type, Properties: properties, DeletionPolicy: deletion, UpdateReplacePolicy: replacement } = resource;
      if (type !== 'AWS::ECR::Repository' || !isObject(properties)) continue;
      const { RepositoryName: name } = properties;
      // CloudFormation generates a name that the template does not have
      const key = `${environment} ${typeof name === 'string' ? name : `${stackName}.${logicalId}`}`;
      const isRetained = [deletion, replacement].every((policy) => policy === 'Retain' || policy === 'RetainExceptOnCreate');
      declared.set(key, [...(declared.get(key) ?? []), { stackName, logicalId, properties, isRetained }]);
    }
  }
  return declared;
}

/** @param mapped the stacks whose mappings have the repository */
function problemsOf(
  { logicalId, properties }: AdoptedRepository,
  mapped: readonly string[],
  declarations: readonly Declaration[],
): string[] {
  if (declarations.length === 0) return ['no template declares it for this account and Region'];
  if (declarations.length > 1) {
    const places = declarations.map((one) => `${one.stackName} ${one.logicalId}`).join(', ');
    return [`${declarations.length} resources declare it (${places})`];
  }
  const [declaration] = declarations;
  return [
    ...(declaration.logicalId === logicalId
      ? []
      : [`its logical ID is ${declaration.logicalId}, but the mapping of the import has ${logicalId}`]),
    ...mapped
      .filter((stack) => stack !== declaration.stackName)
      .map((stack) => `the stack ${declaration.stackName} declares it, but the mapping of the import of ${stack} has it`),
    ...changedSettings(properties, declaration.properties),
    ...(declaration.isRetained ? [] : ['the template does not retain it, so that it can be deleted with its stack']),
  ];
}
