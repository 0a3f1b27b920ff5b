import { Resource, Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import type { GitHubPublisherProps } from './github-publisher';
import { describeValue } from '../private/format-value';
import { checkOptions } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { areKnownToDiffer } from '../private/unknown-value';
import { checkIsRepository, RepositoryIdentity } from '../repository/repository-identity';

/** What can be said about a publisher's properties one by one; the types are those of JavaScript, which checks none. */
export function checkPublisherProps(place: IConstruct, props: GitHubPublisherProps): void {
  checkOptions(place, 'props', props, {
    pull: 'flag',
    externalRepositoryPolicy: 'flag',
    issuerUrl: 'text',
    audience: 'text',
    roleName: 'text',
    maxSessionDuration: 'duration',
    permissionsBoundary: 'object',
  });
  const { repositories, subjects, audience, permissionsBoundary } = props;
  if (permissionsBoundary !== undefined && typeof permissionsBoundary.managedPolicyArn !== 'string') {
    throw new SecureRepositoryError(
      'github-publisher',
      place,
      `permissionsBoundary is ${describeValue(permissionsBoundary)}, expected an iam.ManagedPolicy`,
    );
  }
  if (!Array.isArray(repositories) || repositories.length === 0) {
    throw new SecureRepositoryError(
      'github-publisher',
      place,
      `repositories is ${describeValue(repositories)}, expected at least one: name the repositories that the workflows push to`,
    );
  }
  for (const repository of repositories) checkIsRepository(place, 'repositories has', repository);
  checkRoleIsNamed(place, props);
  const remedy = "write GitHubSubject.branch('my-org/my-app', 'main'), for example";
  if (!Array.isArray(subjects) || subjects.length === 0) {
    throw new SecureRepositoryError('github-publisher', place, `subjects is ${describeValue(subjects)}, expected at least one: ${remedy}`);
  }
  for (const subject of subjects) {
    if (typeof subject?._claim === 'string') continue;
    throw new SecureRepositoryError(
      'github-publisher',
      place,
      `subjects has ${describeValue(subject)}, expected a GitHubSubject: ${remedy}`,
    );
  }
  if (audience === '') {
    throw new SecureRepositoryError('github-publisher', place, 'audience is "", expected a text: leave it out for "sts.amazonaws.com"');
  }
}

/** The policy of an imported repository of another account has to name the role, before the role is deployed. */
function checkRoleIsNamed(place: IConstruct, { repositories, roleName, externalRepositoryPolicy }: GitHubPublisherProps): void {
  if (externalRepositoryPolicy || (roleName !== undefined && !Token.isUnresolved(roleName))) return;
  const { account } = Stack.of(place);
  const foreign = repositories.find(
    (repository) => !Resource.isOwnedResource(repository) && areKnownToDiffer(RepositoryIdentity.of(repository).account, account),
  );
  if (!foreign) return;
  throw new SecureRepositoryError(
    'github-publisher',
    place,
    `roleName is ${roleName === undefined ? 'undefined' : 'a token'}, expected text: the policy of ${foreign.node.path}, which is imported ` +
      `from account ${RepositoryIdentity.of(foreign).account}, has to name the role, so give it a name`,
  );
}
