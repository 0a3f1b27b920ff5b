import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CircleCiPublisher, CircleCiSubject, SecureRepository } from '../../src';
import { textOf } from '../fixtures/docs/markdown';
import { runExample } from '../fixtures/docs/run-example';

const PAGE = 'docs/pipelines/circleci.md';
const PROJECT = '3c4d5e6f-7081-4920-8c1d-2e3f4a5b6c7d';

test('the publisher of the page is for one branch and the tags of one repository', () => {
  const self = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
  const repository = new SecureRepository(self, 'Repository', { repositoryName: 'my-app' });
  runExample(PAGE, 'new CircleCiPublisher', { self, repository, CircleCiPublisher, CircleCiSubject });
  const [{ Properties: role }] = Object.values(Template.fromStack(self).findResources('AWS::IAM::Role'));
  const [{ Condition: condition }] = role.AssumeRolePolicyDocument.Statement;
  const [subjects] = Object.values(condition.StringLike as { [key: string]: string[] });
  const rests = subjects.map((subject) => subject.replace(/^org\/[\w-]{36}\/project\/[\w-]{36}\/user\/\?{36}/, ''));
  const repositoryInClaim = '/vcs-origin/github.com/my-org/my-app';
  expect(rests).toEqual([`${repositoryInClaim}/vcs-ref/refs/heads/main`, `${repositoryInClaim}/vcs-ref/refs/tags/v*`]);
});

test('the subjects of the page are those of its table', () => {
  const rows = [...textOf(PAGE).matchAll(/\| (?:`([^`]+)`|nothing[^|]*) \| `(CircleCiSubject\.[^`]+)` \|/g)];
  expect(rows).toHaveLength(3);
  const user = '58bd21dd-34fd-4dfa-be1b-f8909fae9137';
  for (const [, rest = '', code] of rows) {
    const subject = new Function('CircleCiSubject', 'projectId', `return ${code}`)(CircleCiSubject, PROJECT) as CircleCiSubject;
    const pattern = new RegExp(`^${subject._claim.replaceAll('?', '.').replaceAll('*', '.*')}$`);
    expect(`project/${PROJECT}/user/${user}${rest}`).toMatch(pattern);
  }
});
