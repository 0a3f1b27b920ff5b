import { App, aws_ecr as ecr, aws_iam as iam, Duration, Fn, PhysicalName, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { GitHubPublisher, GitHubPublisherProps, GitHubSubject, RepositoryAccess, SecureRepository } from '../../src/index';
import { warningsOf } from '../fixtures/reported';

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

  test('the scheme of the issuer may be in capitals', () => {
    const { stack, publisher } = shop();
    publisher({ issuerUrl: 'HTTPS://github.acme.example/_services/token' });
    expect(Object.keys(trust(stack)[0].Condition.StringEquals)).toContain('github.acme.example/_services/token:sub');
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::OIDCProvider', { Url: 'https://github.acme.example/_services/token' });
  });

  test.each([
    [20, false],
    [60, true],
  ])('of %i subjects warns when it is longer than IAM accepts by default: %s', (count, warns) => {
    const { stack, publisher } = shop();
    const subjects = Array.from({ length: count }, (_, n) => GitHubSubject.branch('my-org/my-application', `a-branch-${n + 10}`));
    publisher({ oidcProvider: providerOf(stack), subjects });
    const size = JSON.stringify({ Statement: trust(stack), Version: '2012-10-17' }).length;
    expect(size > 2048).toBe(warns);
    const warning =
      `/Shop/Publisher the trust policy has at least ${size} characters, but IAM accepts 2048 unless the quota of the account was raised. ` +
      'Divide the subjects among several publishers, or combine several subjects into one with *. ' +
      '[ack: cdk-secure-repository:long-trust-policy]';
    expect(warningsOf(stack)).toEqual(warns ? [warning] : []);
  });

  test('a session lasts at most an hour, unless set', () => {
    const { stack, publisher } = shop();
    publisher();
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { MaxSessionDuration: 3600 });
  });

  test('the role accepts a name, a longer session and a permissions boundary', () => {
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

  test('it may pull with pull: true', () => {
    const { stack, publisher } = shop();
    publisher({ pull: true });
    expect(allowedActions(stack)).toEqual([...PUSH, 'ecr:GetDownloadUrlForLayer', LOGIN].sort());
  });

  test('it may push to each of its repositories', () => {
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

  describe('on a repository of another account', () => {
    const ARN = 'arn:aws:ecr:eu-west-1:444455556666:repository/shop/api';

    test('an imported one is refused, with the statement to add there', () => {
      const { stack, publisher } = shop();
      const repositories = [ecr.Repository.fromRepositoryArn(stack, 'Foreign', ARN)];
      const statement = {
        Action: PUSH,
        Condition: { ArnEquals: { 'aws:PrincipalArn': ['arn:aws:iam::111122223333:role/publisher'] } },
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:root' },
      };
      expect(() => publisher({ repositories, roleName: 'publisher' })).toThrow(
        `Add the statement ${JSON.stringify(statement)} where the policy is managed. Then set externalRepositoryPolicy to true, in ` +
          'RepositoryAccess.of(repository, { externalRepositoryPolicy: true }) or on the GitHubPublisher, so that the grant writes the rest.',
      );
    });

    test.each([
      [undefined, 'undefined'],
      [PhysicalName.GENERATE_IF_NEEDED, 'a token'],
    ])('an imported one needs a role that it can name: %#', (roleName, given) => {
      const { stack, publisher } = shop();
      const repositories = [ecr.Repository.fromRepositoryArn(stack, 'Foreign', ARN)];
      expect(() => publisher({ repositories, roleName })).toThrow(
        `Shop/Publisher: roleName is ${given}, but the policy of Shop/Foreign, which is imported from account 444455556666, ` +
          'must name the role. Set roleName to a literal name. [cdk-secure-repository:publisher-role-name]',
      );
    });

    test('an imported one whose policy allows it has the identity side written', () => {
      const { stack, publisher } = shop();
      const repositories = [ecr.Repository.fromRepositoryArn(stack, 'Foreign', ARN)];
      publisher({ repositories, externalRepositoryPolicy: true });
      const pushing = Match.objectLike({ Action: PUSH, Resource: ARN });
      Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: [pushing] } });
    });

    test('one of the app has both sides written, with and without externalRepositoryPolicy', () => {
      const { stack, publisher } = shop();
      const other = new Stack(stack.node.root as App, 'Other', { env: { ...ENV, account: '444455556666' } });
      const repositories = [new SecureRepository(other, 'Api', { repositoryName: 'shop/api' })];
      publisher({ repositories, externalRepositoryPolicy: true, roleName: 'publisher' });
      const pushing = Match.objectLike({ Action: PUSH, Principal: { AWS: Match.anyValue() } });
      Template.fromStack(other).hasResourceProperties('AWS::ECR::Repository', { RepositoryPolicyText: { Statement: [pushing] } });
    });
  });
});

test('cdk-nag reports nothing, except a wildcard of the user', () => {
  const { stack, publisher } = shop();
  const { role } = publisher();
  expect(new AwsSolutionsChecks().validateScope(stack).violations).toEqual([]);
  role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
  expect(new AwsSolutionsChecks().validateScope(stack).violations).toHaveLength(1);
});

