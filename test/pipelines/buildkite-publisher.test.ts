import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, aws_ecr as ecr, aws_iam as iam, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  BuildkitePublisher,
  BuildkitePublisherProps,
  BuildkiteSubject,
  GitHubPublisher,
  GitHubSubject,
  GitLabSubject,
} from '../../src/index';
import { warningsOf } from '../fixtures/reported';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const PROVIDER = 'arn:aws:iam::111122223333:oidc-provider/agent.buildkite.com';
const ID = '0185d6a7-3b1f-4c2e-9d58-6f7a8b9c0d1e';
const MAIN = BuildkiteSubject.branch('my-org', 'my-app', 'main');
const MAIN_OF = 'organization:my-org:pipeline:my-app:ref:refs/heads/main:commit';
const PIPELINE = BuildkiteSubject.pipelineId(ID);

const add = (stack: Stack, props: Partial<BuildkitePublisherProps> = {}, id = 'Publisher') =>
  new BuildkitePublisher(stack, id, {
    repositories: [ecr.Repository.fromRepositoryName(stack, `${id}Api`, 'shop/api')],
    subjects: [MAIN],
    ...props,
  });

function publisher(props: Partial<BuildkitePublisherProps> = {}): Stack {
  const stack = new Stack(new App(), 'Shop', { env: ENV });
  add(stack, props);
  return stack;
}

function roleIn(stack: Stack) {
  const [role] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
  return role.Properties;
}
const conditionsIn = (stack: Stack) =>
  roleIn(stack).AssumeRolePolicyDocument.Statement.map(({ Condition: condition }: { Condition: unknown }) => condition);

describe('the template', () => {
  test('has a provider for the issuer and the audience', () => {
    Template.fromStack(publisher()).hasResourceProperties('AWS::IAM::OIDCProvider', {
      Url: 'https://agent.buildkite.com',
      ClientIdList: ['sts.amazonaws.com'],
    });
    expect(roleIn(publisher()).Description).toBe('Pushes images from Buildkite');
  });

  test('has the subjects and the claims in every statement', () => {
    const subjects = [MAIN, PIPELINE, BuildkiteSubject.tag('my-org', 'my-app', 'v*')];
    const exact = { 'agent.buildkite.com:aud': 'sts.amazonaws.com', 'agent.buildkite.com:pipeline_id': ID };
    expect(conditionsIn(publisher({ subjects, claims: { pipelineId: ID } }))).toEqual([
      { StringEquals: { ...exact, 'agent.buildkite.com:sub': [ID] } },
      {
        StringEquals: exact,
        StringLike: {
          'agent.buildkite.com:sub': [
            `${MAIN_OF}:${'?'.repeat(40)}:step:*`,
            `${MAIN_OF}:HEAD:step:*`,
            'organization:my-org:pipeline:my-app:ref:refs/tags/v*',
          ],
        },
      },
    ]);
  });

  test('allows no session tags', () => {
    const [{ Action: action }] = roleIn(publisher()).AssumeRolePolicyDocument.Statement;
    expect(action).toBe('sts:AssumeRoleWithWebIdentity');
  });

  test('has the audience that is passed', () => {
    const [condition] = conditionsIn(publisher({ audience: 'https://buildkite.com/my-org' }));
    expect(condition.StringEquals['agent.buildkite.com:aud']).toBe('https://buildkite.com/my-org');
  });

  test('allows pushing to the repositories, and pulling if that is set', () => {
    const actions = (stack: Stack) => JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    expect(actions(publisher())).toContain('ecr:PutImage');
    expect(actions(publisher())).not.toContain('ecr:GetDownloadUrlForLayer');
    expect(actions(publisher({ pull: true }))).toContain('ecr:GetDownloadUrlForLayer');
  });
});

describe('the provider', () => {
  test('is shared with another publisher, and stands beside that of GitHub', () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    const { oidcProvider } = add(stack);
    add(stack, { oidcProvider, subjects: [PIPELINE], claims: { buildBranch: 'main' } }, 'Second');
    new GitHubPublisher(stack, 'GitHub', { repositories: [], subjects: [GitHubSubject.branch('o/r', 'main')] }).grantPrincipal;
    Template.fromStack(stack).resourceCountIs('AWS::IAM::OIDCProvider', 2);
  });

  test('is imported by its ARN', () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    add(stack, { oidcProvider: iam.OidcProviderNative.fromOidcProviderArn(stack, 'Buildkite', PROVIDER) });
    const [{ Principal: principal }] = roleIn(stack).AssumeRolePolicyDocument.Statement;
    expect(principal).toEqual({ Federated: PROVIDER });
  });

  test('is in a nested stack with the publisher', () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    const nested = new NestedStack(stack, 'Nested');
    add(nested);
    Template.fromStack(nested).resourceCountIs('AWS::IAM::OIDCProvider', 1);
  });

  test('of another account, issuer or audience is an error', () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    const imported = (id: string, arn: string) => ({ oidcProvider: iam.OidcProviderNative.fromOidcProviderArn(stack, id, arn) });
    const created = (id: string, url: string, clientIds: string[]) => ({
      oidcProvider: new iam.OidcProviderNative(stack, id, { url, clientIds }),
    });
    expect(() => add(stack, imported('A', PROVIDER.replace('1111', '9999')), 'Account')).toThrow(
      'oidcProvider is in account 999922223333, but',
    );
    expect(() => add(stack, imported('B', PROVIDER.replace('buildkite', 'gitlab')), 'Issuer')).toThrow(
      'but must be the provider for https://agent.buildkite.com',
    );
    expect(() => add(stack, created('C', 'https://agent.buildkite.com', ['https://buildkite.com/my-org']), 'Audience')).toThrow(
      'oidcProvider has the clientIds ["https://buildkite.com/my-org"], which do not include the audience "sts.amazonaws.com".',
    );
  });

  test('cannot be created twice in an account', () => {
    const app = new App();
    add(new Stack(app, 'Shop', { env: ENV }));
    expect(() => add(new Stack(app, 'Other', { env: ENV }))).toThrow(
      'the app has another provider for https://agent.buildkite.com in this account',
    );
    expect(() => add(new Stack(new Stage(app, 'Prod'), 'Other', { env: ENV }))).toThrow(
      'Import it by its ARN, which ends in 111122223333:oidc-provider/agent.buildkite.com',
    );
    expect(() => add(new Stack(app, 'Account', { env: { ...ENV, account: '999922223333' } }))).not.toThrow();
  });
});

