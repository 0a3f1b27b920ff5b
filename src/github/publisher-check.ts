import { IConstruct } from 'constructs';
import type { GitHubPublisherProps } from './github-publisher';
import { given } from '../private/given';
import { checkIsRepository } from '../private/repository-check';
import { SecureRepositoryError } from '../private/secure-repository-error';

/** What can be said about a publisher's properties one by one; the types are those of JavaScript, which checks none. */
export function checkPublisherProps(place: IConstruct, { repositories, subjects, audience }: GitHubPublisherProps): void {
  if (!Array.isArray(repositories) || repositories.length === 0) {
    throw new SecureRepositoryError(
      place,
      `repositories is ${given(repositories)}, expected at least one: name the repositories that the workflows push to`,
    );
  }
  for (const repository of repositories) checkIsRepository(place, 'repositories has', repository);
  const remedy = "write GitHubSubject.branch('my-org/my-app', 'main'), for example";
  if (!Array.isArray(subjects) || subjects.length === 0) {
    throw new SecureRepositoryError(place, `subjects is ${given(subjects)}, expected at least one: ${remedy}`);
  }
  for (const subject of subjects) {
    if (typeof subject?._claim === 'string') continue;
    throw new SecureRepositoryError(place, `subjects has ${given(subject)}, expected a GitHubSubject: ${remedy}`);
  }
  if (audience === '') {
    throw new SecureRepositoryError(place, 'audience is "", expected a text: leave it out for "sts.amazonaws.com"');
  }
}
