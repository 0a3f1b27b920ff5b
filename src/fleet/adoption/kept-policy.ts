import { canonicalPolicy } from './canonical-value';
import { Conditions, restrictsSource } from '../../access/conditions';
import { RenderedStatement, statementFindings } from '../../access/statement-check';
import { isObject } from '../../lifecycle/core/json-text';

const VERSION = '2012-10-17';
/** The services that `SecureRepository` restricts to the account of the repository. */
const RESTRICTED = ['lambda.amazonaws.com', 'codebuild.amazonaws.com'];

/** What becomes of a repository policy whose statements are added to a `SecureRepository`. */
export interface KeptPolicy {
  /** What changes; empty if the policy stays as it is. */
  readonly changes: readonly string[];
  /** Why the statements cannot be added. */
  readonly obstacles: readonly string[];
}

/**
 * Compares a policy with what `SecureRepository.addToResourcePolicy` makes of its statements.
 * @param repositoryArn the resource that is removed from a statement
 */
export function keptPolicy(policy: unknown, repositoryArn: string): KeptPolicy {
  if (!isObject(policy)) return { changes: [], obstacles: [] };
  const statements = [policy.Statement ?? []].flat().filter(isObject) as unknown as RenderedStatement[];
  const obstacles = statements
    .map((statement) => withoutOwnResource(statement, repositoryArn))
    .flatMap((statement) => statementFindings(statement))
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);
  const restricted = statements.map(restrictedService).filter((service) => service !== undefined);
  const changes = [
    ...(policy.Version === VERSION ? [] : [`its version becomes ${VERSION}`]),
    ...(policy.Id === undefined ? [] : ['its Id is removed']),
    ...[...new Set(restricted)].map((service) => `${service} is restricted to the account of the repository`),
    ...(statements.some((statement) => withoutOwnResource(statement, repositoryArn) !== statement)
      ? ['the resource of a statement is removed']
      : []),
    ...(new Set(statements.map(canonicalPolicy)).size < statements.length ? ['equal statements become one'] : []),
  ];
  return { changes, obstacles: [...new Set(obstacles)] };
}

function withoutOwnResource(statement: RenderedStatement, repositoryArn: string): RenderedStatement {
  const resources = [statement.Resource ?? []].flat();
  if (resources.length === 0 || !resources.every((arn) => arn === '*' || arn === repositoryArn)) return statement;
  return { ...statement, Resource: undefined };
}

/** The service, if it is the only principal of an Allow without a condition on its source. */
function restrictedService({ Effect: effect, Principal: principal, Condition: conditions }: RenderedStatement): string | undefined {
  if (effect !== 'Allow' || !isObject(principal) || Object.keys(principal).length !== 1) return undefined;
  const services = [principal.Service ?? []].flat();
  const isRestricted =
    services.length === 1 && RESTRICTED.includes(String(services[0])) && !restrictsSource((conditions ?? {}) as Conditions);
  return isRestricted ? String(services[0]) : undefined;
}
