import { App, aws_ecr as ecr, aws_iam as iam, Duration, Fn, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { GitHubPublisher, GitHubPublisherProps, GitHubSubject, RepositoryAccess, SecureRepository } from '../../src/index';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const ISSUER = 'token.actions.githubusercontent.com';
const PROVIDER = `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`;
const MAIN = GitHubSubject.branch('my-org/my-app', 'main');
const LOGIN = 'ecr:GetAuthorizationToken';
const PUSH = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:CompleteLayerUpload',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
];

function shop(env: { account?: string; region?: string } = ENV) {
  const stack = new Stack(new App(), 'Shop', { env });
  const repository = new SecureRepository(stack, 'Api', { repositoryName: 'shop/api' });
  const publisher = (props: Partial<GitHubPublisherProps> = {}, id = 'Publisher') =>
    new GitHubPublisher(stack, id, { repositories: [repository], subjects: [MAIN], ...props });
  return { stack, repository, publisher };
}

function providerOf(stack: Stack, arn = PROVIDER): iam.IOIDCProviderRef {
  return iam.OidcProviderNative.fromOidcProviderArn(stack, 'Existing', arn);
}

/** The statements of the trust policy of the publisher's role. */
function trust(stack: Stack) {
  const properties = { Description: 'Pushes images from GitHub Actions' };
  const [role] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role', { Properties: properties }));
  return role.Properties.AssumeRolePolicyDocument.Statement;
}

/** The actions that the policies of the stack allow, sorted. */
function allowedActions(stack: Stack): string[] {
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  return policies
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement.flatMap(({ Action }: { Action: string }) => Action))
    .sort();
}

describe('the trust', () => {
  test('an exact subject is compared as it is', () => {
    const { stack, publisher } = shop();
    publisher({ oidcProvider: providerOf(stack) });
    expect(trust(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: PROVIDER },
        Condition: {
          StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com', [`${ISSUER}:sub`]: ['repo:my-org/my-app:ref:refs/heads/main'] },
        },
      },
    ]);
  });

  test('exact subjects and patterns have a statement each, both with the audience', () => {
    const { stack, publisher } = shop();
    publisher({ subjects: [GitHubSubject.tag('my-org/my-app', 'v*'), MAIN, MAIN] });
    expect(trust(stack).map(({ Condition: condition }: { Condition: object }) => condition)).toEqual([
      { StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com', [`${ISSUER}:sub`]: ['repo:my-org/my-app:ref:refs/heads/main'] } },
      {
        StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com' },
        StringLike: { [`${ISSUER}:sub`]: ['repo:my-org/my-app:ref:refs/tags/v*'] },
      },
    ]);
  });

  test('an Enterprise Server is trusted by its own issuer and audience', () => {
    const { stack, publisher } = shop();
    publisher({ issuerUrl: 'https://github.acme.example/_services/token', audience: 'https://github.acme.example/my-org' });
    const [{ Condition: condition }] = trust(stack);
    expect(Object.keys(condition.StringEquals)).toEqual([
      'github.acme.example/_services/token:aud',
      'github.acme.example/_services/token:sub',
    ]);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::OIDCProvider', {
      Url: 'https://github.acme.example/_services/token',
      ClientIdList: ['https://github.acme.example/my-org'],
    });
  });

  test('a session lasts at most an hour, unless set', () => {
    const { stack, publisher } = shop();
    publisher();
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { MaxSessionDuration: 3600 });
  });

  test('the role takes what a company asks of every role', () => {
    const { stack, publisher } = shop();
    const permissionsBoundary = iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', 'arn:aws:iam::111122223333:policy/boundary');
    publisher({ roleName: 'publisher', maxSessionDuration: Duration.hours(2), permissionsBoundary });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
      RoleName: 'publisher',
      MaxSessionDuration: 7200,
      PermissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary',
    });
  });
});

describe('the permissions', () => {
  test('it may log in and push, and nothing else', () => {
    const { stack, publisher } = shop();
    publisher();
    expect(allowedActions(stack)).toEqual([...PUSH, LOGIN].sort());
  });

  test('it may pull when it is asked for', () => {
    const { stack, publisher } = shop();
    publisher({ pull: true });
    expect(allowedActions(stack)).toEqual([...PUSH, 'ecr:GetDownloadUrlForLayer', LOGIN].sort());
  });

  test('it may push to each repository given', () => {
    const { stack, repository, publisher } = shop();
    const plain = new ecr.Repository(stack, 'Web', { repositoryName: 'shop/web' });
    publisher({ repositories: [repository, plain] });
    const pushing = Match.objectLike({ Action: Match.arrayWith(['ecr:PutImage']), Resource: [Match.anyValue(), Match.anyValue()] });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: Match.arrayWith([pushing]) } });
  });

  test('it is a grantee: it may read the findings when that is granted', () => {
    const { stack, repository, publisher } = shop();
    RepositoryAccess.of(repository).grantReadFindings(publisher());
    expect(allowedActions(stack)).toContain('ecr:DescribeImageScanFindings');
  });

  test('a repository of another account says what to add there', () => {
    const { stack, publisher } = shop();
    const foreign = ecr.Repository.fromRepositoryArn(stack, 'Foreign', 'arn:aws:ecr:eu-west-1:444455556666:repository/shop/api');
    expect(() => publisher({ repositories: [foreign] })).toThrow(/repositoryPolicyElsewhere/);
  });
});

