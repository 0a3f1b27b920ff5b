import { App, aws_ecr as ecr, aws_iam as iam, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { GitHubPublisher, GitHubPublisherProps, GitHubSubject } from '../../src/index';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const ISSUER = 'token.actions.githubusercontent.com';
const URL = `https://${ISSUER}`;
const PROVIDER = `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`;

function shop(env: { account?: string; region?: string } = ENV) {
  const stack = new Stack(new App(), 'Shop', { env });
  const repositories = [ecr.Repository.fromRepositoryName(stack, 'Api', 'shop/api')];
  const subjects = [GitHubSubject.branch('my-org/my-app', 'main')];
  const publisher = (props: Partial<GitHubPublisherProps> = {}, id = 'Publisher') =>
    new GitHubPublisher(stack, id, { repositories, subjects, ...props });
  return { stack, publisher };
}

function imported(stack: Stack, arn = PROVIDER): iam.IOIDCProviderRef {
  return iam.OidcProviderNative.fromOidcProviderArn(stack, 'Existing', arn);
}

/** Each way in which an app makes a provider. */
const MADE: [name: string, make: (stack: Stack, id: string, url: string) => iam.IOIDCProviderRef][] = [
  ['the L1', (stack, id, url) => new iam.CfnOIDCProvider(stack, id, { url })],
  ['the L2', (stack, id, url) => new iam.OidcProviderNative(stack, id, { url })],
  ['the L2 with a custom resource', (stack, id, url) => new iam.OpenIdConnectProvider(stack, id, { url })],
];

describe('a new provider', () => {
  test('is made for the issuer and the audience', () => {
    const { stack, publisher } = shop();
    publisher();
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::OIDCProvider', { Url: URL, ClientIdList: ['sts.amazonaws.com'] });
  });

  test('of a publisher serves a second one', () => {
    const { stack, publisher } = shop();
    publisher({ oidcProvider: publisher().oidcProvider }, 'Second');
    Template.fromStack(stack).resourceCountIs('AWS::IAM::OIDCProvider', 1);
  });

  test.each(MADE)('stands beside one in another account: %s', (_name, make) => {
    const { stack, publisher } = shop();
    make(new Stack(stack.node.root as App, 'Other', { env: { ...ENV, account: '444455556666' } }), 'GitHub', URL);
    publisher();
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test.each(MADE)('stands beside one for another issuer: %s', (_name, make) => {
    const { stack, publisher } = shop();
    make(stack, 'GitLab', 'https://gitlab.com');
    make(stack, 'Cluster', Fn.importValue('Issuer'));
    publisher();
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('stands beside the one of a publisher for another issuer', () => {
    const { publisher } = shop();
    publisher();
    expect(() => publisher({ issuerUrl: 'https://token.actions.acme.ghe.com' }, 'Second')).not.toThrow();
  });
});

describe('an existing provider', () => {
  test.each([
    ...MADE,
    ['imported by its ARN', (stack: Stack) => imported(stack)],
    ['imported as the L2 with a custom resource', (stack: Stack) => openIdConnect(stack, PROVIDER)],
    ['imported by an ARN that is a token', (stack: Stack) => imported(stack, Fn.importValue('Provider'))],
  ] as typeof MADE)('is trusted, and no other one is made: %s', (_name, make) => {
    const { stack, publisher } = shop();
    const existing = make(stack, 'GitHub', URL);
    publisher({ oidcProvider: existing });
    const template = Template.fromStack(stack);
    const [role] = Object.values(
      template.findResources('AWS::IAM::Role', { Properties: { Description: 'Pushes images from GitHub Actions' } }),
    );
    expect(role.Properties.AssumeRolePolicyDocument.Statement[0].Principal).toEqual({
      Federated: stack.resolve(existing.oidcProviderRef.oidcProviderArn),
    });
    expect(Object.keys(template.findResources('AWS::IAM::OIDCProvider')).filter((id) => id.startsWith('Publisher'))).toEqual([]);
  });
});

describe('bad input', () => {
  const problem = (path: string) =>
    `the app has another provider for ${URL} in this account, ${path}, and IAM takes one only: ` +
    'pass that one as oidcProvider; a publisher has its own as publisher.oidcProvider';

  test.each([
    ['one account', ENV],
    ['stacks without an env, which are taken for one account', {}],
  ])('a second publisher without oidcProvider in %s', (_name, env) => {
    const { publisher } = shop(env);
    publisher();
    expect(() => publisher({}, 'Second')).toThrow(`Shop/Second: ${problem('Shop/Publisher/OidcProvider')}`);
  });

  test.each(MADE)('a provider that is made before the publisher: %s', (_name, make) => {
    const { stack, publisher } = shop();
    make(stack, 'Early', URL);
    expect(() => publisher()).toThrow(`Shop/Publisher: ${problem('Shop/Early')}`);
  });

  test.each(MADE)('a provider that is made after the publisher: %s', (_name, make) => {
    const { stack, publisher } = shop();
    publisher();
    make(stack, 'Late', URL);
    expect(() => Template.fromStack(stack)).toThrow(`[Shop/Publisher] ${problem('Shop/Late')}`);
  });

  test.each(MADE)('a provider of the app for another issuer: %s', (_name, make) => {
    const { stack, publisher } = shop();
    expect(() => publisher({ oidcProvider: make(stack, 'GitLab', 'https://gitlab.com') })).toThrow(
      `Shop/Publisher: oidcProvider is the provider for "https://gitlab.com", expected the one for "${URL}": pass that one, or set issuerUrl`,
    );
  });

  test.each([
    ['an import', imported],
    ['an import as the L2 with a custom resource', openIdConnect],
  ])('an ARN for another issuer: %s', (_name, existing) => {
    const { stack, publisher } = shop();
    const arn = 'arn:aws:iam::111122223333:oidc-provider/gitlab.com';
    expect(() => publisher({ oidcProvider: existing(stack, arn) })).toThrow(
      `Shop/Publisher: oidcProvider is "${arn}", expected the ARN of the provider for ${URL}, ` +
        `which ends in oidc-provider/${ISSUER}: pass that one, or set issuerUrl`,
    );
  });

  test('an ARN of another account', () => {
    const { stack, publisher } = shop();
    const arn = `arn:aws:iam::444455556666:oidc-provider/${ISSUER}`;
    expect(() => publisher({ oidcProvider: imported(stack, arn) })).toThrow(
      'Shop/Publisher: oidcProvider is in account 444455556666, expected 111122223333, the account of the role: ' +
        'a role trusts providers of its own account only, so pass one of that account',
    );
  });
});

function openIdConnect(stack: Stack, arn: string): iam.IOIDCProviderRef {
  return iam.OpenIdConnectProvider.fromOpenIdConnectProviderArn(stack, 'Existing', arn);
}
