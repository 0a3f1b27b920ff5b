import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { BuildkitePublisher, BuildkiteSubject, SecureRepository } from '../../src';
import { textOf } from '../fixtures/docs/markdown';

const PAGE = 'docs/pipelines/buildkite.md';
const SHA = '0123456789abcdef0123456789abcdef01234567';

test('the subjects of the page match the claims of its table, for each commit and each key of a step', () => {
  const rows = [...textOf(PAGE).matchAll(/\| `(organization:[^`]+)` \| `(BuildkiteSubject\.[^`]+)` \|/g)];
  expect(rows).toHaveLength(2);
  for (const [, claim, code] of rows) {
    const subject = new Function('BuildkiteSubject', `return ${code}`)(BuildkiteSubject) as BuildkiteSubject;
    const token = claim.replace('SHA', SHA).replace('KEY', 'publish');
    const patterns = subject._claims.map((text) => new RegExp(`^${text.replaceAll('*', '.*').replaceAll('?', '.')}$`));
    expect(patterns.filter((pattern) => pattern.test(token))).toHaveLength(1);
    expect(patterns.filter((pattern) => pattern.test(token.replace('my-app', 'other')))).toHaveLength(0);
  }
});

test('the publisher of the page requires the ID of the pipeline in every statement', () => {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
  const repository = new SecureRepository(stack, 'Repository', { repositoryName: 'my-app' });
  const [, code] = /new BuildkitePublisher\(this, 'Publisher', (\{[^]*?\n {3}\})\);/.exec(textOf(PAGE)) ?? [];
  const props = new Function('repository', 'BuildkiteSubject', `return ${code}`)(repository, BuildkiteSubject);
  new BuildkitePublisher(stack, 'Publisher', props);
  const [{ Properties: role }] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
  for (const { Condition: condition } of role.AssumeRolePolicyDocument.Statement) {
    expect(condition.StringEquals).toMatchObject({ 'agent.buildkite.com:pipeline_id': '0185d6a7-3b1f-4c2e-9d58-6f7a8b9c0d1e' });
  }
});
