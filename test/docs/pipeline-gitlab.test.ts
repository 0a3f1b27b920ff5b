import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { GitLabPublisher, GitLabSubject, SecureRepository } from '../../src';
import { textOf } from '../fixtures/docs/markdown';
import { runExample } from '../fixtures/docs/run-example';

const PAGE = 'docs/pipelines/gitlab.md';

test('the publisher of the page requires the ID of the project and a protected branch or tag', () => {
  const self = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
  const repository = new SecureRepository(self, 'Repository', { repositoryName: 'my-app' });
  runExample(PAGE, 'new GitLabPublisher', { self, repository, GitLabPublisher, GitLabSubject });
  const [{ Properties: role }] = Object.values(Template.fromStack(self).findResources('AWS::IAM::Role'));
  const claims = { 'gitlab.com:project_id': '456789', 'gitlab.com:ref_protected': 'true' };
  for (const { Condition: condition } of role.AssumeRolePolicyDocument.Statement) expect(condition.StringEquals).toMatchObject(claims);
});

test('the subjects of the page are those of its table', () => {
  const rows = [...textOf(PAGE).matchAll(/\| `(project_path:[^`]+)` \| `(GitLabSubject\.[^`]+)` \|/g)];
  expect(rows).toHaveLength(3);
  for (const [, claim, code] of rows) {
    const subject = new Function('GitLabSubject', `return ${code}`)(GitLabSubject) as GitLabSubject;
    expect(claim).toMatch(new RegExp(`^${subject._claim.replaceAll('*', '.*')}$`));
  }
});