describe('bad input', () => {
  test('no repositories and no grant', () => {
    const { stack, publisher } = shop();
    publisher({ repositories: [] });
    expect(warningsOf(stack)).toEqual([
      '/Shop/Publisher repositories is empty, and nothing was granted to the publisher, so its pipelines can do nothing. Pass the repositories that the pipelines push ' +
        "to, or grant to the publisher, as in registry.grantCreateOnPush(publisher, 'team-a/'). [ack: cdk-secure-repository:publisher-without-grant]",
    ]);
  });

  test.each<[string, (publisher: GitHubPublisher, repository: SecureRepository) => void]>([
    ['the publisher', (publisher, repository) => void repository.grantPush(publisher)],
    ['its role', ({ role }, repository) => void repository.grantPush(role)],
  ])('no repositories is possible with a grant to %s', (_name, grant) => {
    const { stack, publisher, repository } = shop();
    grant(publisher({ repositories: [] }), repository);
    expect(warningsOf(stack)).toEqual([]);
    expect(allowedActions(stack)).toEqual([...PUSH, LOGIN].sort());
  });

  test('no list of repositories', () => {
    expect(() => shop().publisher({ repositories: undefined })).toThrow(
      'Shop/Publisher: repositories is undefined, but must be a list. Pass the repositories that the pipelines push to. ' +
        '[cdk-secure-repository:github-publisher]',
    );
  });

  test('no subjects', () => {
    expect(() => shop().publisher({ subjects: [] })).toThrow(
      'Shop/Publisher: subjects is [], but must be a list with at least one GitHubSubject. ' +
        "Use [GitHubSubject.branch('my-org@123456/my-app@456789', 'main')], for example. [cdk-secure-repository:github-publisher]",
    );
  });

  test('a subject that is text', () => {
    const subjects = ['repo:my-org/my-app:*'] as unknown as GitHubSubject[];
    expect(() => shop().publisher({ subjects })).toThrow(
      `Shop/Publisher: subjects[0] is "repo:my-org/my-app:*", but must be a GitHubSubject. ` +
        "Use GitHubSubject.branch('my-org@123456/my-app@456789', 'main'), for example. [cdk-secure-repository:github-publisher]",
    );
  });

  test.each(['http://github.acme.example', 'github.acme.example', 'https://github.acme.example:8443', 'https://github.acme.example/'])(
    'the issuer %s',
    (issuerUrl) => {
      expect(() => shop().publisher({ issuerUrl })).toThrow(
        `Shop/Publisher: issuerUrl is ${JSON.stringify(issuerUrl)}, but must be an https URL without port, query or trailing slash. ` +
          'Use "https://HOSTNAME/_services/token" for GitHub Enterprise Server, or omit issuerUrl for GitHub.com. ' +
          '[cdk-secure-repository:oidc-issuer-url]',
      );
    },
  );

  test.each([
    ['https://github.acme.example', 'Use "https://github.acme.example/_services/token"'],
    ['https://github.acme.example/token', 'Use "https://github.acme.example/_services/token"'],
    ['https://acme.ghe.com', 'Use "https://token.actions.acme.ghe.com"'],
    ['https://github.com', 'Omit issuerUrl'],
  ])('the issuer %s, which issues no tokens, is a warning', (issuerUrl, remedy) => {
    const { stack, publisher } = shop();
    publisher({ issuerUrl });
    expect(warningsOf(stack)).toEqual([
      `/Shop/Publisher issuerUrl is "${issuerUrl}", which has none of the forms that GitHub documents for the issuer of its tokens. ${remedy}, or ` +
        'acknowledge the warning if the claim iss of a token is this URL. [ack: cdk-secure-repository:github-issuer]',
    ]);
  });

  test('the issuer of another system', () => {
    expect(() => shop().publisher({ issuerUrl: 'https://gitlab.com' })).toThrow(
      'Shop/Publisher: issuerUrl is "https://gitlab.com", whose tokens match no subject of GitHubPublisher, but must be an issuer of its system. ' +
        'Use GitLabPublisher, or correct issuerUrl. [cdk-secure-repository:github-publisher]',
    );
  });

  test('an audience that is empty', () => {
    expect(() => shop().publisher({ audience: '' })).toThrow(
      'Shop/Publisher: audience is "", but must not be empty. Omit audience for "sts.amazonaws.com", or pass the audience that the pipelines request. ' +
        '[cdk-secure-repository:github-publisher]',
    );
  });

  test.each([
    ['a/b', '"a/b"', `fromRepositoryName(this, 'Repository', "a/b")`],
    ['arn:aws:ecr:::repository/a', '"arn:aws:ecr:::repository/a"', `fromRepositoryArn(this, 'Repository', "arn:aws:ecr:::repository/a")`],
    [undefined, 'undefined', `fromRepositoryName(this, 'Repository', "my-app")`],
    [new Stack(new App(), 'Any'), 'the construct Any', `fromRepositoryName(this, 'Repository', "my-app")`],
  ])('a value that is not a repository: %#', (repository: unknown, given, remedy) => {
    expect(() => shop().publisher({ repositories: [repository as ecr.IRepository] })).toThrow(
      `Shop/Publisher: repositories[0] is ${given}, but an ecr.IRepository is required. Use ecr.Repository.${remedy}, for example.`,
    );
  });

  test.each([
    [{ repositories: 'a/b' }, 'repositories is "a/b", but must be a list.'],
    [{ subjects: MAIN }, 'subjects is a GitHubSubject, but must be a list with at least one GitHubSubject.'],
    [{ subjects: [null] }, 'subjects[0] is null, but must be a GitHubSubject.'],
  ])('a value that is not a list, or has a hole: %#', (props: object, problem) => {
    expect(() => shop().publisher(props)).toThrow(`Shop/Publisher: ${problem}`);
  });

  test('an issuer that is a token', () => {
    expect(() => shop().publisher({ issuerUrl: Fn.importValue('Issuer') })).toThrow(
      'Shop/Publisher: issuerUrl is a token, but must be a literal URL, because the names of condition keys contain it. ' +
        'Use the literal URL of the issuer. [cdk-secure-repository:oidc-issuer-url]',
    );
  });
});
