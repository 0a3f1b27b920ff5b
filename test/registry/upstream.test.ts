import { App, Aspects, Aws, CfnParameter, CfnResource, NestedStack, SecretValue, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { SecureRegistry, Upstream } from '../../src';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:ecr-pullthroughcache/hub-AbCdEf';
const NAME = 'ecr-pullthroughcache/hub';
const CREDENTIAL = { username: SecretValue.unsafePlainText('me'), accessToken: SecretValue.ssmSecure('/token') };

function platform(env: { readonly account?: string; readonly region?: string } = ENV) {
  const app = new App();
  const stack = new Stack(app, 'Platform', { env });
  return { app, stack, registry: new SecureRegistry(stack, 'Registry') };
}

/** The properties of the cache of an upstream. */
function cacheOf(upstream: (scope: Stack) => Upstream, env?: { readonly account?: string; readonly region?: string }) {
  const { stack, registry } = platform(env);
  registry.addPullThroughCache('Cache', { upstream: upstream(stack), prefix: 'cache' });
  const [rule] = Object.values(Template.fromStack(stack).findResources('AWS::ECR::PullThroughCacheRule'));
  return (rule as { Properties: { [property: string]: unknown } }).Properties;
}

describe('each upstream has its name, its URL, and a credential only if it requires one', () => {
  const secret = (scope: Stack) => secretsmanager.Secret.fromSecretCompleteArn(scope, 'Secret', ARN);
  test.each<[string, string, (scope: Stack) => Upstream]>([
    ['docker-hub', 'registry-1.docker.io', (scope) => Upstream.dockerHub(secret(scope))],
    ['github-container-registry', 'ghcr.io', (scope) => Upstream.github(secret(scope))],
    ['gitlab-container-registry', 'registry.gitlab.com', (scope) => Upstream.gitlab(secret(scope))],
    ['azure-container-registry', 'contoso.azurecr.io', (scope) => Upstream.azure('contoso', secret(scope))],
    ['chainguard', 'cgr.dev', (scope) => Upstream.chainguard(secret(scope))],
  ])('%s, %s, with a credential', (registry, url, upstream) => {
    expect(cacheOf(upstream)).toEqual({
      EcrRepositoryPrefix: 'cache',
      UpstreamRegistry: registry,
      UpstreamRegistryUrl: url,
      CredentialArn: ARN,
    });
  });

  test.each<[string, string, () => Upstream]>([
    ['ecr-public', 'public.ecr.aws', () => Upstream.ecrPublic()],
    ['quay', 'quay.io', () => Upstream.quay()],
    ['k8s', 'registry.k8s.io', () => Upstream.kubernetes()],
    ['ecr', '111122223333.dkr.ecr.us-east-1.amazonaws.com', () => Upstream.ecr('111122223333', 'us-east-1')],
  ])('%s, %s, without one', (registry, url, upstream) => {
    expect(cacheOf(upstream)).toEqual({ EcrRepositoryPrefix: 'cache', UpstreamRegistry: registry, UpstreamRegistryUrl: url });
  });
});

describe('arguments that are no upstream', () => {
  const secret = () => secretsmanager.Secret.fromSecretCompleteArn(new Stack(), 'Secret', ARN);
  test.each<[string, () => unknown, string]>([
    [
      'no secret',
      () => Upstream.dockerHub(undefined as never),
      'Upstream.dockerHub(secret): secret is undefined, but must be a secret with the credential.',
    ],
    ['an ARN', () => Upstream.github(ARN as never), `Upstream.github(secret): secret is "${ARN}", but must be a secret`],
    ['a role', () => Upstream.gitlab({ roleArn: 'x' } as never), 'Upstream.gitlab(secret): secret is {"roleArn":"x"}, but must be'],
    [
      'an object with the members of a secret',
      () => Upstream.gitlab({ secretArn: 'x' } as never),
      'Upstream.gitlab(secret): secret is {"secretArn":"x"}, but must be',
    ],
    ['null', () => Upstream.chainguard(null as never), 'Upstream.chainguard(secret): secret is null, but must be'],
    [
      'no secret for Azure',
      () => Upstream.azure('contoso', undefined as never),
      'Upstream.azure(registryName, secret): secret is undefined, but must be',
    ],
    [
      'a host for Azure',
      () => Upstream.azure('contoso.azurecr.io', secret()),
      'registryName is "contoso.azurecr.io", but must be the name of a registry: lowercase letters and digits, with single hyphens between them. Pass "contoso".',
    ],
    ['a URL for Azure', () => Upstream.azure('https://Contoso.azurecr.io/x', secret()), 'Pass "contoso".'],
    [
      'capitals for Azure',
      () => Upstream.azure('Contoso', secret()),
      'registryName is "Contoso", but must be the name of a registry: lowercase letters and digits, with single hyphens between them. Pass "contoso".',
    ],
    [
      'no name for Azure',
      () => Upstream.azure('', secret()),
      'registryName is "", but must be the name of a registry: lowercase letters and digits, with single hyphens between them. Pass the name before ".azurecr.io".',
    ],
    ['a number for Azure', () => Upstream.azure(1 as never, secret()), 'registryName is 1, but must be a string.'],
    [
      'a short account',
      () => Upstream.ecr('123', 'eu-west-1'),
      'Upstream.ecr(account, region, role): account is "123", but must be a 12-digit account ID. Pass all 12 digits as text.',
    ],
    ['a number for the account', () => Upstream.ecr(111122223333 as never, 'eu-west-1'), 'account is 111122223333, but must be a string.'],
    [
      'a name for the Region',
      () => Upstream.ecr('111122223333', 'Ireland'),
      'region is "Ireland", but must be the code of a Region. Pass a code such as "eu-central-1".',
    ],
    ['an ARN for the role', () => Upstream.ecr('111122223333', 'eu-west-1', 'arn' as never), 'role is "arn", but must be a role.'],
  ])('%s', (_case, create, message) => {
    expect(create).toThrow(message);
  });

  test('an object that is no upstream', () => {
    const { registry } = platform();
    expect(() => registry.addPullThroughCache('Cache', { upstream: 'docker-hub' as never, prefix: 'cache' })).toThrow(
      'Platform/Registry/Cache: upstream is "docker-hub", but must be an Upstream. Use Upstream.ecrPublic(), for example. [cdk-secure-repository:upstream]',
    );
  });

  test('an unknown name and an unknown account are not judged', () => {
    const properties = cacheOf((scope) => {
      const account = new CfnParameter(scope, 'Account').valueAsString;
      return Upstream.ecr(account, Aws.REGION);
    });
    expect(properties.UpstreamRegistryUrl).toEqual({
      'Fn::Join': ['', [{ Ref: 'Account' }, '.dkr.ecr.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]],
    });
    expect(
      cacheOf((scope) =>
        Upstream.azure(new CfnParameter(scope, 'Name').valueAsString, secretsmanager.Secret.fromSecretCompleteArn(scope, 'Secret', ARN)),
      ).UpstreamRegistryUrl,
    ).toEqual({ 'Fn::Join': ['', [{ Ref: 'Name' }, '.azurecr.io']] });
  });
});

describe('the secret', () => {
  const add = (secret: (scope: Stack) => secretsmanager.ISecret, env?: { readonly account?: string; readonly region?: string }) => {
    const { app, stack, registry } = platform(env);
    const cache = registry.addPullThroughCache('Cache', { upstream: Upstream.dockerHub(secret(stack)), prefix: 'cache' });
    return { app, stack, cache };
  };
  const owned = (props: secretsmanager.SecretProps) => (scope: Stack) =>
    new secretsmanager.Secret(scope, 'Secret', { secretName: NAME, secretObjectValue: CREDENTIAL, ...props });

  test.each<[string, (scope: Stack) => secretsmanager.ISecret, string]>([
    [
      'a generated name',
      owned({ secretName: undefined }),
      'the secret Platform/Secret has a generated name, but Amazon ECR requires a name that begins with "ecr-pullthroughcache/". Set secretName, such as "ecr-pullthroughcache/docker-hub".',
    ],
    ['another name', owned({ secretName: 'docker-hub' }), 'the secret Platform/Secret has the name "docker-hub", but Amazon ECR requires'],
    [
      'a name with another character',
      owned({ secretName: 'ecr-pullthroughcache/docker hub' }),
      'the secret Platform/Secret has the name "ecr-pullthroughcache/docker hub", but a name consists of letters, digits, "/", "_", "+", "=", ".", "@" and "-". Rename the secret.',
    ],
    [
      'a name that is too long',
      owned({ secretName: `ecr-pullthroughcache/${'a'.repeat(492)}` }),
      'the secret Platform/Secret has a name of at least 513 characters, but at most 512 are possible. Use a shorter name.',
    ],
    [
      'another beginning before a parameter',
      (scope) => owned({ secretName: `hub/${new CfnParameter(scope, 'P').valueAsString}` })(scope),
      'has the name "hub/${P}"',
    ],
    [
      'another name, imported',
      (scope) => secretsmanager.Secret.fromSecretNameV2(scope, 'Secret', 'hub'),
      'has the name "hub", but Amazon ECR requires',
    ],
    [
      'another name in a complete ARN',
      (scope) =>
        secretsmanager.Secret.fromSecretCompleteArn(scope, 'Secret', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:hub-AbCdEf'),
      'has the name "hub-AbCdEf", but Amazon ECR requires',
    ],
    [
      'another name in a partial ARN',
      (scope) => secretsmanager.Secret.fromSecretPartialArn(scope, 'Secret', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:hub'),
      'has the name "hub", but Amazon ECR requires',
    ],
    [
      'another account',
      (scope) => secretsmanager.Secret.fromSecretCompleteArn(scope, 'Secret', ARN.replace('111122223333', '444455556666')),
      'is in account 444455556666, but the cache is in account 111122223333, and Amazon ECR requires both in one account. Create the secret in account 111122223333.',
    ],
    [
      'another Region',
      (scope) => secretsmanager.Secret.fromSecretPartialArn(scope, 'Secret', ARN.replace('eu-west-1', 'us-east-1')),
      'is in us-east-1, but the cache is in eu-west-1, and Amazon ECR requires both in one Region. Create the secret in eu-west-1.',
    ],
    [
      'a stack of another Region',
      (scope) => owned({})(new Stack(scope.node.root as App, 'Other', { env: { ...ENV, region: 'us-east-1' } })),
      'the secret Other/Secret is in us-east-1, but the cache is in eu-west-1',
    ],
    [
      'a stack of another account, imported by name',
      (scope) =>
        secretsmanager.Secret.fromSecretNameV2(
          new Stack(scope.node.root as App, 'Other', { env: { ...ENV, account: '444455556666' } }),
          'Secret',
          NAME,
        ),
      'the secret Other/Secret is in account 444455556666',
    ],
    [
      'a key of the app',
      (scope) => owned({ encryptionKey: new kms.Key(scope, 'Key') })(scope),
      'is encrypted with the key "Platform/Key", but Amazon ECR supports only the key aws/secretsmanager for it. Remove the encryptionKey of the secret.',
    ],
    [
      'an imported key',
      (scope) => owned({ encryptionKey: kms.Key.fromKeyArn(scope, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/abc') })(scope),
      'is encrypted with the key "arn:aws:kms:eu-west-1:111122223333:key/abc"',
    ],
    [
      'an alias',
      (scope) => owned({ encryptionKey: kms.Alias.fromAliasName(scope, 'Key', 'alias/mine') })(scope),
      'is encrypted with the key "arn:${AWS::Partition}:kms:eu-west-1:111122223333:alias/mine"',
    ],
    [
      'an imported secret with a key',
      (scope) =>
        secretsmanager.Secret.fromSecretAttributes(scope, 'Secret', {
          secretCompleteArn: ARN,
          encryptionKey: kms.Key.fromKeyArn(scope, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/abc'),
        }),
      'is encrypted with the key',
    ],
    [
      'other keys',
      owned({ secretObjectValue: { username: CREDENTIAL.username, password: CREDENTIAL.accessToken } }),
      'contains JSON with the keys "username" and "password", but a credential is JSON with the keys "username" and "accessToken". Use secretObjectValue with these two keys.',
    ],
    [
      'no JSON',
      owned({ secretObjectValue: undefined, secretStringValue: SecretValue.unsafePlainText('token') }),
      'contains no JSON with keys, but a credential is JSON',
    ],
    [
      'other keys, generated',
      owned({
        secretObjectValue: undefined,
        generateSecretString: { secretStringTemplate: '{"user":"me"}', generateStringKey: 'accessToken' },
      }),
      'contains JSON with the keys "user" and "accessToken"',
    ],
  ])('%s is an error', (_case, secret, message) => {
    expect(() => add(secret)).toThrow(message);
    expect(() => add(secret)).toThrow(/^Platform\/Registry\/Cache: the secret .* \[cdk-secure-repository:upstream-secret\]$/);
  });

  test.each<[string, (scope: Stack) => secretsmanager.ISecret]>([
    ['a complete secret', owned({})],
    ['the longest name', owned({ secretName: `ecr-pullthroughcache/${'a'.repeat(491)}` })],
    [
      'a name with a parameter at its end',
      (scope) => owned({ secretName: `ecr-pullthroughcache/${new CfnParameter(scope, 'P').valueAsString}` })(scope),
    ],
    ['a name that is a parameter', (scope) => owned({ secretName: new CfnParameter(scope, 'P').valueAsString })(scope)],
    ['a name that begins with a parameter', (scope) => owned({ secretName: `${new CfnParameter(scope, 'P').valueAsString}/hub` })(scope)],
    [
      'a name with the beginning of the prefix before a parameter',
      (scope) => owned({ secretName: `ecr-${new CfnParameter(scope, 'P').valueAsString}` })(scope),
    ],
    ['a name that is a dynamic reference', owned({ secretName: '{{resolve:ssm:/name}}' })],
    [
      'an ARN that is a parameter',
      (scope) => secretsmanager.Secret.fromSecretCompleteArn(scope, 'Secret', new CfnParameter(scope, 'P').valueAsString),
    ],
    ['a name, imported', (scope) => secretsmanager.Secret.fromSecretNameV2(scope, 'Secret', NAME)],
    [
      'the key that AWS manages',
      (scope) => owned({ encryptionKey: kms.Alias.fromAliasName(scope, 'Key', 'alias/aws/secretsmanager') })(scope),
    ],
    [
      'a key that is a parameter',
      (scope) =>
        owned({
          encryptionKey: kms.Key.fromKeyArn(
            scope,
            'Key',
            new CfnParameter(scope, 'P', { default: 'arn:aws:kms:eu-west-1:1:key/x' }).valueAsString,
          ),
        })(scope),
    ],
    [
      'a value that is a parameter',
      (scope) =>
        owned({
          secretObjectValue: undefined,
          secretStringValue: SecretValue.cfnParameter(new CfnParameter(scope, 'P', { noEcho: true })),
        })(scope),
    ],
    [
      'a value that is a dynamic reference',
      owned({ secretObjectValue: undefined, secretStringValue: SecretValue.ssmSecure('/credential') }),
    ],
    [
      'values that are parameters',
      (scope) =>
        owned({ secretObjectValue: { ...CREDENTIAL, username: SecretValue.cfnParameter(new CfnParameter(scope, 'P', { noEcho: true })) } })(
          scope,
        ),
    ],
    ['additional keys', owned({ secretObjectValue: { ...CREDENTIAL, comment: SecretValue.unsafePlainText('x') } })],
    [
      'a generated token',
      owned({
        secretObjectValue: undefined,
        generateSecretString: { secretStringTemplate: '{"username":"me"}', generateStringKey: 'accessToken' },
      }),
    ],
    ['an L1 without a value', (scope) => secretsmanager.Secret.fromSecretCompleteArn(scope, 'Imported', Stack.of(scope).resolve(ARN))],
  ])('%s is accepted', (_case, secret) => {
    const { stack } = add(secret);
    Template.fromStack(stack).resourceCountIs('AWS::ECR::PullThroughCacheRule', 1);
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test('an environment that is known only at deployment is not compared', () => {
    expect(() => add((scope) => secretsmanager.Secret.fromSecretCompleteArn(scope, 'Secret', ARN), {})).not.toThrow();
  });

  test('a random text is a warning, because the credential can be set after the deployment', () => {
    const { stack } = add(owned({ secretObjectValue: undefined }));
    Annotations.fromStack(stack).hasWarning(
      '/Platform/Registry/Cache',
      Match.stringLikeRegexp(
        'the secret Platform/Secret is created with a random text, but a credential is JSON with the keys "username" and "accessToken"\\. .*cdk-secure-repository:upstream-secret-value',
      ),
    );
  });

  test.each<[string, (secret: secretsmanager.CfnSecret) => void, RegExp]>([
    ['the name', (secret) => (secret.name = 'hub'), /has the name "hub"/],
    ['the name, by an override', (secret) => secret.addPropertyOverride('Name', 'hub'), /has the name "hub"/],
    ['the name, by a deletion', (secret) => secret.addPropertyDeletionOverride('Name'), /has a generated name/],
    ['the key', (secret) => (secret.kmsKeyId = 'alias/mine'), /is encrypted with the key "alias\/mine"/],
    ['the key, by an override', (secret) => secret.addPropertyOverride('KmsKeyId', 'abc'), /is encrypted with the key "abc"/],
    ['the value', (secret) => (secret.secretString = '{"username":"me"}'), /contains JSON with the keys "username",? /],
  ])('%s can change on the L1 after the cache was created', (_case, change, message) => {
    const { app, stack } = add(owned({}));
    change(stack.node.findChild('Secret').node.defaultChild as secretsmanager.CfnSecret);
    expect(() => app.synth()).toThrow(message);
  });

  test('an Aspect can change it, too', () => {
    const { app, stack } = add(owned({}));
    Aspects.of(stack).add({ visit: (node) => node instanceof secretsmanager.CfnSecret && node.addPropertyOverride('KmsKeyId', 'abc') });
    expect(() => app.synth()).toThrow(
      /\[Platform\/Registry\/Cache\] the secret Platform\/Secret is encrypted with the key "abc".*\[cdk-secure-repository:upstream-secret\]/,
    );
  });

  test.each<[string, (stack: Stack) => Stack, unknown]>([
    ['of the same stack', (stack) => stack, { Ref: 'SecretA720EF05' }],
    [
      'of another stack',
      (stack) => new Stack(stack.node.root as App, 'Secrets', { env: ENV }),
      { 'Fn::ImportValue': expect.stringMatching(/^Secrets:ExportsOutputRefSecret/) },
    ],
    [
      'of a nested stack',
      (stack) => new NestedStack(stack, 'Nested'),
      { 'Fn::GetAtt': [expect.stringMatching(/^Nested/), expect.stringMatching(/^Outputs\..*Secret.*Ref$/)] },
    ],
  ])('the ARN in the rule is that of the secret %s, and nothing changes it', (_case, scope, expected) => {
    const { stack } = add((platformStack) => owned({})(scope(platformStack)));
    const [{ Properties: properties }] = Object.values(Template.fromStack(stack).findResources('AWS::ECR::PullThroughCacheRule'));
    expect(properties.CredentialArn).toEqual(expected);
    const [secret] = [...stack.node.root.node.findAll()].filter(
      (node): node is secretsmanager.CfnSecret => node instanceof secretsmanager.CfnSecret,
    );
    expect(stack.resolve(secret.name)).toBe(NAME);
    expect(
      Object.keys(
        (Stack.of(secret).resolve(secret._toCloudFormation()) as { Resources: { [id: string]: { Properties: object } } }).Resources,
      ),
    ).toHaveLength(1);
  });

  test('changes of the grants, the lifecycle policy, the tags and the templates do not change the ARN', () => {
    const rules = [false, true].map((more) => {
      const { stack, registry } = platform();
      const cache = registry.addPullThroughCache('Cache', {
        upstream: Upstream.dockerHub(owned({})(stack)),
        prefix: 'cache',
        ...(more && { tags: { a: 'b' }, description: 'x', mutableTags: ['latest'] }),
      });
      if (more) cache.grantPullToOrganization('o-a1b2c3d4e5');
      const { CredentialArn } = Object.values(Template.fromStack(stack).findResources('AWS::ECR::PullThroughCacheRule'))[0].Properties;
      return CredentialArn as unknown;
    });
    expect(rules[0]).toEqual({ Ref: 'SecretA720EF05' });
    expect(rules[1]).toEqual(rules[0]);
  });

  test('the library acknowledges nothing on the secret of the user', () => {
    const { stack } = add(owned({}));
    expect(
      stack.node
        .findChild('Secret')
        .node.findAll()
        .flatMap(({ node }) => node.metadata.map(({ type }) => type)),
    ).not.toContain('aws:cdk:acknowledged-rules');
  });
});

describe('a private registry of Amazon ECR', () => {
  const UPSTREAM = '444455556666';
  const roleIn = (scope: Construct, service = 'pullthroughcache.ecr.amazonaws.com', props: Partial<iam.RoleProps> = {}) =>
    new iam.Role(scope, 'Role', { assumedBy: new iam.ServicePrincipal(service), ...props });

  test.each([
    ['eu-central-1', 'amazonaws.com'],
    ['us-gov-west-1', 'amazonaws.com'],
    ['cn-north-1', 'amazonaws.com.cn'],
  ])('the URL of %s ends with %s', (region, suffix) => {
    const properties = cacheOf(() => Upstream.ecr(ENV.account, region), { account: ENV.account, region });
    expect(properties.UpstreamRegistryUrl).toBe(`111122223333.dkr.ecr.${region}.${suffix}`);
  });

  test('of another account requires a role, which is created with the documented permissions, below the prefixes only', () => {
    const { stack, registry } = platform();
    registry.addPullThroughCache('Cache', { upstream: Upstream.ecr(UPSTREAM, 'us-east-1'), prefix: 'cache', upstreamPrefix: 'prod' });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'pullthroughcache.ecr.amazonaws.com' } }],
      },
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: [
              'ecr:BatchGetImage',
              'ecr:BatchImportUpstreamImage',
              'ecr:CompleteLayerUpload',
              'ecr:GetDownloadUrlForLayer',
              'ecr:GetImageCopyStatus',
              'ecr:InitiateLayerUpload',
              'ecr:PutImage',
              'ecr:UploadLayerPart',
            ],
            Resource: ['arn:aws:ecr:eu-west-1:111122223333:repository/cache/*', 'arn:aws:ecr:us-east-1:444455556666:repository/prod/*'],
          },
          { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
        ],
      },
    });
    // the rule must find the permissions of the role
    const policies = Object.keys(template.findResources('AWS::IAM::Policy'));
    const [rule] = Object.values(template.findResources('AWS::ECR::PullThroughCacheRule')) as {
      DependsOn: string[];
      Properties: { CustomRoleArn: unknown };
    }[];
    expect(rule.DependsOn).toEqual(expect.arrayContaining(policies));
    expect(rule.Properties.CustomRoleArn).toEqual({ 'Fn::GetAtt': [expect.stringContaining('UpstreamRole'), 'Arn'] });
  });

  test('of the same account, or of one that is not known, requires no role', () => {
    expect(cacheOf(() => Upstream.ecr(ENV.account, 'us-east-1'))).not.toHaveProperty('CustomRoleArn');
    expect(cacheOf((scope) => Upstream.ecr(new CfnParameter(scope, 'P').valueAsString, 'us-east-1'))).not.toHaveProperty('CustomRoleArn');
    expect(cacheOf(() => Upstream.ecr(UPSTREAM, 'us-east-1'), {})).not.toHaveProperty('CustomRoleArn');
  });

  test.each<[string, typeof ENV | undefined, (stack: Stack) => string, number]>([
    ['the same account', ENV, () => ENV.account, 0],
    ['the account of the stack', undefined, (stack) => stack.account, 0],
    ['the pseudo parameter', ENV, () => Aws.ACCOUNT_ID, 0],
    ['another account', ENV, () => UPSTREAM, 0],
    ['a parameter', ENV, (stack) => new CfnParameter(stack, 'P').valueAsString, 1],
    ['an account in a stack without an environment', undefined, () => UPSTREAM, 1],
  ])('of %s: a role that may be missing is a warning', (_case, env, account, warnings) => {
    const stack = new Stack(new App(), 'Platform', { env });
    const registry = new SecureRegistry(stack, 'Registry');
    registry.addPullThroughCache('Cache', { upstream: Upstream.ecr(account(stack), 'us-east-1'), prefix: 'cache' });
    const message = Match.stringLikeRegexp(
      'known only at deployment whether .* is that of the registry.*cdk-secure-repository:upstream-role',
    );
    expect(Annotations.fromStack(stack).findWarning('/Platform/Registry/Cache', message)).toHaveLength(warnings);
  });

  test('a role of the user receives the permissions', () => {
    const { stack, registry } = platform();
    registry.addPullThroughCache('Cache', { upstream: Upstream.ecr(UPSTREAM, 'us-east-1', roleIn(stack)), prefix: 'cache' });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::IAM::Role', 1);
    template.hasResourceProperties('AWS::ECR::PullThroughCacheRule', { CustomRoleArn: { 'Fn::GetAtt': ['Role1ABCC5F0', 'Arn'] } });
    template.hasResourceProperties('AWS::IAM::Policy', { Roles: [{ Ref: 'Role1ABCC5F0' }] });
  });

  test('an imported role with a path is accepted', () => {
    const arn = 'arn:aws:iam::111122223333:role/service/puller';
    expect(cacheOf((scope) => Upstream.ecr(UPSTREAM, 'us-east-1', iam.Role.fromRoleArn(scope, 'Role', arn))).CustomRoleArn).toBe(arn);
  });

  test.each<[string, (stack: Stack) => iam.IRole, RegExp]>([
    [
      'that another service assumes',
      (stack) => roleIn(stack, 'ecr.amazonaws.com'),
      /the trust policy of the role Platform\/Role does not allow pullthroughcache\.ecr\.amazonaws\.com to assume it\. Add new iam\.ServicePrincipal\("pullthroughcache\.ecr\.amazonaws\.com"\) to assumedBy\. \[cdk-secure-repository:upstream\]/,
    ],
    [
      'of another account',
      (stack) => iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::444455556666:role/x'),
      /the role Platform\/Role is in account 444455556666, but must be in account 111122223333 of the registry\. Use a role of that account\./,
    ],
  ])('a role %s is an error', (_case, role, message) => {
    const { app, stack, registry } = platform();
    registry.addPullThroughCache('Cache', { upstream: Upstream.ecr(UPSTREAM, 'us-east-1', role(stack)), prefix: 'cache' });
    expect(() => app.synth()).toThrow(message);
  });

  test('a trust policy that changes later counts', () => {
    const { app, stack, registry } = platform();
    const role = roleIn(stack, 'ecr.amazonaws.com');
    registry.addPullThroughCache('Cache', { upstream: Upstream.ecr(UPSTREAM, 'us-east-1', role), prefix: 'cache' });
    role.assumeRolePolicy?.addStatements(
      new iam.PolicyStatement({
        actions: ['sts:AssumeRole'],
        principals: [new iam.ServicePrincipal('pullthroughcache.ecr.amazonaws.com')],
      }),
    );
    expect(() => app.synth()).not.toThrow();
  });

  test('of another partition is an error', () => {
    expect(() => cacheOf(() => Upstream.ecr(UPSTREAM, 'cn-north-1'))).toThrow(
      'the upstream is in cn-north-1 of the partition aws-cn, but the cache is in aws, and no permission applies across partitions. Use a registry of aws.',
    );
  });

  test('the statement for the upstream allows the account of the cache what the documentation lists', () => {
    const { stack, registry } = platform();
    const cache = registry.addPullThroughCache('Cache', {
      upstream: Upstream.ecr(UPSTREAM, 'us-east-1'),
      prefix: 'cache',
      upstreamPrefix: 'prod',
    });
    expect(stack.resolve(cache.upstreamStatement?.toStatementJson())).toEqual({
      Effect: 'Allow',
      Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::111122223333:root']] } },
      Action: ['ecr:BatchGetImage', 'ecr:BatchImportUpstreamImage', 'ecr:GetDownloadUrlForLayer', 'ecr:GetImageCopyStatus'],
      Resource: 'arn:aws:ecr:us-east-1:444455556666:repository/prod/*',
    });
    expect(registry.addPullThroughCache('Public', { upstream: Upstream.ecrPublic(), prefix: 'public' }).upstreamStatement).toBeUndefined();
  });
});

test.each(['cn-north-1', 'cn-northwest-1', 'us-gov-east-1', 'us-gov-west-1'])(
  '%s has no pull-through caches, which is a warning',
  (region) => {
    const { stack, registry } = platform({ ...ENV, region });
    registry.addPullThroughCache('Cache', { upstream: Upstream.quay(), prefix: 'quay' });
    Annotations.fromStack(stack).hasWarning(
      '/Platform/Registry/Cache',
      Match.stringLikeRegexp(
        `Amazon ECR has no pull-through caches in ${region} according to its documentation\\..*cdk-secure-repository:pull-through-cache-region`,
      ),
    );
  },
);

test('a cache in a Stage is checked with the Stage', () => {
  const app = new App();
  const stage = new Stage(app, 'Prod', { env: ENV });
  const stack = new Stack(stage, 'Platform');
  const secret = new secretsmanager.Secret(stack, 'Secret', { secretName: NAME, secretObjectValue: CREDENTIAL });
  new SecureRegistry(stack, 'Registry').addPullThroughCache('Cache', { upstream: Upstream.dockerHub(secret), prefix: 'cache' });
  (secret.node.defaultChild as CfnResource).addPropertyOverride('Name', 'hub');
  expect(() => app.synth()).toThrow(/\[Prod\/Platform\/Registry\/Cache\] the secret Prod\/Platform\/Secret has the name "hub"/);
});
