import { App, aws_ecr as ecr, aws_iam as iam, CfnParameter, Fn, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { CircleCiPublisher, CircleCiPublisherProps, CircleCiSubject, GitHubSubject, GitLabSubject } from '../../src/index';
import { warningsOf } from '../fixtures/reported';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const ORGANIZATION = '4d5e6f70-8192-4a31-9d2e-3f4a5b6c7d8e';
const OTHER_ORGANIZATION = 'a0b1c2d3-e4f5-4a6b-8c7d-9e0f1a2b3c4d';
const PROJECT = '3c4d5e6f-7081-4920-8c1d-2e3f4a5b6c7d';
const ISSUER = `oidc.circleci.com/org/${ORGANIZATION}`;
const MAIN = CircleCiSubject.branch(PROJECT, 'github.com/my-org/my-app', 'main');

function publisherIn(stack: Stack, props: Partial<CircleCiPublisherProps> = {}, id = 'Publisher'): CircleCiPublisher {
  const repositories = [ecr.Repository.fromRepositoryName(stack, `${id}Api`, 'shop/api')];
  return new CircleCiPublisher(stack, id, { repositories, organizationId: ORGANIZATION, subjects: [MAIN], ...props });
}

function shop(props: Partial<CircleCiPublisherProps> = {}): Stack {
  const stack = new Stack(new App(), 'Shop', { env: ENV });
  publisherIn(stack, props);
  return stack;
}

function rolesIn(stack: Stack) {
  return Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role')).map(({ Properties: properties }) => properties);
}

describe('the template', () => {
  test('has a provider for the organization, whose audience is the organization', () => {
    Template.fromStack(shop()).hasResourceProperties('AWS::IAM::OIDCProvider', { Url: `https://${ISSUER}`, ClientIdList: [ORGANIZATION] });
  });

  test('has one statement, with all subjects of the organization', () => {
    const stack = shop({ subjects: [MAIN, CircleCiSubject.tag(PROJECT, 'github.com/my-org/my-app', 'v*')], audience: 'sts.amazonaws.com' });
    const [{ AssumeRolePolicyDocument: trust, Description: description }] = rolesIn(stack);
    const user = `org/${ORGANIZATION}/project/${PROJECT}/user/${'?'.repeat(36)}`;
    expect(trust.Statement.map(({ Condition: condition }: { Condition: unknown }) => condition)).toEqual([
      {
        StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com' },
        StringLike: {
          [`${ISSUER}:sub`]: [
            `${user}/vcs-origin/github.com/my-org/my-app/vcs-ref/refs/heads/main`,
            `${user}/vcs-origin/github.com/my-org/my-app/vcs-ref/refs/tags/v*`,
          ],
        },
      },
    ]);
    expect(description).toBe('Pushes images from CircleCI');
  });

  test('allows pushing to the repositories, and pulling if that is set', () => {
    const actions = (stack: Stack) => JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    expect(actions(shop())).toContain('ecr:PutImage');
    expect(actions(shop())).not.toContain('ecr:GetDownloadUrlForLayer');
    expect(actions(shop({ pull: true }))).toContain('ecr:GetDownloadUrlForLayer');
  });

  test('causes no warning', () => {
    expect(warningsOf(shop())).toEqual([]);
  });

  test('is complete in a nested stack', () => {
    const nested = new NestedStack(new Stack(new App(), 'Shop', { env: ENV }), 'Nested');
    publisherIn(nested);
    expect(rolesIn(nested)[0].AssumeRolePolicyDocument.Statement).toHaveLength(1);
    Template.fromStack(nested).hasResourceProperties('AWS::IAM::OIDCProvider', { Url: `https://${ISSUER}` });
  });

  test('may have an organization that has not been looked up', () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    const organizationId = ssm.StringParameter.valueFromLookup(stack, '/circleci/organization');
    publisherIn(stack, { organizationId });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::OIDCProvider', { ClientIdList: [organizationId] });
  });

  test('may have a token as the audience', () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    publisherIn(stack, { audience: new CfnParameter(stack, 'Audience').valueAsString });
    expect(rolesIn(stack)[0].AssumeRolePolicyDocument.Statement[0].Condition.StringEquals).toEqual({
      [`${ISSUER}:aud`]: { Ref: 'Audience' },
    });
  });
});

