import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { BitbucketPublisher, BitbucketSubject, SecureRepository } from '../../src';
import { textOf } from '../fixtures/docs/markdown';
import { runExample } from '../fixtures/docs/run-example';

const PAGE = 'docs/pipelines/bitbucket.md';

test('the publisher of the page is for one deployment environment of one repository', () => {
  const self = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
  const repository = new SecureRepository(self, 'Repository', { repositoryName: 'my-app' });
  runExample(PAGE, 'new BitbucketPublisher', { self, repository, BitbucketPublisher, BitbucketSubject });
  const [{ Properties: role }] = Object.values(Template.fromStack(self).findResources('AWS::IAM::Role'));
  const issuer = 'api.bitbucket.org/2.0/workspaces/my-workspace/pipelines-config/identity/oidc';
  expect(role.AssumeRolePolicyDocument.Statement[0].Condition).toEqual({
    StringEquals: { [`${issuer}:aud`]: 'ari:cloud:bitbucket::workspace/9f8e7d6c-5b4a-4392-8170-6f5e4d3c2b1a' },
    StringLike: { [`${issuer}:sub`]: ['{1a2b3c4d-5e6f-4708-9a0b-1c2d3e4f5a6b}:{2b3c4d5e-6f70-4819-8b1c-2d3e4f5a6b7c}:*'] },
  });
});

test('the subjects of the page are those of its table', () => {
  const rows = [...textOf(PAGE).matchAll(/\| `(\{[^`]+\})` \| `(BitbucketSubject\.[^`]+)` \|/g)];
  expect(rows).toHaveLength(2);
  for (const [, claim, code] of rows) {
    const subject = new Function('BitbucketSubject', `return ${code}`)(BitbucketSubject) as BitbucketSubject;
    expect(claim.startsWith(subject._claim.slice(0, -1))).toBe(true);
    expect(claim.slice(subject._claim.length - 1)).toBe('{STEP}');
  }
});
