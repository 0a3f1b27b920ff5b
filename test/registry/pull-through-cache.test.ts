import { App, Aspects, CfnParameter, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import {
  LifecyclePolicy,
  PermissionSetPrincipal,
  PullThroughCacheProps,
  RepositoryCreation,
  RepositoryPrefix,
  SecureRegistry,
  Upstream,
} from '../../src';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const BELOW = 'arn:aws:ecr:eu-west-1:111122223333:repository/hub/*';
const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const IMPORT = ['ecr:BatchImportUpstreamImage', 'ecr:CreateRepository'];

function platform(env: { readonly account?: string; readonly region?: string } = ENV) {
  const app = new App();
  const stack = new Stack(app, 'Platform', { env });
  return { app, stack, registry: new SecureRegistry(stack, 'Registry') };
}

function withCache(props: Partial<PullThroughCacheProps> = {}) {
  const { app, stack, registry } = platform();
  const cache = registry.addPullThroughCache('Hub', { upstream: Upstream.ecrPublic(), prefix: 'hub', ...props });
  return { app, stack, registry, cache };
}

function dockerHub(props: Partial<PullThroughCacheProps> = {}) {
  const { app, stack, registry } = platform();
  const secret = secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', 'ecr-pullthroughcache/hub');
  const cache = registry.addPullThroughCache('Hub', { upstream: Upstream.dockerHub(secret), prefix: 'hub', ...props });
  return { app, stack, cache };
}

interface Statement {
  readonly Action: unknown;
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

function statementsOf(stack: Stack, type: string, document: string): Statement[] {
  const resources = Object.values(Template.fromStack(stack).findResources(type)) as { Properties: { [name: string]: unknown } }[];
  return resources.flatMap(({ Properties: properties }) => {
    const policy = properties[document];
    const parsed: unknown = typeof policy === 'string' ? JSON.parse(policy) : policy;
    return (parsed as { Statement?: Statement[] } | undefined)?.Statement ?? [];
  });
}
const inRegistry = (stack: Stack) => statementsOf(stack, 'AWS::ECR::RegistryPolicy', 'PolicyText');
const inTemplate = (stack: Stack) => statementsOf(stack, 'AWS::ECR::RepositoryCreationTemplate', 'RepositoryPolicy');
const inIdentity = (stack: Stack) => statementsOf(stack, 'AWS::IAM::Policy', 'PolicyDocument');
const roleIn = (stack: Stack, id = 'Role', roleName?: string) =>
  new iam.Role(stack, id, { roleName, assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });

test('a cache has a rule and a template for its repositories, whose tags can be moved', () => {
  const { stack } = withCache({
    description: 'Images of ECR Public',
    upstreamPrefix: 'docker/library',
    lifecyclePolicy: LifecyclePolicy.keepLatest(5),
  });
  const template = Template.fromStack(stack);
  template.hasResource('AWS::ECR::PullThroughCacheRule', {
    Properties: { EcrRepositoryPrefix: 'hub', UpstreamRepositoryPrefix: 'docker/library' },
    DependsOn: Match.arrayWith([Match.stringLikeRegexp('^RegistryHubTemplate')]),
  });
  const [{ Properties: properties }] = Object.values(template.findResources('AWS::ECR::RepositoryCreationTemplate'));
  expect(properties).toEqual({
    Prefix: 'hub',
    AppliedFor: ['PULL_THROUGH_CACHE'],
    Description: 'Images of ECR Public',
    EncryptionConfiguration: { EncryptionType: 'AES256' },
    ImageTagMutability: 'MUTABLE',
    LifecyclePolicy: LifecyclePolicy.keepLatest(5).toText(),
  });
});

describe('properties that are not valid', () => {
  test.each<[string, Partial<PullThroughCacheProps>, string]>([
    [
      'a slash at the end',
      { prefix: 'hub/' },
      'prefix is "hub/", but must have 2 to 30 characters: lowercase letters and digits in parts separated by ".", "_", "__", hyphens or "/", without a slash at its end. Pass "hub"; ECR adds the slash.',
    ],
    ['a wildcard', { prefix: 'hub/*' }, 'Pass "hub"; ECR adds the slash.'],
    ['one letter', { prefix: 'h' }, 'prefix is "h", but must have 2 to 30 characters'],
    ['31 letters', { prefix: 'h'.repeat(31) }, 'but must have 2 to 30 characters'],
    ['the root', { prefix: 'ROOT' }, 'prefix is "ROOT", but must have'],
    ['no text', { prefix: 1 as never }, 'prefix is 1, but must be a string'],
    ['nothing', { prefix: undefined as never }, 'prefix is undefined, but must be a string'],
    [
      'a prefix of the upstream with capitals',
      { upstreamPrefix: 'Library' },
      'upstreamPrefix is "Library", but must have 2 to 30 characters',
    ],
    ['a prefix of the upstream with one letter', { upstreamPrefix: 'l' }, 'upstreamPrefix is "l", but must have 2 to 30 characters'],
    ['a description that is no text', { description: 1 as never }, 'description is 1, but must be a string'],
    ['tags that are a list', { tags: ['a'] as never }, 'tags is ["a"], but must be an object'],
    ['a tag that is no text', { tags: { a: 1 as never } }, 'tags["a"] is 1, but must be a string'],
    ['a text for the role', { creationRole: 'arn' as never }, 'creationRole is "arn", but must be a role.'],
    ['a text for the lifecycle policy', { lifecyclePolicy: '{}' as never }, 'lifecyclePolicy is "{}", but must be a LifecyclePolicy.'],
    ['mutable tags that are no list', { mutableTags: 'latest' as never }, 'mutableTags is "latest", but must be a list of strings.'],
  ])('%s', (_case, props, message) => {
    expect(() => withCache(props)).toThrow(message);
    expect(() => withCache(props)).toThrow(/^Platform\/Registry\/Hub: /);
  });

  test('no properties', () => {
    expect(() => platform().registry.addPullThroughCache('Hub', undefined as never)).toThrow(
      'Platform/Registry/Hub: props is undefined, but must be',
    );
  });

  test('the longest and the shortest prefix, and an unknown one, are accepted', () => {
    const { stack, registry } = platform();
    const parameter = new CfnParameter(stack, 'Prefix').valueAsString;
    for (const prefix of ['ab', 'x'.repeat(30), 'a/b', 'a__b', parameter]) {
      registry.addPullThroughCache(`Cache${prefix.length}${prefix.slice(0, 2)}`, { upstream: Upstream.quay(), prefix });
    }
    Template.fromStack(stack).resourceCountIs('AWS::ECR::PullThroughCacheRule', 5);
  });
});

describe('one prefix is used once in a registry', () => {
  const duplicate =
    /^Platform\/Registry\/Second: prefix is "hub", which Platform\/Registry\/Hub has already, but a registry has one template for a prefix, and a cache has a template, too\. Use another prefix\. \[cdk-secure-repository:repository-prefix\]$/;

  test('by two caches', () => {
    const { registry } = withCache();
    expect(() => registry.addPullThroughCache('Second', { upstream: Upstream.quay(), prefix: 'hub' })).toThrow(duplicate);
  });

  test('by a cache and a template', () => {
    const { registry } = withCache();
    expect(() =>
      registry.addRepositoryTemplate('Second', { prefix: RepositoryPrefix.of('hub'), createdBy: [RepositoryCreation.REPLICATION] }),
    ).toThrow(duplicate);
  });

  test('by two templates of the root', () => {
    const { registry } = platform();
    const add = (id: string) =>
      registry.addRepositoryTemplate(id, { prefix: RepositoryPrefix.root(), createdBy: [RepositoryCreation.REPLICATION] });
    add('First');
    expect(() => add('Second')).toThrow('prefix is "ROOT", which Platform/Registry/First has already');
  });

  test('and again in the registry of another Region', () => {
    const { app } = withCache();
    const other = new Stack(app, 'Other', { env: { ...ENV, region: 'us-east-1' } });
    expect(() =>
      new SecureRegistry(other, 'Registry').addPullThroughCache('Hub', { upstream: Upstream.quay(), prefix: 'hub' }),
    ).not.toThrow();
  });
});

test('a registry has at most 50 caches', () => {
  const { registry } = platform();
  const add = (n: number) => registry.addPullThroughCache(`Cache${n}`, { upstream: Upstream.quay(), prefix: `cache-${n}` });
  for (let n = 1; n <= 50; n++) add(n);
  expect(() => add(51)).toThrow(
    'Platform/Registry: the registry has 51 pull-through caches, but Amazon ECR allows at most 50, which cannot be increased. Remove caches. [cdk-secure-repository:pull-through-cache]',
  );
});

describe('grants', () => {
  test('a role of the account is allowed to pull, to import and to create, below the prefix only, in its own policy', () => {
    const { stack, cache } = withCache();
    cache.grantPull(roleIn(stack));
    expect(inIdentity(stack)).toEqual([
      { Effect: 'Allow', Action: IMPORT, Resource: BELOW },
      { Effect: 'Allow', Action: PULL, Resource: BELOW },
      { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
    ]);
    expect(inRegistry(stack)).toEqual([]);
    expect(inTemplate(stack)).toEqual([]);
  });

  test('a role of another account is allowed in its own policy, in the registry policy and in the policies of the repositories', () => {
    const { app, stack, cache } = withCache();
    const other = new Stack(app, 'Other', { env: { ...ENV, account: '444455556666' } });
    cache.grantPull(roleIn(other, 'Role', 'puller'));
    expect(inIdentity(other).map(({ Action }) => Action)).toEqual([IMPORT, PULL, 'ecr:GetAuthorizationToken']);
    expect(inRegistry(stack)).toMatchObject([{ Action: IMPORT, Resource: BELOW }]);
    expect(JSON.stringify(inRegistry(stack))).toContain(':iam::444455556666:role/puller');
    const [{ Properties: properties }] = Object.values(Template.fromStack(stack).findResources('AWS::ECR::RepositoryCreationTemplate'));
    expect(JSON.stringify(properties.RepositoryPolicy)).toContain(':iam::444455556666:role/puller');
  });

  test.each<[string, (cache: ReturnType<typeof withCache>['cache']) => void, object]>([
    [
      'an organization',
      (cache) => cache.grantPullToOrganization('o-a1b2c3d4e5'),
      { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
    ],
    [
      'an organizational unit',
      (cache) => cache.grantPullToOrganizationalUnit('o-a1b2c3d4e5/r-ab12/ou-ab12-11111111'),
      { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*' } },
    ],
  ])('%s is allowed in the registry policy and in the policies of the repositories', (_case, grant, Condition) => {
    const { stack, cache } = withCache();
    grant(cache);
    expect(inRegistry(stack)).toEqual([{ Effect: 'Allow', Principal: { AWS: '*' }, Action: IMPORT, Resource: BELOW, Condition }]);
    expect(inTemplate(stack)).toEqual([{ Effect: 'Allow', Principal: { AWS: '*' }, Action: PULL, Condition }]);
  });

  test.each<[string, (grantee: Stack) => iam.IGrantable]>([
    ['a lazy role', (stack) => new iam.LazyRole(stack, 'Lazy', { assumedBy: new iam.AccountRootPrincipal() })],
    ['an imported role', (stack) => iam.Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::111122223333:role/puller')],
    ['an immutable role', (stack) => iam.Role.fromRoleArn(stack, 'Immutable', 'arn:aws:iam::111122223333:role/puller', { mutable: false })],
    ['a role that passes its grants to resources', (stack) => roleIn(stack).withoutPolicyUpdates({ addGrantsToResources: true })],
    ['another account', () => new iam.AccountPrincipal('444455556666')],
    ['a permission set', () => new PermissionSetPrincipal('Developer')],
    ['several principals', (stack) => new iam.CompositePrincipal(roleIn(stack), new iam.AccountPrincipal('444455556666'))],
  ])('%s is allowed both to pull and to import', (_case, grantee) => {
    const { stack, cache } = withCache();
    expect(() => cache.grantPull(grantee(stack)).assertSuccess()).not.toThrow();
    const entries = cache.describeAccess();
    const of = (actions: string[]) =>
      entries.filter((entry) => JSON.stringify(entry.actions) === JSON.stringify(actions)).map((entry) => entry.grantee);
    expect(of(PULL)).toEqual(of(IMPORT));
    expect(of(PULL).length).toBeGreaterThan(0);
  });

  test.each<[string, (stack: Stack) => iam.IGrantable, RegExp]>([
    ['everyone', () => new iam.AnyPrincipal(), /everyone|public/],
    ['a service that pulls with a role', () => new iam.ServicePrincipal('ecs-tasks.amazonaws.com'), /execution role/],
    ['a federated identity', () => new iam.FederatedPrincipal('x', {}), /federated/],
    ['no principal', () => undefined as never, /grantee is undefined/],
    [
      'a fine role with a service',
      (stack) => new iam.CompositePrincipal(roleIn(stack), new iam.ServicePrincipal('ecs-tasks.amazonaws.com')),
      /execution role/,
    ],
    [
      'a role without a name in another account',
      (stack) => roleIn(new Stack(stack.node.root as App, 'Other', { env: { ...ENV, account: '444455556666' } })),
      /Set roleName/,
    ],
  ])('a grant to %s is refused and writes nothing', (_case, grantee, message) => {
    const { stack, cache } = withCache();
    const principal = grantee(stack);
    expect(() => cache.grantPull(principal)).toThrow(message);
    expect(cache.describeAccess()).toEqual([]);
    expect(inIdentity(stack)).toEqual([]);
    expect(inRegistry(stack)).toEqual([]);
    expect(inTemplate(stack)).toEqual([]);
  });

  test.each<[string, (cache: ReturnType<typeof withCache>['cache']) => void, string]>([
    ['an organization', (cache) => cache.grantPullToOrganization('123'), 'organization is "123", but must be'],
    ['an organization that is no text', (cache) => cache.grantPullToOrganization(1 as never), 'organizationId is 1, but must be a string'],
    ['a unit', (cache) => cache.grantPullToOrganizationalUnit('o-a1b2c3d4e5'), 'path is "o-a1b2c3d4e5", but must consist of'],
  ])('%s with an invalid ID is refused and writes nothing', (_case, grant, message) => {
    const { stack, cache } = withCache();
    expect(() => grant(cache)).toThrow(`Platform/Registry/Hub: ${message}`);
    expect(inRegistry(stack)).toEqual([]);
    expect(inTemplate(stack)).toEqual([]);
  });

  test('the description has what is allowed, to whom, and where', () => {
    const { stack, cache } = withCache();
    cache.grantPullToOrganization('o-a1b2c3d4e5');
    cache.grantPull(roleIn(stack));
    expect(cache.describeAccess().map(({ grantee, level, policyType }) => [grantee, level, policyType])).toEqual([
      ['Platform/Role', 'pull', 'identity policy'],
      ['Platform/Role', 'ecr:BatchImportUpstreamImage and ecr:CreateRepository', 'identity policy'],
      ['organization o-a1b2c3d4e5', 'pull', 'repository policy'],
      ['organization o-a1b2c3d4e5', 'ecr:BatchImportUpstreamImage and ecr:CreateRepository', 'registry policy'],
    ]);
  });

  test.each<[string, (template: ecr.CfnRepositoryCreationTemplate) => void]>([
    ['an assignment', (template) => (template.repositoryPolicy = '{"Version":"2012-10-17","Statement":[]}')],
    ['an override', (template) => template.addPropertyOverride('RepositoryPolicy', '{"Version":"2012-10-17","Statement":[]}')],
    ['a deletion', (template) => template.addPropertyDeletionOverride('RepositoryPolicy')],
    [
      'an Aspect',
      (template) => Aspects.of(template).add({ visit: () => template.addPropertyOverride('RepositoryPolicy', '{"Statement":[]}') }),
    ],
  ])('a policy of the template that %s replaces loses the grants, which is an error', (_case, replace) => {
    const { app, cache } = withCache();
    cache.grantPullToOrganization('o-a1b2c3d4e5');
    replace(cache._template.resource);
    expect(() => app.synth()).toThrow(
      /the policy on the L1 replaces 1 of the 1 statements of grants.*\[cdk-secure-repository:replaced-repository-policy\]/,
    );
  });

  test('a policy with the statements of the grants, or one that is not known, is no error', () => {
    for (const policyOf of [(text: string) => text, (_: string, scope: Stack) => new CfnParameter(scope, 'Policy').valueAsString]) {
      const { stack, cache } = withCache();
      cache.grantPullToOrganization('o-a1b2c3d4e5');
      const text = JSON.stringify({ Statement: inTemplate(stack) });
      const again = withCache();
      again.cache.grantPullToOrganization('o-a1b2c3d4e5');
      again.cache._template.resource.repositoryPolicy = policyOf(text, again.stack);
      again.cache._template.resource.addPropertyOverride('Description', 'x');
      expect(() => Template.fromStack(again.stack)).not.toThrow();
    }
  });
});

describe('the URI of an image', () => {
  test.each<[string, string, string]>([
    ['library/nginx', '1.29', 'library/nginx:1.29'],
    ['library/nginx', 'latest', 'library/nginx:latest'],
    ['library/nginx', `sha256:${'0'.repeat(64)}`, `library/nginx@sha256:${'0'.repeat(64)}`],
    ['a/b/c', '_x', 'a/b/c:_x'],
  ])('%s %s', (name, tagOrDigest, expected) => {
    const { stack, cache } = dockerHub();
    expect(stack.resolve(cache.imageUri(name, tagOrDigest))).toEqual({
      'Fn::Join': ['', ['111122223333.dkr.ecr.eu-west-1.', { Ref: 'AWS::URLSuffix' }, `/hub/${expected}`]],
    });
  });

  test.each<[string, unknown, unknown, string]>([
    [
      'a host',
      'docker.io/library/nginx',
      'x',
      'name is "docker.io/library/nginx", which begins with the host of the upstream, but the cache has the host of Amazon ECR. Pass "library/nginx".',
    ],
    ['the URL of the upstream', 'registry-1.docker.io/library/nginx', 'x', 'Pass "library/nginx".'],
    [
      'a tag',
      'library/nginx:1.29',
      'x',
      'name is "library/nginx:1.29", which contains a tag or a digest. Pass "library/nginx", and the tag or the digest as the second argument.',
    ],
    ['a digest', `library/nginx@sha256:${'0'.repeat(64)}`, 'x', 'which contains a tag or a digest. Pass "library/nginx"'],
    ['capitals', 'library/Nginx', 'x', 'name is "library/Nginx", but must be the name of a repository in the upstream'],
    ['a slash at the end', 'library/', 'x', 'but must be the name of a repository in the upstream'],
    ['no name', '', 'x', 'name is "", but must be the name of a repository'],
    [
      'an official image without its namespace',
      'nginx',
      'x',
      'name is "nginx", but Amazon ECR requires the namespace "library" for the official images of Docker Hub. Pass "library/nginx".',
    ],
    [
      'a long name',
      `library/${'x'.repeat(250)}`,
      'x',
      'so the name of the cached repository has 262 characters, but at most 256 are possible. Use a shorter prefix of the cache.',
    ],
    ['a number', 1, 'x', 'name is 1, but must be a string'],
    ['no tag', 'library/nginx', undefined, 'tagOrDigest is undefined, but must be a string'],
    ['an empty tag', 'library/nginx', '', 'tagOrDigest is "", but must be a tag of 1 to 128 letters'],
    ['a tag with a slash', 'library/nginx', 'a/b', 'tagOrDigest is "a/b", but must be a tag'],
    ['a tag that begins with a hyphen', 'library/nginx', '-a', 'tagOrDigest is "-a", but must be a tag'],
    ['a short digest', 'library/nginx', 'sha256:abc', 'tagOrDigest is "sha256:abc", but must be a tag'],
    ['a tag of 129 characters', 'library/nginx', 'x'.repeat(129), 'but must be a tag'],
  ])('%s is an error', (_case, name, tagOrDigest, message) => {
    const { cache } = dockerHub();
    expect(() => cache.imageUri(name as string, tagOrDigest as string)).toThrow(message);
    expect(() => cache.imageUri(name as string, tagOrDigest as string)).toThrow(/^Platform\/Registry\/Hub: /);
  });

  test('a name without a namespace is fine in other upstreams, and with the namespace in upstreamPrefix', () => {
    expect(() => withCache().cache.imageUri('nginx', 'x')).not.toThrow();
    expect(() => dockerHub({ upstreamPrefix: 'library' }).cache.imageUri('nginx', 'x')).not.toThrow();
  });

  test('unknown values are not judged', () => {
    const { stack, cache } = dockerHub();
    const value = new CfnParameter(stack, 'P').valueAsString;
    expect(JSON.stringify(stack.resolve(cache.imageUri(value, value)))).toContain('"/hub/",{"Ref":"P"},":",{"Ref":"P"}');
  });
});

describe('a repository of the cache', () => {
  test('lets the execution role of an ECS task pull through the cache', () => {
    const { stack, cache } = dockerHub();
    const task = new ecs.FargateTaskDefinition(stack, 'Task');
    task.addContainer('web', { image: ecs.ContainerImage.fromEcrRepository(cache.repository('library/nginx'), '1.29') });
    Template.fromStack(stack).hasResourceProperties('AWS::ECS::TaskDefinition', {
      ContainerDefinitions: [
        { Image: { 'Fn::Join': ['', ['111122223333.dkr.ecr.eu-west-1.', { Ref: 'AWS::URLSuffix' }, '/hub/library/nginx:1.29']] } },
      ],
    });
    const actions = inIdentity(stack).map(({ Action }) => Action);
    expect(actions).toEqual(expect.arrayContaining([IMPORT, PULL, 'ecr:GetAuthorizationToken']));
  });

  test('has the name, the ARN and the URIs of the repository', () => {
    const { stack, cache } = dockerHub();
    const repository = cache.repository('library/nginx');
    const host = ['111122223333.dkr.ecr.eu-west-1.', { Ref: 'AWS::URLSuffix' }];
    expect(repository.repositoryName).toBe('hub/library/nginx');
    expect(repository.repositoryArn).toBe('arn:aws:ecr:eu-west-1:111122223333:repository/hub/library/nginx');
    expect(stack.resolve(repository.registryUri)).toEqual({ 'Fn::Join': ['', host] });
    expect(stack.resolve(repository.repositoryUri)).toEqual({ 'Fn::Join': ['', [...host, '/hub/library/nginx']] });
    expect(stack.resolve(repository.repositoryUriForTag('a'))).toEqual({ 'Fn::Join': ['', [...host, '/hub/library/nginx:a']] });
    expect(stack.resolve(repository.repositoryUriForDigest('sha256:b'))).toEqual({
      'Fn::Join': ['', [...host, '/hub/library/nginx@sha256:b']],
    });
    expect(stack.resolve(repository.repositoryUriForTagOrDigest('sha256:b'))).toEqual({
      'Fn::Join': ['', [...host, '/hub/library/nginx@sha256:b']],
    });
  });

  test('is one object for one name, and the name is checked', () => {
    const { cache } = dockerHub();
    expect(cache.repository('library/nginx')).toBe(cache.repository('library/nginx'));
    expect(cache.repository('library/redis')).not.toBe(cache.repository('library/nginx'));
    expect(() => cache.repository('nginx')).toThrow('Pass "library/nginx".');
  });

  test('in a Lambda function is a warning, because Lambda does not pull through a cache', () => {
    const { stack, cache } = withCache();
    const warnings = () => Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('pull-through-cache-lambda'));
    cache.grantPull(roleIn(stack));
    expect(warnings()).toEqual([]);
    const code = lambda.DockerImageCode.fromEcr(cache.repository('library/nginx'), { tagOrDigest: '1.29' });
    new lambda.DockerImageFunction(stack, 'Function', { code });
    expect(warnings()).toMatchObject([
      {
        entry: { data: expect.stringContaining('AWS Lambda does not pull through a cache according to the documentation of Amazon ECR.') },
      },
    ]);
  });

  test('has no policy that the app writes', () => {
    const { stack, cache } = dockerHub();
    const repository = cache.repository('library/nginx');
    expect(() => repository.addToResourcePolicy(new iam.PolicyStatement())).toThrow(
      /a cached repository has the repository policy of the template of its cache\. Use the grants of the cache, .*\[cdk-secure-repository:pull-through-cache\]$/,
    );
    repository.grantRead(roleIn(stack));
    repository.grant(roleIn(stack, 'Other'), 'ecr:TagResource');
    expect(inIdentity(stack).map(({ Resource: resource }) => resource)).toEqual([repository.repositoryArn, repository.repositoryArn]);
  });
});

test.each<[string, (app: App) => Stack, string]>([
  ['a nested stack', (app) => new NestedStack(new Stack(app, 'Parent', { env: ENV }), 'Nested'), BELOW],
  ['a Stage', (app) => new Stack(new Stage(app, 'Prod', { env: ENV }), 'Platform'), BELOW],
  [
    'China',
    (app) => new Stack(app, 'Platform', { env: { ...ENV, region: 'cn-north-1' } }),
    'arn:aws-cn:ecr:cn-north-1:111122223333:repository/hub/*',
  ],
  [
    'GovCloud',
    (app) => new Stack(app, 'Platform', { env: { ...ENV, region: 'us-gov-west-1' } }),
    'arn:aws-us-gov:ecr:us-gov-west-1:111122223333:repository/hub/*',
  ],
])('in %s the grants name the repositories of that registry', (_case, create, arn) => {
  const stack = create(new App());
  const cache = new SecureRegistry(stack, 'Registry').addPullThroughCache('Hub', { upstream: Upstream.quay(), prefix: 'hub' });
  cache.grantPull(roleIn(stack));
  cache.grantPullToOrganization('o-a1b2c3d4e5');
  expect(inIdentity(stack)[0].Resource).toBe(arn);
  expect(inRegistry(stack)[0].Resource).toBe(arn);
});

test('without an environment the ARN is built from references', () => {
  const { stack, registry } = platform({});
  const cache = registry.addPullThroughCache('Hub', { upstream: Upstream.quay(), prefix: 'hub' });
  cache.grantPull(roleIn(stack));
  expect(JSON.stringify(inIdentity(stack)[0].Resource)).toContain('{"Ref":"AWS::Region"},":",{"Ref":"AWS::AccountId"},":repository/hub/*"');
});

test('tags that cannot be moved are a warning, because a moved tag of the upstream is not refreshed', () => {
  const { stack } = withCache({ mutableTags: ['latest'] });
  Annotations.fromStack(stack).hasWarning(
    '/Platform/Registry/Hub',
    Match.stringLikeRegexp(
      'the tags of cached images are immutable, and Amazon ECR does not refresh an immutable tag.*cdk-secure-repository:cached-tags-immutable',
    ),
  );
  const movable = withCache();
  Template.fromStack(movable.stack);
  Annotations.fromStack(movable.stack).hasNoWarning('*', Match.anyValue());
});