describe('the provider', () => {
  const imported = (stack: Stack, organization = ORGANIZATION, account = '111122223333') =>
    iam.OidcProviderNative.fromOidcProviderArn(
      stack,
      'CircleCI',
      `arn:aws:iam::${account}:oidc-provider/oidc.circleci.com/org/${organization}`,
    );

  test('of a publisher serves a second one', () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    const { oidcProvider } = publisherIn(stack);
    publisherIn(stack, { oidcProvider }, 'Second');
    Template.fromStack(stack).resourceCountIs('AWS::IAM::OIDCProvider', 1);
    expect(rolesIn(stack)).toHaveLength(2);
  });

  test('may be imported by its ARN', () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    publisherIn(stack, { oidcProvider: imported(stack) });
    Template.fromStack(stack).resourceCountIs('AWS::IAM::OIDCProvider', 0);
    expect(rolesIn(stack)[0].AssumeRolePolicyDocument.Statement[0].Principal).toEqual({
      Federated: `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`,
    });
  });

  test('is another one for another organization', () => {
    const stack = shop();
    publisherIn(stack, { organizationId: OTHER_ORGANIZATION }, 'Other');
    Template.fromStack(stack).resourceCountIs('AWS::IAM::OIDCProvider', 2);
  });

  test('may exist once in each stage with an account of its own', () => {
    const app = new App();
    for (const account of ['111122223333', '444455556666']) {
      publisherIn(new Stack(new Stage(app, `Stage${account}`), 'Shop', { env: { ...ENV, account } }));
    }
    expect(() => app.synth()).not.toThrow();
  });

  test('of another organization is an error', () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    expect(() => publisherIn(stack, { oidcProvider: imported(stack, OTHER_ORGANIZATION) })).toThrow(
      `Shop/Publisher: oidcProvider is "arn:aws:iam::111122223333:oidc-provider/oidc.circleci.com/org/${OTHER_ORGANIZATION}", ` +
        `but must be the provider for https://${ISSUER},`,
    );
  });

  test('of another account is an error', () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    expect(() => publisherIn(stack, { oidcProvider: imported(stack, ORGANIZATION, '444455556666') })).toThrow(
      'Shop/Publisher: oidcProvider is in account 444455556666, but a role trusts only providers of its own account (111122223333).',
    );
  });

  test('without the audience is an error', () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    const oidcProvider = new iam.OidcProviderNative(stack, 'CircleCI', { url: `https://${ISSUER}`, clientIds: ['sts.amazonaws.com'] });
    expect(() => publisherIn(stack, { oidcProvider })).toThrow(
      `Shop/Publisher: oidcProvider has the clientIds ["sts.amazonaws.com"], which do not include the audience "${ORGANIZATION}".`,
    );
    expect(() => publisherIn(stack, { oidcProvider, audience: 'sts.amazonaws.com' }, 'WithAudience')).not.toThrow();
  });

  test('a second one for the organization is an error', () => {
    const stack = shop();
    expect(() => publisherIn(stack, {}, 'Second')).toThrow(
      `Shop/Second: the app has another provider for https://${ISSUER} in this account (Shop/Publisher/OidcProvider), but IAM accepts one per URL.`,
    );
  });
});

describe('a repository of another account', () => {
  const foreign = (stack: Stack) =>
    ecr.Repository.fromRepositoryArn(stack, 'Foreign', 'arn:aws:ecr:eu-west-1:444455556666:repository/shop/api');

  test('requires a name for the role', () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    expect(() => publisherIn(stack, { repositories: [foreign(stack)] })).toThrow(
      'Shop/Publisher: roleName is undefined, but the policy of',
    );
  });

  test('may have a policy that others manage', () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    publisherIn(stack, { repositories: [foreign(stack)], roleName: 'publisher', externalRepositoryPolicy: true });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { RoleName: 'publisher' });
  });
});

describe('bad input', () => {
  const uuid = 'but must be a UUID in lower case, such as';
  test.each([
    [{ organizationId: undefined }, `organizationId is undefined, ${uuid}`],
    [{ organizationId: null }, 'organizationId is null, but must be a string.'],
    [{ organizationId: '' }, `organizationId is "", ${uuid}`],
    [{ organizationId: 'gh/my-org' }, `organizationId is "gh/my-org", ${uuid}`],
    [{ organizationId: ORGANIZATION.toUpperCase() }, `organizationId is "${ORGANIZATION.toUpperCase()}", ${uuid}`],
    [{ organizationId: `${ORGANIZATION.slice(0, 35)}*` }, `organizationId is "${ORGANIZATION.slice(0, 35)}*", ${uuid}`],
    [{ organizationId: Fn.importValue('Organization') }, 'organizationId is a token, but must be a literal UUID,'],
    [{ subjects: [] }, 'subjects is [], but must be a list with at least one CircleCiSubject.'],
    [{ subjects: undefined }, 'subjects is undefined, but must be a list with at least one CircleCiSubject.'],
    [{ subjects: [null] }, 'subjects[0] is null, but must be a CircleCiSubject.'],
    [{ subjects: [MAIN, 'main'] }, 'subjects[1] is "main", but must be a CircleCiSubject.'],
    [{ subjects: [GitHubSubject.branch('o/r', 'main')] }, 'subjects[0] is a GitHubSubject, but must be a CircleCiSubject.'],
    [{ subjects: [GitLabSubject.branch('g/p', 'main')] }, 'subjects[0] is a GitLabSubject, but must be a CircleCiSubject.'],
    [{ audience: '' }, `audience is "", but must not be empty. Omit audience for "${ORGANIZATION}", or pass the audience`],
    [{ audience: null }, 'audience is null, but must be a string.'],
    [{ repositories: null }, 'repositories is null, but must be a list.'],
    [{ oidcProvider: `arn:aws:iam::111122223333:oidc-provider/${ISSUER}` }, 'oidcProvider is "arn:aws:iam::111122223333:oidc-provider/'],
    [{ oidcProvider: null }, 'oidcProvider is null, but must be a provider.'],
  ])('%j', (props: object, problem) => {
    expect(() => shop(props)).toThrow(`Shop/Publisher: ${problem}`);
  });
});

test('a subject that also matches forks causes a warning', () => {
  expect(warningsOf(shop({ subjects: [MAIN, CircleCiSubject.project(PROJECT)] }))).toEqual([
    `/Shop/Publisher subjects[1] matches all jobs of the project ${PROJECT}, including forks if the project passes secrets to builds from forked pull requests. ` +
      'Use CircleCiSubject.branch and CircleCiSubject.tag, or acknowledge the warning if the project does not pass secrets to forks. ' +
      '[ack: cdk-secure-repository:circleci-forks]',
  ]);
});

test('more subjects than IAM accepts cause a warning', () => {
  const subjects = Array.from({ length: 12 }, (_, index) =>
    CircleCiSubject.branch(PROJECT, 'github.com/my-org/my-app', `release-${index}`),
  );
  expect(warningsOf(shop({ subjects }))).toEqual([expect.stringContaining('[ack: cdk-secure-repository:long-trust-policy]')]);
});
