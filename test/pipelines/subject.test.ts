import { Stack } from 'aws-cdk-lib';
import { BitbucketSubject, BuildkiteSubject, GitHubSubject, GitLabSubject, OidcSubject } from '../../src/index';
import { checkSubjects, subjectPatterns } from '../../src/pipelines/subject';

const check = (subjects: unknown) =>
  checkSubjects(new Stack(), 'oidc-publisher', subjects, 'OidcSubject', "OidcSubject.exact('https://jenkins.example.com/job/my-app/')");
const JOB = OidcSubject.exact('https://jenkins.example.com/job/my-app/');
const EXAMPLE = "OidcSubject.exact('https://jenkins.example.com/job/my-app/')";

test('subjects of the system are accepted', () => {
  expect(() => check([JOB, OidcSubject.pattern('https://jenkins.example.com/job/my-folder/*')])).not.toThrow();
});

test.each([
  [undefined, 'undefined'],
  [null, 'null'],
  [[], '[]'],
  ['*', '"*"'],
  [JOB, 'an OidcSubject'],
])('%j is not a list with subjects', (subjects, given) => {
  expect(() => check(subjects)).toThrow(
    `Default: subjects is ${given}, but must be a list with at least one OidcSubject. Use [${EXAMPLE}], for example. [cdk-secure-repository:oidc-publisher]`,
  );
});

test.each([
  [null, 'null'],
  ['https://jenkins.example.com/job/my-app/', '"https://jenkins.example.com/job/my-app/"'],
  [{ text: 'x' }, '{"text":"x"}'],
  [GitHubSubject.branch('o/r', 'main'), 'a GitHubSubject'],
  [OidcSubject, 'a function'],
  [GitLabSubject.branch('g/p', 'main'), 'a GitLabSubject'],
  [BitbucketSubject.repository('1a2b3c4d-5e6f-4708-9a0b-1c2d3e4f5a6b'), 'a BitbucketSubject'],
  [BuildkiteSubject.branch('my-org', 'my-app', 'main'), 'a BuildkiteSubject'],
])('another value beside a subject is an error: %#', (subject, given) => {
  expect(() => check([JOB, subject])).toThrow(
    `Default: subjects[1] is ${given}, but must be an OidcSubject. Use ${EXAMPLE}, for example. [cdk-secure-repository:oidc-publisher]`,
  );
});

test('the patterns are those that IAM compares', () => {
  expect(subjectPatterns([JOB, OidcSubject.pattern('a:*')])).toEqual([
    { text: 'https://jenkins.example.com/job/my-app/', isPattern: false },
    { text: 'a:*', isPattern: true },
  ]);
});
