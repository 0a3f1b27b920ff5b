import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { App, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { GitHubPublisher, GitHubSubject, SecureRepository } from '../../src';
import { textOf } from '../fixtures/docs/markdown';
import { runExample } from '../fixtures/docs/run-example';

const ROOT = join(__dirname, '../..');
const PAGE = 'docs/pipelines/github.md';
const TEXT = textOf(PAGE);
const ENV = { account: '111122223333', region: 'eu-west-1' };

test('the publisher for a shared workflow requires the claims in addition to the subject', () => {
  const self = new Stack(new App(), 'Stack', { env: ENV });
  const repository = new SecureRepository(self, 'Repository', { repositoryName: 'my-app' });
  runExample(PAGE, 'SharedWorkflow', { self, repository, GitHubPublisher, GitHubSubject });
  const [{ Properties: role }] = Object.values(Template.fromStack(self).findResources('AWS::IAM::Role'));
  expect(role.AssumeRolePolicyDocument.Statement).toEqual([
    expect.objectContaining({
      Condition: {
        StringEquals: {
          'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
          'token.actions.githubusercontent.com:sub': ['repo:my-org@123456/my-app@456789:environment:production'],
          'token.actions.githubusercontent.com:ref': 'refs/heads/main',
        },
        StringLike: {
          'token.actions.githubusercontent.com:job_workflow_ref': 'my-org/workflows/.github/workflows/publish.yml@refs/tags/v*',
        },
      },
    }),
  ]);
});

test('the role for reviews admits pull requests of the repository, and can only read', () => {
  const self = new Stack(new App(), 'Stack', { env: ENV });
  const repository = new SecureRepository(self, 'Repository', { repositoryName: 'my-app' });
  const other = new SecureRepository(self, 'Other', { repositoryName: 'other' });
  const subjects = [GitHubSubject.branch('my-org@123456/my-app@456789', 'main')];
  const publisher = new GitHubPublisher(self, 'Publisher', { repositories: [other], subjects });
  runExample(PAGE, 'Reviewer', { self, repository, publisher, iam });
  const template = Template.fromStack(self);
  template.hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: {
              'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
              'token.actions.githubusercontent.com:sub': 'repo:my-org@123456/my-app@456789:pull_request',
            },
          },
        },
      ],
    },
  });
  const roles = Object.keys(template.findResources('AWS::IAM::Role')).filter((id) => id.startsWith('Reviewer'));
  const policies = Object.values(template.findResources('AWS::IAM::Policy')).filter(
    ({ Properties }) => Properties.Roles[0].Ref === roles[0],
  );
  const actions = policies.flatMap(({ Properties }) =>
    Properties.PolicyDocument.Statement.flatMap(({ Action }: { Action: string }) => Action),
  );
  expect(actions).toContain('ecr:DescribeImages');
  for (const action of actions) expect(action).toMatch(/^ecr:(Describe|Get|List|StartLifecyclePolicyPreview)/);
});

test('the subjects of the page are those of its tables', () => {
  const rows = [...TEXT.matchAll(/\| `(repo:[^`]+)` \| `(GitHubSubject\.[^`]+)` \|/g)];
  expect(rows).toHaveLength(4);
  for (const [, claim, code] of rows) {
    const subject = new Function('GitHubSubject', `return ${code}`)(GitHubSubject) as GitHubSubject;
    expect(claim).toMatch(new RegExp(`^${subject._claim.replaceAll('*', '.*')}$`));
  }
  const customized = [...TEXT.matchAll(/\| `(\[.*\])` \| `(GitHubSubject\.[^`]+)`/g)];
  expect(customized).toHaveLength(4);
  for (const [, template, code] of customized) {
    const subject = new Function('GitHubSubject', `return ${code}`)(GitHubSubject) as GitHubSubject;
    const [first] = JSON.parse(template) as string[];
    expect(subject._claim.startsWith(`${first}:`)).toBe(true);
  }
});

/** The literal repository of a subject of GitHub, in the code of any language. */
const REPOSITORIES =
  /(?:GitHubSubject[._](?:branch|tag|environment|pull_?request)\((?:jsii\.String\()?|\bgit_?hub(?:_?repository)? :?= )["']([^"']+)["']/gi;
const IS_MADE_BY_A_RUN = /\b(?:node_modules|target|cdk\.out|\.venv)\b/;

function filesBelow(folder: string): string[] {
  const files = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => relative(ROOT, join(parentPath, name))).filter((file) => !IS_MADE_BY_A_RUN.test(file));
}

test('every example names the repository of GitHub with its IDs, except that of GitHub Enterprise Server', () => {
  const files = ['README.md', 'llms.txt', ...['docs', 'examples', 'templates', 'src'].flatMap(filesBelow)];
  const repositories = files.flatMap((file) => [...textOf(file).matchAll(REPOSITORIES)].map(([, repository]) => ({ file, repository })));
  expect(repositories.length).toBeGreaterThan(25);
  expect(repositories.filter(({ repository }) => !/^[\w-]+@\d+\/[\w-]+@\d+$/.test(repository))).toEqual([
    { file: PAGE, repository: 'my-org/my-app' },
  ]);
});
