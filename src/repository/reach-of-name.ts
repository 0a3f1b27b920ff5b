import { CfnResource, IResolveContext, Stack, Stage, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';

/** A value that follows from the name of a repository, and who needs it. */
export interface UseOfName {
  /** The L1 of the repository. */
  readonly resource: CfnResource;
  /** The name that the L1 has. */
  readonly name: string | undefined;
  /** The value, as `aws-cdk-lib` makes it. */
  readonly reference: string;
  /** The construct, or the stack, that uses the value. */
  readonly user: IConstruct;
  /** How the value is resolved there. */
  readonly resolve: IResolveContext['resolve'];
}

/**
 * Throws where only a name that is known at synthesis can be used and there is none: a generated name reaches neither another Stage nor
 * another environment. What `aws-cdk-lib` reports in that case names neither the property to set nor the construct that uses the repository.
 */
export function requireNameThatReaches(use: UseOfName): void {
  if (!reaches(use)) throw nameMissing(use);
}

function reaches({ resource, name, reference, user, resolve }: UseOfName): boolean {
  const home = Stack.of(resource);
  try {
    // a name that is generated if needed exists from here on
    resolve(reference);
  } catch {
    return false;
  }
  if (Stage.of(user) === Stage.of(home)) return true;
  return Stack.of(user).environment !== home.environment && typeof home.resolve(name) === 'string';
}

function nameMissing({ resource, name, user }: UseOfName): SecureRepositoryError {
  const repository = resource.node.scope ?? resource;
  const given = Stack.of(resource).resolve(name) as unknown;
  return new SecureRepositoryError(
    'cross-stack-name',
    repository,
    `repositoryName is ${given === undefined ? 'not set to a literal name' : quoted(given)}, but ${user.node.path} is in ${placeOf(user, repository)}, ` +
      'where only a name that is known at synthesis can be used. Set repositoryName to a literal name',
  );
}

function placeOf(user: IConstruct, repository: IConstruct): string {
  const { account, region, environment } = Stack.of(user);
  if (environment === Stack.of(repository).environment) return `another Stage (${Stage.of(user)?.node.path || 'the app'})`;
  if (Token.isUnresolved(account) || Token.isUnresolved(region)) return 'a stack whose env is not complete';
  return `another environment (account ${account}, Region ${region})`;
}
