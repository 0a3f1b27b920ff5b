import { Fn } from 'aws-cdk-lib';
import { BitbucketSubject } from '../../src/index';

const REPOSITORY = '1a2b3c4d-5e6f-4708-9a0b-1c2d3e4f5a6b';
const ENVIRONMENT = '2b3c4d5e-6f70-4819-8b1c-2d3e4f5a6b7c';

test.each([
  [BitbucketSubject.repository(REPOSITORY), `{${REPOSITORY}}:*`],
  [BitbucketSubject.repository(`{${REPOSITORY}}`), `{${REPOSITORY}}:*`],
  [BitbucketSubject.environment(REPOSITORY, ENVIRONMENT), `{${REPOSITORY}}:{${ENVIRONMENT}}:*`],
  [BitbucketSubject.environment(`{${REPOSITORY}}`, `{${ENVIRONMENT}}`), `{${REPOSITORY}}:{${ENVIRONMENT}}:*`],
  [BitbucketSubject.repository('dummy-value-for-/my/id'), '{dummy-value-for-/my/id}:*'],
])('the subject has literal braces, and ends in a wildcard for the step: %#', (subject, claim) => {
  expect(subject._claim).toBe(claim);
  expect(subject._isPattern).toBe(true);
});

describe('bad input', () => {
  const token = 'is a token, but must be a literal UUID, because IAM would interpret a * in its value as a wildcard. Pass the UUID.';

  test.each([
    [() => BitbucketSubject.repository(Fn.importValue('Id')), `BitbucketSubject.repository: repositoryUuid ${token}`],
    [() => BitbucketSubject.environment(`{${Fn.importValue('Id')}}`, ENVIRONMENT), `BitbucketSubject.environment: repositoryUuid ${token}`],
    [() => BitbucketSubject.environment(REPOSITORY, Fn.importValue('Id')), `BitbucketSubject.environment: environmentUuid ${token}`],
    [() => BitbucketSubject.repository('*'), 'BitbucketSubject.repository: repositoryUuid is "*", but must be a UUID in lower case,'],
    [() => BitbucketSubject.repository('my-app'), 'BitbucketSubject.repository: repositoryUuid is "my-app", but must be a UUID'],
    [() => BitbucketSubject.environment(REPOSITORY, 'production'), 'environmentUuid is "production", but must be a UUID'],
    [() => BitbucketSubject.environment(REPOSITORY, '*'), 'environmentUuid is "*", but must be a UUID'],
    // the mistakes that public policies have
    [() => BitbucketSubject.repository(`${ENVIRONMENT}}:{${REPOSITORY}`), `but must be a UUID in lower case,`],
    [
      () => BitbucketSubject.repository(`{${REPOSITORY}}:*`),
      `but must be a UUID in lower case, such as "0185d6a7-3b1f-4c2e-9d58-6f7a8b9c0d1e". Use "${REPOSITORY}".`,
    ],
  ])('%#', (subject, problem) => {
    expect(subject).toThrow(problem);
    expect(subject).toThrow('[cdk-secure-repository:bitbucket-subject]');
  });

  test.each([undefined, null, 7, {}, [REPOSITORY]])('a value that is not a string: %j', (value: unknown) => {
    expect(() => BitbucketSubject.repository(value as string)).toThrow(
      /^BitbucketSubject.repository: repositoryUuid is .*, but must be a UUID/,
    );
    expect(() => BitbucketSubject.environment(REPOSITORY, value as string)).toThrow(/^BitbucketSubject.environment: environmentUuid is /);
  });
});
