import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { GitHubPublisher, GitHubSubject, RepositoryAccess, SecureRepository } from '../../src/index';

const LINES = readFileSync(join(__dirname, '../../examples/github/publish.yml'), 'utf8').split('\n');
const STEPS = LINES.filter((line) => !line.trimStart().startsWith('#')).join('\n');
const COMMENTS = LINES.filter((line) => line.trimStart().startsWith('#')).join('\n');

/** The IAM actions that the lines call by the AWS CLI. */
function called(lines: string): string[] {
  // the waiter polls with the call of the same name as the one after it
  const commands = Array.from(lines.matchAll(/aws ecr (?!wait )([a-z-]+)/g), ([, command]) => command);
  return commands.map((command) => `ecr:${command.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}`);
}

function allowed(grant?: (access: RepositoryAccess, publisher: GitHubPublisher) => void): string[] {
  const stack = new Stack(new App(), 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
  const repository = new SecureRepository(stack, 'Api', { repositoryName: 'shop/api' });
  const publisher = new GitHubPublisher(stack, 'Publisher', {
    repositories: [repository],
    subjects: [GitHubSubject.branch('my-org/my-app', 'main'), GitHubSubject.tag('my-org/my-app', 'v*')],
  });
  grant?.(RepositoryAccess.of(repository), publisher);
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  return policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement.flatMap(({ Action }: { Action: string }) => Action));
}

test('the publisher may make every call of the workflow', () => {
  expect(new Set(called(STEPS))).toEqual(new Set(['ecr:BatchGetImage', 'ecr:PutImage']));
  expect(allowed()).toEqual(expect.arrayContaining(called(STEPS)));
});

test('the gate on findings needs the one grant that its comment names', () => {
  expect(COMMENTS).toContain('access.grantReadFindings(publisher)');
  expect(called(COMMENTS)).toEqual(['ecr:DescribeImageScanFindings']);
  expect(allowed()).not.toContain('ecr:DescribeImageScanFindings');
  expect(allowed((access, publisher) => access.grantReadFindings(publisher))).toContain('ecr:DescribeImageScanFindings');
});

test('the job may ask for a token, and for nothing else', () => {
  expect(STEPS).toMatch(/^permissions:\n {2}contents: read\n {2}id-token: write\n\n/m);
});

test('every action is pinned by its version', () => {
  const actions = Array.from(STEPS.matchAll(/uses: (.*)/g), ([, action]) => action);
  expect(actions).toHaveLength(5);
  for (const action of actions) expect(action).toMatch(/^[\w-]+\/[\w-]+@v\d+$/);
});
