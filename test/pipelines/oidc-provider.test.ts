import { App, aws_ecr as ecr, aws_iam as iam, CfnParameter, CfnResource, Environment, Fn, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { GitHubPublisher, GitHubPublisherProps, GitHubSubject } from '../../src/index';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const ISSUER = 'token.actions.githubusercontent.com';
const URL = `https://${ISSUER}`;
const AUDIENCES = ['sts.amazonaws.com'];
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

/** The ways in which an app creates a provider. */
type Make = (stack: Stack, id: string, url: string, clientIds?: string[]) => iam.IOIDCProviderRef;
const MADE: [name: string, make: Make][] = [
  ['the L1', (stack, id, url, clientIdList = AUDIENCES) => new iam.CfnOIDCProvider(stack, id, { url, clientIdList })],
  ['the L2', (stack, id, url, clientIds = AUDIENCES) => new iam.OidcProviderNative(stack, id, { url, clientIds })],
  [
    'the L2 with a custom resource',
    (stack, id, url, clientIds = AUDIENCES) => new iam.OpenIdConnectProvider(stack, id, { url, clientIds }),
  ],
];

/** A publisher in a stage of its own, with a provider or without. */
function publisherInStage(app: App, id: string, env: Environment): GitHubPublisher {
  const stack = new Stack(new Stage(app, id), 'Shop', { env });
  return new GitHubPublisher(stack, 'Publisher', {
    repositories: [ecr.Repository.fromRepositoryName(stack, 'Api', 'shop/api')],
    subjects: [GitHubSubject.branch('my-org/my-app', 'main')],
  });
}

describe('a new provider', () => {
  test('is created for the issuer and the audience', () => {
    const { stack, publisher } = shop();
    publisher();
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::OIDCProvider', { Url: URL, ClientIdList: ['sts.amazonaws.com'] });
  });

  test('of a publisher serves a second one', () => {
    const { stack, publisher } = shop();
    publisher({ oidcProvider: publisher().oidcProvider }, 'Second');
    Template.fromStack(stack).resourceCountIs('AWS::IAM::OIDCProvider', 1);
  });

  test.each(MADE)('may exist beside one in another account: %s', (_name, make) => {
    const { stack, publisher } = shop();
    make(new Stack(stack.node.root as App, 'Other', { env: { ...ENV, account: '444455556666' } }), 'GitHub', URL);
    publisher();
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test.each(MADE)('may exist beside one for another issuer: %s', (_name, make) => {
    const { stack, publisher } = shop();
    make(stack, 'GitLab', 'https://gitlab.com');
    make(stack, 'Cluster', Fn.importValue('Issuer'));
    publisher();
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('may exist beside one in another stage, when the accounts of both are not known', () => {
    const app = new App();
    publisherInStage(app, 'Testing', {});
    expect(() => publisherInStage(app, 'Production', {})).not.toThrow();
    expect(() => app.synth()).not.toThrow();
  });

  test('may exist beside the one of a publisher for another issuer', () => {
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
  ] as typeof MADE)('is trusted, and no other one is created: %s', (_name, make) => {
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

describe('the audiences of a provider of the app', () => {
  test.each(MADE)('are not checked where they are tokens: %s', (_name, make) => {
    const { stack, publisher } = shop();
    const audiences = new CfnParameter(stack, 'Audiences', { type: 'CommaDelimitedList' });
    publisher({ oidcProvider: make(stack, 'GitHub', URL, audiences.valueAsList) });
    publisher({ oidcProvider: make(stack, 'Again', URL, ['x', Fn.importValue('Audience')]) }, 'Second');
    publisher({ oidcProvider: make(stack, 'Thrice', URL, ['x']), audience: Fn.importValue('Audience') }, 'Third');
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test.each(MADE)('may be several: %s', (_name, make) => {
    const { stack, publisher } = shop();
    expect(() => publisher({ oidcProvider: make(stack, 'GitHub', URL, ['x', 'y']), audience: 'y' })).not.toThrow();
  });

  test.each(MADE)('must include that of the publisher: %s', (_name, make) => {
    const { stack, publisher } = shop();
    const problem = (list: string, audience: string) =>
      `oidcProvider has the clientIds ${list}, which do not include the audience ${JSON.stringify(audience)}. ` +
      'Add the audience to clientIds where the provider is created, or set audience to one of them. ' +
      '[cdk-secure-repository:oidc-provider-audience]';
    expect(() => publisher({ oidcProvider: make(stack, 'None', URL, []) })).toThrow(`Shop/Publisher: ${problem('[]', AUDIENCES[0])}`);
    const oidcProvider = make(stack, 'Listed', URL);
    expect(() => publisher({ oidcProvider, audience: 'x' }, 'Second')).toThrow(`Shop/Second: ${problem('["sts.amazonaws.com"]', 'x')}`);
  });

  test.each([
    ['the L1', (stack: Stack) => new iam.CfnOIDCProvider(stack, 'GitHub', { url: URL })],
    ['the L2', (stack: Stack) => new iam.OidcProviderNative(stack, 'GitHub', { url: URL })],
    ['the L2 with a custom resource', (stack: Stack) => new iam.OpenIdConnectProvider(stack, 'GitHub', { url: URL })],
  ])('are none without clientIds: %s', (_name, make) => {
    const { stack, publisher } = shop();
    expect(() => publisher({ oidcProvider: make(stack) })).toThrow(
      'oidcProvider has the clientIds [], which do not include the audience "sts.amazonaws.com".',
    );
  });
});

describe('a provider that is changed after its construction', () => {
  const overridden = (stack: Stack, property: string, value: unknown) => {
    const provider = new iam.OidcProviderNative(stack, 'GitHub', { url: URL, clientIds: AUDIENCES });
    (provider.node.defaultChild as iam.CfnOIDCProvider).addPropertyOverride(property, value);
    return provider;
  };

  test('is checked by the audiences of an override', () => {
    const { stack, publisher } = shop();
    expect(() => publisher({ oidcProvider: overridden(stack, 'ClientIdList', ['x']) })).toThrow('oidcProvider has the clientIds ["x"]');
  });

  test('is checked by the URL of an override', () => {
    const { stack, publisher } = shop();
    expect(() => publisher({ oidcProvider: overridden(stack, 'Url', 'https://gitlab.com') })).toThrow(
      'oidcProvider is the provider for "https://gitlab.com"',
    );
  });

  test('may have an audience that is not known before the deployment', () => {
    const { stack, publisher } = shop();
    expect(() => publisher({ oidcProvider: overridden(stack, 'ClientIdList', ['x', { Ref: 'Audience' }]) })).not.toThrow();
  });
});

test('a second provider is found whichever construct creates it', () => {
  const { stack, publisher } = shop();
  new CfnResource(stack, 'Plain', { type: 'AWS::IAM::OIDCProvider', properties: { Url: URL } });
  expect(() => publisher()).toThrow(`Shop/Publisher: the app has another provider for ${URL} in this account (Shop/Plain)`);
});

describe('bad input', () => {
  const problem = (path: string) =>
    `the app has another provider for ${URL} in this account (${path}), but IAM accepts one per URL. ` +
    'Pass that provider as oidcProvider; the provider of a publisher is publisher.oidcProvider. ' +
    '[cdk-secure-repository:oidc-provider-duplicate]';

  test.each([
    ['one account', ENV],
    ['stacks without an env, which count as one account', {}],
  ])('a second publisher without oidcProvider in %s', (_name, env) => {
    const { publisher } = shop(env);
    publisher();
    expect(() => publisher({}, 'Second')).toThrow(`Shop/Second: ${problem('Shop/Publisher/OidcProvider')}`);
  });

  test.each(MADE)('a provider that is created before the publisher: %s', (_name, make) => {
    const { stack, publisher } = shop();
    make(stack, 'Early', URL);
    expect(() => publisher()).toThrow(`Shop/Publisher: ${problem('Shop/Early')}`);
  });

  test.each(MADE)('a provider that is created after the publisher: %s', (_name, make) => {
    const { stack, publisher } = shop();
    publisher();
    make(stack, 'Late', URL);
    expect(() => Template.fromStack(stack)).toThrow(`[Shop/Publisher] ${problem('Shop/Late')}`);
  });

  test.each(MADE)('a provider of the app for another issuer: %s', (_name, make) => {
    const { stack, publisher } = shop();
    expect(() => publisher({ oidcProvider: make(stack, 'GitLab', 'https://gitlab.com') })).toThrow(
      `Shop/Publisher: oidcProvider is the provider for "https://gitlab.com", but must be the one for "${URL}". ` +
        'Pass that provider, or correct the issuer of the publisher. [cdk-secure-repository:oidc-provider]',
    );
  });

  test.each([
    ['an import', imported],
    ['an import as the L2 with a custom resource', openIdConnect],
  ])('an ARN for another issuer: %s', (_name, existing) => {
    const { stack, publisher } = shop();
    const arn = 'arn:aws:iam::111122223333:oidc-provider/gitlab.com';
    expect(() => publisher({ oidcProvider: existing(stack, arn) })).toThrow(
      `Shop/Publisher: oidcProvider is "${arn}", but must be the provider for ${URL}, ` +
        `whose ARN ends in oidc-provider/${ISSUER}. Pass that provider, or correct the issuer of the publisher. [cdk-secure-repository:oidc-provider]`,
    );
  });

  test('a second publisher in another stage, in the same account', () => {
    const app = new App();
    publisherInStage(app, 'Testing', ENV);
    expect(() => publisherInStage(app, 'Production', ENV)).toThrow(
      `Production/Shop/Publisher: the app has another provider for ${URL} in this account (Testing/Shop/Publisher/OidcProvider), but ` +
        `IAM accepts one per URL. Import it by its ARN, which ends in 111122223333:oidc-provider/${ISSUER}, with ` +
        'iam.OidcProviderNative.fromOidcProviderArn, because references do not cross Stages. [cdk-secure-repository:oidc-provider-duplicate]',
    );
  });

  test.each([
    [`${PROVIDER}`, `${JSON.stringify(PROVIDER)}`, PROVIDER],
    [
      { oidcProviderRef: { oidcProviderArn: PROVIDER } },
      `{"oidcProviderRef":{"oidcProviderArn":"${PROVIDER}"}}`,
      `arn:aws:iam::ACCOUNT:oidc-provider/${ISSUER}`,
    ],
    [{ url: URL }, `{"url":"${URL}"}`, `arn:aws:iam::ACCOUNT:oidc-provider/${ISSUER}`],
  ])('a value that is not a provider: %#', (oidcProvider: unknown, given, arn) => {
    expect(() => shop().publisher({ oidcProvider: oidcProvider as iam.IOIDCProviderRef })).toThrow(
      `Shop/Publisher: oidcProvider is ${given}, but must be a provider. ` +
        `Use iam.OidcProviderNative.fromOidcProviderArn(this, 'Provider', "${arn}"), for example. [cdk-secure-repository:oidc-provider]`,
    );
  });

  test.each(MADE)('a provider of the app in another account: %s', (_name, make) => {
    const { stack, publisher } = shop();
    const other = new Stack(stack.node.root as App, 'Other', { env: { ...ENV, account: '444455556666' } });
    expect(() => publisher({ oidcProvider: make(other, 'GitHub', URL) })).toThrow(
      'Shop/Publisher: oidcProvider is in account 444455556666, but a role trusts only providers of its own account (111122223333). ' +
        'Pass a provider of that account. [cdk-secure-repository:oidc-provider]',
    );
  });

  test('a provider of another stage', () => {
    const app = new App();
    const other = new Stack(new Stage(app, 'Testing'), 'Shop', { env: ENV });
    const oidcProvider = new iam.OidcProviderNative(other, 'GitHub', { url: URL, clientIds: AUDIENCES });
    const stack = new Stack(new Stage(app, 'Production'), 'Shop', { env: ENV });
    const publish = (provider: iam.IOIDCProviderRef, id: string) =>
      new GitHubPublisher(stack, id, { repositories: [], subjects: [GitHubSubject.branch('o/r', 'main')], oidcProvider: provider });
    expect(() => publish(oidcProvider, 'Publisher')).toThrow(
      'Production/Shop/Publisher: oidcProvider is the construct Testing/Shop/GitHub of another Stage, but references do not cross Stages. Import it by ' +
        `its ARN, which ends in 111122223333:oidc-provider/${ISSUER}, with iam.OidcProviderNative.fromOidcProviderArn. [cdk-secure-repository:oidc-provider]`,
    );
    expect(() => publish(imported(other, PROVIDER), 'ByArn')).not.toThrow();
  });

  test.each([
    [`arn:aws-cn:iam::111122223333:oidc-provider/${ISSUER}`, 'eu-west-1', 'aws', '111122223333'],
    [PROVIDER, 'cn-north-1', 'aws-cn', '111122223333'],
    [PROVIDER, 'us-gov-west-1', 'aws-us-gov', '111122223333'],
    [`arn:aws:sts::111122223333:oidc-provider/${ISSUER}`, undefined, 'aws', '111122223333'],
    [`arn:aws:iam::ACCOUNT:oidc-provider/${ISSUER}`, undefined, 'aws', '111122223333'],
  ])('the ARN %s in the Region %s', (arn, region, partition, account) => {
    const { stack, publisher } = shop(region === undefined ? {} : { ...ENV, region });
    expect(() => publisher({ oidcProvider: imported(stack, arn) })).toThrow(
      `Shop/Publisher: oidcProvider is "${arn}", but must be an ARN of IAM with 12 digits as the account in the partition ${partition}. Use ` +
        `"arn:${partition}:iam::${account}:oidc-provider/${ISSUER}", for example. [cdk-secure-repository:oidc-provider]`,
    );
  });

  test('a publisher in place of its provider', () => {
    const { publisher } = shop();
    const first = publisher() as unknown as iam.IOIDCProviderRef;
    expect(() => publisher({ oidcProvider: first }, 'Second')).toThrow(
      'Shop/Second: oidcProvider is the construct Shop/Publisher, but must be a provider. Pass the oidcProvider of that publisher. ' +
        '[cdk-secure-repository:oidc-provider]',
    );
  });

  test('an ARN of another account', () => {
    const { stack, publisher } = shop();
    const arn = `arn:aws:iam::444455556666:oidc-provider/${ISSUER}`;
    expect(() => publisher({ oidcProvider: imported(stack, arn) })).toThrow(
      'Shop/Publisher: oidcProvider is in account 444455556666, but a role trusts only providers of its own account (111122223333). ' +
        'Pass a provider of that account. [cdk-secure-repository:oidc-provider]',
    );
  });
});

function openIdConnect(stack: Stack, arn: string): iam.IOIDCProviderRef {
  return iam.OpenIdConnectProvider.fromOpenIdConnectProviderArn(stack, 'Existing', arn);
}
