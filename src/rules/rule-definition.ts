import { DeployedRepository, RepositoryType } from './deployed-repository';

/** One rule: what it requires of a repository, and the texts of the catalog, docs/rules.md. */
export interface RuleDefinition {
  /** In kebab case. Users acknowledge findings by `cdk-secure-repository::` and this ID, and baselines contain it. */
  readonly id: string;
  readonly title: string;
  readonly severity: 'error' | 'warning';
  /** Why it matters if the rule is not met. */
  readonly risk: string;
  /** What to write in the CDK app or in the template. */
  readonly remedy: string;
  /** The controls that a repository satisfies by this rule. */
  readonly controls: readonly string[];
  readonly appliesTo: readonly RepositoryType[];
  /** The properties that `judge` reads. Conditions in other properties make no variants. */
  readonly reads: readonly string[];
  /** The variables that `guard` refers to, as assignments in that language. */
  readonly guardVariables?: readonly string[];
  /** The same requirement in the language of AWS CloudFormation Guard, for a resource type; undefined if it cannot be expressed there. */
  readonly guard?: (type: RepositoryType) => readonly string[];
  judge(repository: DeployedRepository): readonly Judgement[];
}

/** What a rule finds in a repository that does not meet it. */
export interface Judgement {
  /** The property of the resource, as in the template. */
  readonly property: string;
  /** What is wrong with it; undefined if only the deployment knows its value, so that nothing can be found. */
  readonly problem?: string;
}

export const REPOSITORIES: readonly RepositoryType[] = ['AWS::ECR::Repository'];
export const REPOSITORIES_AND_TEMPLATES: readonly RepositoryType[] = [...REPOSITORIES, 'AWS::ECR::RepositoryCreationTemplate'];

/** A property whose value only the deployment knows. */
export function unknownUntilDeployment(property: string): Judgement[] {
  return [{ property }];
}
