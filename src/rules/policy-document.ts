import { DeployedRepository } from './deployed-repository';
import { isKnown } from './template-values';
import { RenderedStatement } from '../access/statement-check';

/** The policy of a repository: its statements, or that only the deployment knows it. */
export interface RepositoryPolicyText {
  /** The property of the resource type. */
  readonly property: string;
  readonly statements: readonly RenderedStatement[];
  /** Whether the template does not contain the policy as a whole. */
  readonly isUnknown: boolean;
}

/** The repository policy, which a repository has as an object or as JSON, and a creation template as JSON. */
export function repositoryPolicyOf({ type, properties }: DeployedRepository): RepositoryPolicyText {
  const property = type === 'AWS::ECR::Repository' ? 'RepositoryPolicyText' : 'RepositoryPolicy';
  const value = properties[property];
  const document: unknown = typeof value === 'string' ? parsed(value) : value;
  const found: unknown = typeof document === 'object' && document !== null ? Reflect.get(document, 'Statement') : undefined;
  const statements = [found ?? []]
    .flat()
    .filter((statement): statement is RenderedStatement => typeof statement === 'object' && statement !== null);
  return { property, statements, isUnknown: document !== undefined && found === undefined && !isKnown(document) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