describe('a subject that matches branches of forks', () => {
  const warning = (index: number, remedy: string) =>
    `/Shop/Publisher subjects[${index}] matches branches of forks if the pipeline builds pull requests from forks, even if it prefixes their branches. ` +
    `${remedy} [ack: cdk-secure-repository:buildkite-fork-branches]`;
  const pattern = 'Create a subject for each branch, or use a pattern with / before *, such as "release/*".';
  const branch = (name: string) => BuildkiteSubject.branch('my-org', 'my-app', name);

  test.each([
    [[PIPELINE], undefined, [warning(0, 'Set claims.buildBranch.')]],
    [[PIPELINE], { pipelineId: ID }, [warning(0, 'Set claims.buildBranch.')]],
    [[MAIN, branch('release-*')], undefined, [warning(1, pattern)]],
    [[branch('*')], undefined, [warning(0, pattern)]],
    [[PIPELINE, branch('*')], { buildBranch: 'main' }, []],
    [[MAIN, branch('release/*'), BuildkiteSubject.tag('my-org', 'my-app', '*')], undefined, []],
  ])('causes a warning: %#', (subjects, claims, warnings) => {
    expect(warningsOf(publisher({ subjects, claims }))).toEqual(warnings);
  });
});

describe('bad input', () => {
  test.each([
    [{ subjects: [] }, 'subjects is [], but must be a list with at least one BuildkiteSubject.'],
    [{ subjects: undefined }, 'subjects is undefined, but must be a list with at least one BuildkiteSubject.'],
    [{ subjects: MAIN }, 'but must be a list with at least one BuildkiteSubject.'],
    [{ subjects: [GitLabSubject.branch('g/p', 'main')] }, 'subjects[0] is a GitLabSubject, but must be a BuildkiteSubject.'],
    [{ subjects: [MAIN, null] }, 'subjects[1] is null, but must be a BuildkiteSubject.'],
    [{ audience: '' }, 'audience is "", but must not be empty.'],
    [{ audience: 7 }, 'audience is 7, but must be a string.'],
    [{ claims: null }, 'claims is null, but must be an object with options.'],
    [{ claims: { pipelineId: 'my-app' } }, 'claims.pipelineId is "my-app", but must be a UUID in lower case,'],
    [{ claims: { buildTag: 'v1' } }, 'claims has buildTag, but AWS has no condition key for such a claim of Buildkite.'],
    [{ oidcProvider: null }, 'oidcProvider is null, but must be a provider.'],
  ])('%j', (props: object, problem) => {
    expect(() => publisher(props)).toThrow(`Shop/Publisher: ${problem.startsWith('but') ? '' : problem}`);
    expect(() => publisher(props)).toThrow(problem);
  });
});

test('the pipeline requests the token that the example of the page trusts, and uses the outputs of the publisher', () => {
  const read = (file: string) => readFileSync(join(__dirname, '../..', file), 'utf8');
  const pipeline = read('examples/buildkite/pipeline.yml');
  const request = 'buildkite-agent oidc request-token --audience sts.amazonaws.com --claim pipeline_id';
  expect(pipeline).toContain(request);
  expect(read('docs/pipelines/buildkite.md')).toContain(request);
  for (const variable of ['AWS_ROLE_ARN', 'AWS_DEFAULT_REGION', 'ECR_REPOSITORY_URI']) {
    expect(pipeline).toMatch(new RegExp(`^#   ${variable} `, 'm'));
    expect(pipeline).toMatch(new RegExp(`^  ${variable}: `, 'm'));
  }
  // without a second $, the agent replaces a variable when it uploads the pipeline
  expect(pipeline.match(/(?<!\$)\$(?!\$)/g)).toBeNull();
  expect(pipeline).not.toMatch(/session-tag|AWS_SECRET_ACCESS_KEY/);
});