test('cdk-nag has nothing to say about it, and still reports a wildcard of the user', () => {
  const { stack, publisher } = shop();
  const { role } = publisher();
  expect(new AwsSolutionsChecks().validateScope(stack).violations).toEqual([]);
  role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
  expect(new AwsSolutionsChecks().validateScope(stack).violations).toHaveLength(1);
});

describe('the provider', () => {
  test('a new one is made for the issuer and the audience', () => {
    const { stack, publisher } = shop();
    publisher();
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::OIDCProvider', {
      Url: `https://${ISSUER}`,
      ClientIdList: ['sts.amazonaws.com'],
    });
  });

  test('a second publisher may take the provider of the first', () => {
    const { stack, publisher } = shop();
    publisher({ oidcProvider: publisher().oidcProvider }, 'Second');
    Template.fromStack(stack).resourceCountIs('AWS::IAM::OIDCProvider', 1);
  });

  test.each([
    ['the L1', (stack: Stack) => new iam.CfnOIDCProvider(stack, 'Own', { url: `https://${ISSUER}` })],
    ['the L2 with a custom resource', (stack: Stack) => new iam.OpenIdConnectProvider(stack, 'Own', { url: `https://${ISSUER}` })],
    ['one whose ARN is a token', (stack: Stack) => providerOf(stack, Fn.importValue('Provider'))],
  ])('%s is taken as it is', (_name, provider) => {
    const { stack, publisher } = shop();
    const own = provider(stack);
    publisher({ oidcProvider: own });
    expect(trust(stack)[0].Principal.Federated).toEqual(stack.resolve(own.oidcProviderRef.oidcProviderArn));
  });

  test('the same provider in another account is no second one', () => {
    const { stack, publisher } = shop();
    const other = new Stack(stack.node.root as App, 'Other', { env: { ...ENV, account: '444455556666' } });
    new iam.OidcProviderNative(other, 'GitHub', { url: `https://${ISSUER}` });
    expect(() => publisher()).not.toThrow();
  });

  test('another issuer is no second one', () => {
    const { publisher } = shop();
    publisher();
    expect(() => publisher({ issuerUrl: 'https://token.actions.acme.ghe.com' }, 'Second')).not.toThrow();
  });
});

describe('bad input', () => {
  const problem = (path: string) =>
    `the app has another provider for https://${ISSUER} in this account, ${path}, and IAM takes one only: pass that one as oidcProvider`;

  test('a second provider for the same URL', () => {
    const { publisher } = shop();
    publisher();
    expect(() => publisher({}, 'Second')).toThrow(`Shop/Second: ${problem('Shop/Publisher/OidcProvider/Resource')}`);
  });

  test('a second provider in stacks without an env, which are taken for one account', () => {
    const { publisher } = shop({});
    publisher();
    expect(() => publisher({}, 'Second')).toThrow(`Shop/Second: ${problem('Shop/Publisher/OidcProvider/Resource')}`);
  });

  test('a second provider that is made after the publisher', () => {
    const { stack, publisher } = shop();
    publisher();
    new iam.OidcProviderNative(stack, 'Late', { url: `https://${ISSUER}` });
    expect(() => Template.fromStack(stack)).toThrow(problem('Shop/Late/Resource'));
  });

  test('no repositories', () => {
    expect(() => shop().publisher({ repositories: [] })).toThrow(
      'Shop/Publisher: repositories is [], expected at least one: name the repositories that the workflows push to',
    );
  });

  test('no subjects', () => {
    expect(() => shop().publisher({ subjects: [] })).toThrow(
      "Shop/Publisher: subjects is [], expected at least one: write GitHubSubject.branch('my-org/my-app', 'main'), for example",
    );
  });

  test('a provider for another issuer', () => {
    const { stack, publisher } = shop();
    const arn = 'arn:aws:iam::111122223333:oidc-provider/gitlab.com';
    expect(() => publisher({ oidcProvider: providerOf(stack, arn) })).toThrow(
      `Shop/Publisher: oidcProvider is "${arn}", expected the ARN of the provider for https://${ISSUER}, ` +
        `which ends in oidc-provider/${ISSUER}: pass that one, or set issuerUrl`,
    );
  });

  test('a provider of another account', () => {
    const { stack, publisher } = shop();
    const arn = `arn:aws:iam::444455556666:oidc-provider/${ISSUER}`;
    expect(() => publisher({ oidcProvider: providerOf(stack, arn) })).toThrow(
      'Shop/Publisher: oidcProvider is in account 444455556666, expected 111122223333, the account of the role: ' +
        'a role trusts providers of its own account only, so pass one of that account',
    );
  });

  test.each(['http://github.acme.example', 'github.acme.example', 'https://github.acme.example:8443', 'https://github.acme.example/'])(
    'the issuer %s',
    (issuerUrl) => {
      expect(() => shop().publisher({ issuerUrl })).toThrow(
        `Shop/Publisher: issuerUrl is ${JSON.stringify(issuerUrl)}, expected an https URL without port, query or slash at the end: ` +
          'write "https://HOSTNAME/_services/token" for GitHub Enterprise Server, or leave it out for GitHub.com',
      );
    },
  );

  test('an issuer that is a token', () => {
    expect(() => shop().publisher({ issuerUrl: Fn.importValue('Issuer') })).toThrow(
      'Shop/Publisher: issuerUrl is a token, expected text: it is part of the names of condition keys, so write the URL out',
    );
  });
});
