import { App } from 'aws-cdk-lib';
import { PublishersStack } from '../../examples/typescript/publishers-stack';
import { warningsOf } from '../fixtures/reported';
import { resourcesOf, templateOf } from '../fixtures/synthesized';

function publishers(): PublishersStack {
  return new PublishersStack(new App(), 'Publishers');
}

test("the template of the publishers' example is the one that has been looked at", () => {
  expect(templateOf(publishers())).toMatchSnapshot();
});

test('the library warns of nothing in it', () => {
  expect(warningsOf(publishers())).toEqual([]);
});

/** The issuers of the CI systems, as condition keys name them. */
const ISSUERS = [
  'agent.buildkite.com',
  'api.bitbucket.org/2.0/workspaces/my-workspace/pipelines-config/identity/oidc',
  'gitlab.com',
  'jenkins.example.com/oidc',
  'oidc.circleci.com/org/4d5e6f70-8192-4a31-9d2e-3f4a5b6c7d8e',
  'token.actions.githubusercontent.com',
];

test('it has one provider for each issuer, and each role trusts one of them', () => {
  const stack = publishers();
  const urls = resourcesOf(stack, 'AWS::IAM::OIDCProvider').map(({ Properties: { Url } }) => Url);
  expect(urls.sort()).toEqual(ISSUERS.map((issuer) => `https://${issuer}`));
  const trusts = resourcesOf(stack, 'AWS::IAM::Role').map(({ Properties: { AssumeRolePolicyDocument: trust } }) => JSON.stringify(trust));
  expect(trusts).toHaveLength(7);
  expect(trusts.map((trust) => ISSUERS.filter((issuer) => trust.includes(`"${issuer}:sub"`)).length)).toEqual(trusts.map(() => 1));
});

test('GitHub sends the IDs of the owner and the repository in every subject', () => {
  const subjects = JSON.stringify(templateOf(publishers())).match(/repo:[^":]+/g);
  expect(new Set(subjects)).toEqual(new Set(['repo:my-org@123456/myapp@456789']));
  expect(subjects).toHaveLength(3);
});
