import { Token } from 'aws-cdk-lib';
import { checkUuid } from './identifier';
import { SecureRepositoryError } from '../private/secure-repository-error';

/**
 * Steps that can assume a role, by the subject claim (`sub`) of the token that Bitbucket issues for each step.
 *
 * A subject contains the UUIDs of the repository, of the deployment environment if the step has one, and of the step, which is new in each run. It does
 * not contain the branch, and AWS has no condition key for it: to restrict the branch, use `environment`, and restrict the environment to the branch
 * in Bitbucket.
 *
 * A fork has a UUID of its own, so that its steps do not match.
 *
 * @see https://support.atlassian.com/bitbucket-cloud/docs/integrate-pipelines-with-resource-servers-using-oidc/
 */
export class BitbucketSubject {
  /**
   * Matches all steps of a repository, on every branch, with and without a deployment environment.
   * @param repositoryUuid the UUID of the repository, in lower case, with or without braces
   */
  public static repository(repositoryUuid: string): BitbucketSubject {
    return new BitbucketSubject(`${uuid('repository', 'repositoryUuid', repositoryUuid)}:*`);
  }

  /**
   * Matches the steps of a repository with `deployment:`.
   * @param repositoryUuid the UUID of the repository, in lower case, with or without braces
   * @param environmentUuid the UUID of the deployment environment, in lower case, with or without braces
   */
  public static environment(repositoryUuid: string, environmentUuid: string): BitbucketSubject {
    const repository = uuid('environment', 'repositoryUuid', repositoryUuid);
    return new BitbucketSubject(`${repository}:${uuid('environment', 'environmentUuid', environmentUuid)}:*`);
  }

  /** @internal */
  public readonly _class = 'BitbucketSubject';
  /** @internal */
  public readonly _isPattern = true;

  private constructor(
    /** @internal */
    public readonly _claim: string,
  ) {}
}

/** A UUID in the braces of a subject, which ends in a wildcard, so that a token could add another one. */
function uuid(factory: string, name: string, value: string): string {
  const place = `BitbucketSubject.${factory}`;
  if (Token.isUnresolved(value)) {
    const problem = `${name} is a token, but must be a literal UUID, because IAM would interpret a * in its value as a wildcard. Pass the UUID.`;
    throw new SecureRepositoryError('bitbucket-subject', place, problem);
  }
  return `{${checkUuid(place, 'bitbucket-subject', name, value)}}`;
}
