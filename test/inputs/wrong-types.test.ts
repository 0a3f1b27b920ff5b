import { existsSync, readFileSync } from 'node:fs';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as signer from 'aws-cdk-lib/aws-signer';
import { Construct } from 'constructs';
import * as library from '../../src/index';
import { SecureRepositoryError } from '../../src/private/secure-repository-error';
import { HOME } from '../fixtures/environments';

const {
  GitHubSubject,
  ImageInventory,
  ImageSelection,
  LifecyclePolicy,
  LifecycleRule,
  RegistryScanning,
  ReplicationRule,
  RepositoryAccess,
  RepositoryCreation,
  RepositoryEvents,
  RepositoryFilter,
  RepositoryPrefix,
  SecureRepository,
} = library;

/** The API as jsii describes it, as far as this test reads it. */
interface Assembly {
  readonly types: {
    readonly [fqn: string]: {
      readonly name: string;
      readonly kind: string;
      readonly abstract?: boolean;
      readonly initializer?: { readonly parameters?: readonly Parameter[] };
      readonly methods?: readonly { readonly name: string; readonly protected?: boolean; readonly parameters?: readonly Parameter[] }[];
      readonly properties?: readonly Parameter[];
      readonly interfaces?: readonly string[];
    };
  };
}
interface Parameter {
  readonly name: string;
  readonly optional?: boolean;
  readonly variadic?: boolean;
  readonly type: { readonly fqn?: string; readonly primitive?: string; readonly collection?: { readonly kind: string } };
}

// that of the last compilation, else the stored one
const FILE = existsSync('.jsii') ? '.jsii' : 'test/package/baseline/.jsii';
const TYPES = (JSON.parse(readFileSync(FILE, 'utf8')) as Assembly).types;

const stackOf = () => new Stack(new App(), 'Stack', { env: HOME });
const roleIn = (stack: Stack) => new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
const repositoryIn = (stack: Stack) => new SecureRepository(stack, 'Api', { repositoryName: 'shop/api', emptyOnDelete: false });
const TARGET: events.IRuleTarget = { bind: () => ({ arn: 'arn:aws:sqs:eu-west-1:111111111111:queue' }) };
const ARN = 'arn:aws:lambda:eu-west-1:111111111111:function:x';
const UUID = '3c4d5e6f-7081-4920-8c1d-2e3f4a5b6c7d';
const IMAGE = { imageDigest: 'sha256:00', imagePushedAt: '2026-05-12T12:00:00Z' };
const INVENTORY = ImageInventory.fromJson(JSON.stringify({ imageDetails: [IMAGE] }));
const TODAY = { at: '2026-06-01T00:00:00Z' };

/** Right arguments of a call, and what it is called on. */
interface Call {
  readonly on?: (stack: Stack) => object;
  readonly args: (stack: Stack) => unknown[];
  /** Where the faults of the result are reported: all of a policy together. */
  readonly then?: (result: never) => unknown;
}

const statics = (args: (stack: Stack) => unknown[]): Call => ({ args });
const repository = (args: (stack: Stack) => unknown[]): Call => ({ on: repositoryIn, args });
const access = (args: (stack: Stack) => unknown[]): Call => ({ on: (stack) => RepositoryAccess.of(repositoryIn(stack)), args });
const grantee = (stack: Stack) => [roleIn(stack)];
const registryIn = (stack: Stack) => new library.SecureRegistry(stack, 'Registry');
const registry = (args: (stack: Stack) => unknown[]): Call => ({ on: registryIn, args });
const PREFIX = 'ecr-public';
const cacheIn = (stack: Stack) =>
  registryIn(stack).addPullThroughCache('Cache', { upstream: library.Upstream.ecrPublic(), prefix: PREFIX });
const cache = (args: (stack: Stack) => unknown[]): Call => ({ on: cacheIn, args });
const CREATED = [RepositoryCreation.CREATE_ON_PUSH];
const template = (args: (stack: Stack) => unknown[]): Call => ({
  on: (stack) => registryIn(stack).addRepositoryTemplate('Team', { prefix: RepositoryPrefix.of('team-a'), createdBy: CREATED }).access,
  args,
});
const replication = (args: (stack: Stack) => unknown[]): Call => ({ on: () => ReplicationRule.toRegions('us-east-1'), args });
const profileIn = (stack: Stack) => new signer.SigningProfile(stack, 'Profile', { platform: signer.Platform.NOTATION_OCI_SHA384_ECDSA });
const SECRET = 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:ecr-pullthroughcache/hub-AbCdEf';
const secretIn = (stack: Stack) => secretsmanager.Secret.fromSecretCompleteArn(stack, 'Secret', SECRET);
const upstream = (...before: string[]): Call => ({
  args: (stack) => [...before, secretIn(stack)],
  then: (result: library.Upstream) =>
    new library.SecureRegistry(stackOf(), 'Registry').addPullThroughCache('Cache', { upstream: result, prefix: PREFIX }),
});
const createdRepositories = (stack: Stack) => ({
  lifecyclePolicy: LifecyclePolicy.keepLatest(1),
  encryption: ecr.RepositoryEncryption.KMS,
  encryptionKey: new kms.Key(stack, 'Key'),
  tags: { owner: 'platform' },
  description: 'Images of the team',
  mutableTags: ['latest'],
});
const preview = (args: () => unknown[]): Call => ({ on: () => LifecyclePolicy.keepLatest(1).preview(INVENTORY), args });
const rule = (args: (stack: Stack) => unknown[]): Call => ({ args, then: (result: library.LifecycleRule) => LifecyclePolicy.of(result) });
const selection = (args: (stack: Stack) => unknown[]): Call => ({
  args,
  then: (result: library.ImageSelection) => LifecyclePolicy.of(LifecycleRule.keepLatest(1, result)),
});
const aged = (stack: unknown) => [Duration.days(90), ImageSelection.untagged(), { description: String(Boolean(stack)) }];

/** Methods that only `aws-cdk-lib` calls. */
const CALLED_BY_CDK = ['RepositoryRules.validate', 'SecureRepositoryDefaults.inject'];

/** A right call of everything that is public. */
const CALLS: { [name: string]: Call } = {
  'SecureRepository()': statics((stack) => [
    stack,
    'Api',
    {
      repositoryName: 'shop/api',
      mutableTags: ['latest'],
      encryption: ecr.RepositoryEncryption.KMS,
      encryptionKey: new kms.Key(stack, 'Key'),
      lifecyclePolicy: LifecyclePolicy.keepLatest(1),
      removalPolicy: RemovalPolicy.DESTROY,
      emptyOnDelete: true,
      pullByOrganization: 'o-a1b2c3d4e5',
    },
  ]),
  'SecureRepository.addToResourcePolicy': repository(() => [
    new iam.PolicyStatement({ actions: ['ecr:BatchGetImage'], principals: [new iam.AccountPrincipal('222222222222')] }),
  ]),
  'SecureRepository.describe': repository(() => []),
  'SecureRepository.grant': repository((stack) => [roleIn(stack), 'ecr:TagResource']),
  'SecureRepository.grantPull': repository(grantee),
  'SecureRepository.grantPullPush': repository(grantee),
  'SecureRepository.grantPush': repository(grantee),
  'SecureRepository.grantRead': repository(grantee),
  'SecureRepository.onImagePushed': repository(() => ['Pushed', { tags: ['v*'], target: TARGET }]),
  'SecureRepository.onImageScanCompleted': repository(() => ['Scanned', { imageTags: ['v1'], target: TARGET }]),
  'SecureRepository.pushCommands': repository(() => [
    ['v1'],
    { tool: library.ContainerTool.FINCH, platforms: ['linux/arm64'], cache: 'cache', dualStack: true },
  ]),
  'SecureRepository.repositoryUriForDigest': repository(() => ['sha256:00']),
  'SecureRepository.repositoryUriForTag': repository(() => ['v1']),
  'RepositoryAccess.of': statics((stack) => [repositoryIn(stack), {}]),
  'RepositoryAccess.describe': access(() => []),
  'RepositoryAccess.grant': access((stack) => [roleIn(stack), 'ecr:TagResource']),
  'RepositoryAccess.grantDeleteImages': access(grantee),
  'RepositoryAccess.grantPreviewLifecycle': access(grantee),
  'RepositoryAccess.grantPull': access(grantee),
  'RepositoryAccess.grantPullPush': access(grantee),
  'RepositoryAccess.grantPush': access(grantee),
  'RepositoryAccess.grantRead': access(grantee),
  'RepositoryAccess.grantReadFindings': access(grantee),
  'RepositoryAccess.grantStartScan': access(grantee),
  'RepositoryAccess.grantPullToCodeBuild': access(() => [{ projectArns: ['arn:aws:codebuild:eu-west-1:111111111111:project/x'] }]),
  'RepositoryAccess.grantPullToLambda': access(() => [{ account: HOME.account, functionArns: [ARN] }]),
  'RepositoryAccess.grantPullToOrganization': access(() => ['o-a1b2c3d4e5']),
  'RepositoryAccess.grantPullToOrganizationalUnit': access(() => ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111']),
  'SecureRegistry()': statics((stack) => [
    stack,
    'Registry',
    {
      scanning: RegistryScanning.manual(),
      replication: [ReplicationRule.toRegions('us-east-1')],
      signing: [library.SigningRule.of(profileIn(stack), RepositoryFilter.all())],
      ignorePullsBy: [roleIn(stack)],
      removalPolicy: RemovalPolicy.DESTROY,
    },
  ]),
  'SecureRegistry.acceptReplicationFrom': registry(() => ['222222222222', 'prod/']),
  'SecureRegistry.addPullThroughCache': registry((stack) => [
    'Cache',
    { ...createdRepositories(stack), upstream: library.Upstream.ecrPublic(), prefix: PREFIX, upstreamPrefix: 'docker' },
  ]),
  'SecureRegistry.addRepositoryTemplate': registry((stack) => [
    'Team',
    { ...createdRepositories(stack), prefix: RepositoryPrefix.of('team-a'), createdBy: CREATED },
  ]),
  'SecureRegistry.addToRegistryPolicy': registry(() => [
    new iam.PolicyStatement({
      actions: ['ecr:ReplicateImage'],
      principals: [new iam.AccountPrincipal('222222222222')],
      resources: ['*'],
    }),
  ]),
  'SecureRegistry.denyUnlessInOrganization': registry(() => ['o-a1b2c3d4e5']),
  'SecureRegistry.describe': registry(() => []),
  'SecureRegistry.grantCreateOnPush': registry((stack) => [roleIn(stack), 'team-a']),
  'SecureRegistry.nextSteps': registry(() => []),
  'SecureRegistry.replicaOf': {
    on: (stack) => new library.SecureRegistry(stack, 'Registry', { replication: [ReplicationRule.toRegions('us-east-1')] }),
    args: (stack) => [repositoryIn(stack), 'us-east-1', { externalRepositoryPolicy: true }],
  },
  'RegistryScanning.basic': statics(() => [RepositoryFilter.all()]),
  'RegistryScanning.enhanced': statics(() => [{ continuous: [RepositoryFilter.all()], onPush: [RepositoryFilter.all()] }]),
  'RegistryScanning.manual': statics(() => []),
  'ReplicationRule.forPrefix': replication(() => ['prod/']),
  'ReplicationRule.forRepositories': replication(() => [RepositoryFilter.startingWith('prod/')]),
  'ReplicationRule.toAccount': statics(() => ['222222222222', 'us-east-1']),
  'ReplicationRule.toRegions': statics(() => ['us-east-1']),
  'RepositoryFilter.all': statics(() => []),
  'RepositoryFilter.matching': statics(() => ['prod/*']),
  'RepositoryFilter.startingWith': statics(() => ['prod/']),
  'RepositoryFilter.toString': { on: () => RepositoryFilter.all(), args: () => [] },
  'RepositoryPrefix.of': statics(() => ['team-a']),
  'RepositoryPrefix.root': statics(() => []),
  'RepositoryTemplateAccess.describe': template(() => []),
  'RepositoryTemplateAccess.grant': template((stack) => [roleIn(stack), 'ecr:TagResource']),
  'RepositoryTemplateAccess.grantPull': template(grantee),
  'RepositoryTemplateAccess.grantPullPush': template(grantee),
  'RepositoryTemplateAccess.grantPush': template(grantee),
  'RepositoryTemplateAccess.grantRead': template(grantee),
  'RepositoryTemplateAccess.grantPullToLambda': template(() => [{ account: HOME.account, functionArns: [ARN] }]),
  'RepositoryTemplateAccess.grantPullToOrganization': template(() => ['o-a1b2c3d4e5']),
  'RepositoryTemplateAccess.grantPullToOrganizationalUnit': template(() => ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111']),
  'PullThroughCache.describeAccess': cache(() => []),
  'PullThroughCache.grantPullToOrganizationalUnit': cache(() => ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111']),
  'PullThroughCache.repository': cache(() => ['library/nginx']),
  'PullThroughCache.grantPull': cache(grantee),
  'PullThroughCache.grantPullToOrganization': cache(() => ['o-a1b2c3d4e5']),
  'PullThroughCache.imageUri': cache(() => ['library/nginx', '1.29']),
  'SigningRule.of': statics((stack) => [profileIn(stack), RepositoryFilter.all()]),
  'Upstream.azure': upstream('my-company'),
  'Upstream.chainguard': upstream(),
  'Upstream.dockerHub': upstream(),
  'Upstream.ecr': { args: (stack) => ['222222222222', 'us-east-1', roleIn(stack)] },
  'Upstream.ecrPublic': statics(() => []),
  'Upstream.github': upstream(),
  'Upstream.gitlab': upstream(),
  'Upstream.kubernetes': statics(() => []),
  'Upstream.quay': statics(() => []),
  'RepositoryEvents.of': statics((stack) => [repositoryIn(stack)]),
  'RepositoryEvents.onImagePushed': {
    on: (stack) => RepositoryEvents.of(repositoryIn(stack)),
    args: () => ['Pushed', { tags: ['v*'], target: TARGET }],
  },
  'ScanFindingsRule()': statics((stack) => [
    stack,
    'Findings',
    { repository: repositoryIn(stack), minimumSeverity: library.FindingSeverity.HIGH, targets: [TARGET], perFinding: true },
  ]),
  'ScanFindingsRule.addTarget': {
    on: (stack) =>
      new library.ScanFindingsRule(stack, 'Findings', {
        repository: repositoryIn(stack),
        minimumSeverity: library.FindingSeverity.HIGH,
        targets: [TARGET],
      }),
    args: () => [TARGET],
  },
  'ScanFindingsRule.message': statics(() => []),
  'ScanFindingsRule.chatMessage': statics(() => []),
  'GitHubPublisher()': statics((stack) => [
    stack,
    'Publisher',
    {
      repositories: [repositoryIn(stack)],
      subjects: [GitHubSubject.branch('my-org/my-app', 'main')],
      claims: { repositoryId: '456789' },
      pull: true,
      audience: 'sts.amazonaws.com',
      roleName: 'publisher',
      maxSessionDuration: Duration.hours(2),
    },
  ]),
  'GitLabPublisher()': statics((stack) => [
    stack,
    'Publisher',
    {
      repositories: [repositoryIn(stack)],
      subjects: [library.GitLabSubject.branch('my-group/my-app', 'main')],
      claims: { projectId: '456789' },
      audience: 'sts.amazonaws.com',
    },
  ]),
  'GitLabSubject.branch': statics(() => ['my-group/my-app', 'main']),
  'GitLabSubject.custom': statics(() => ['project_path:my-group/my-app:ref_type:branch:ref:main']),
  'GitLabSubject.tag': statics(() => ['my-group/my-app', 'v1']),
  'BitbucketPublisher()': statics((stack) => [
    stack,
    'Publisher',
    {
      repositories: [repositoryIn(stack)],
      workspace: 'my-workspace',
      workspaceUuid: UUID,
      subjects: [library.BitbucketSubject.repository(UUID)],
    },
  ]),
  'BitbucketSubject.environment': statics(() => [UUID, UUID]),
  'BitbucketSubject.repository': statics(() => [UUID]),
  'BuildkitePublisher()': statics((stack) => [
    stack,
    'Publisher',
    {
      repositories: [repositoryIn(stack)],
      subjects: [library.BuildkiteSubject.branch('my-org', 'my-app', 'main')],
      claims: { pipelineId: UUID },
      audience: 'sts.amazonaws.com',
    },
  ]),
  'BuildkiteSubject.branch': statics(() => ['my-org', 'my-app', 'main']),
  'BuildkiteSubject.pipelineId': statics(() => [UUID]),
  'BuildkiteSubject.tag': statics(() => ['my-org', 'my-app', 'v1']),
  'CircleCiPublisher()': statics((stack) => [
    stack,
    'Publisher',
    {
      repositories: [repositoryIn(stack)],
      organizationId: UUID,
      subjects: [library.CircleCiSubject.project(UUID)],
      claims: { projectId: UUID },
      audience: 'sts.amazonaws.com',
    },
  ]),
  'CircleCiSubject.branch': statics(() => [UUID, 'github.com/my-org/my-app', 'main']),
  'CircleCiSubject.project': statics(() => [UUID]),
  'CircleCiSubject.tag': statics(() => [UUID, 'github.com/my-org/my-app', 'v1']),
  'OidcPublisher()': statics((stack) => [
    stack,
    'Publisher',
    {
      repositories: [repositoryIn(stack)],
      issuerUrl: 'https://jenkins.example.com/oidc',
      subjects: [library.OidcSubject.exact('https://jenkins.example.com/job/my-app/')],
      audience: 'sts.amazonaws.com',
    },
  ]),
  'OidcSubject.exact': statics(() => ['https://jenkins.example.com/job/my-app/']),
  'OidcSubject.pattern': statics(() => ['https://jenkins.example.com/job/my-folder/*']),
  'PermissionSetPrincipal()': statics(() => ['Developers', { account: '222222222222', anySuffix: true }]),
  'PermissionSetPrincipal.dedupeString': { on: () => new library.PermissionSetPrincipal('Developers'), args: () => [] },
  'PermissionSetPrincipal.inlinePolicyFor': { on: () => new library.PermissionSetPrincipal('Developers'), args: (stack) => [stack] },
  'PermissionSetPrincipal.toString': { on: () => new library.PermissionSetPrincipal('Developers'), args: () => [] },
  'GitHubSubject.branch': statics(() => ['my-org/my-app', 'main']),
  'FleetPreview.of': statics(() => [
    LifecyclePolicy.keepLatest(1),
    library.Inventory.fromDirectory('test/data/inventory'),
    { current: true, now: new Date(0), pricePerGbMonth: 0.1, releaseTags: ['v*'], rules: [library.RepositoryRule.CUSTOMER_KEY] },
  ]),
  'FleetPreview.toCsv': {
    on: () => library.FleetPreview.of(LifecyclePolicy.keepLatest(1), library.Inventory.fromDirectory('test/data/inventory')),
    args: () => [],
  },
  'GitHubSubject.custom': statics(() => ['repo:my-org@123456/my-app@456789:environment:production']),
  'GitHubSubject.environment': statics(() => ['my-org/my-app', 'production']),
  'GitHubSubject.pullRequest': statics(() => ['my-org/my-app']),
  'GitHubSubject.reusableWorkflow': statics(() => [
    'my-org/workflows',
    '.github/workflows/publish.yml',
    'refs/heads/main',
    { calledFrom: 'my-org@123456/my-app@456789' },
  ]),
  'GitHubSubject.tag': statics(() => ['my-org/my-app', 'v1']),
  'ImageTag.digestFromFile': statics((stack) => [stack, 'examples/images/myapp.json', 'v1.0.0']),
  'ImageTag.fromContext': statics((stack) => {
    stack.node.setContext('imageTag', 'v1');
    return [stack, 'imageTag'];
  }),
  'ImageTag.fromParameter': statics((stack) => [stack, '/my-app/image-tag']),
  'ImageInventory.fromFile': statics(() => ['test/inputs/no-such-file.json']),
  'ImageInventory.fromJson': statics(() => [JSON.stringify({ imageDetails: [IMAGE] })]),
  'ImageInventory.withManifests': {
    on: () => INVENTORY,
    args: () => [JSON.stringify({ images: [], failures: [] })],
  },
  'ImageSelection.any': selection(() => []),
  'ImageSelection.tagged': selection(() => ['v*']),
  'ImageSelection.taggedWithAll': selection(() => ['v*', 'x']),
  'ImageSelection.untagged': selection(() => []),
  'Inventory.fromDirectory': statics(() => ['test/data/inventory']),
  'LifecyclePolicy.describe': { on: () => LifecyclePolicy.keepLatest(1), args: () => [] },
  'LifecyclePolicy.expireUntaggedAfter': statics(() => [Duration.days(1)]),
  'LifecyclePolicy.fromFile': statics(() => ['test/inputs/no-such-file.json']),
  'LifecyclePolicy.fromRules': statics(() => [[{ maxImageCount: 3 }]]),
  'LifecyclePolicy.fromText': statics(() => [LifecyclePolicy.keepLatest(1).toText()]),
  'LifecyclePolicy.keepLatest': statics(() => [1, { protectedTags: ['v*'] }]),
  'LifecyclePolicy.none': statics(() => []),
  'LifecyclePolicy.of': statics(() => [LifecycleRule.protect('v*')]),
  'LifecyclePolicy.forecast': { on: () => LifecyclePolicy.keepLatest(1), args: () => [INVENTORY, TODAY] },
  'LifecyclePolicy.preview': { on: () => LifecyclePolicy.keepLatest(1), args: () => [INVENTORY, TODAY] },
  'LifecyclePolicy.toText': { on: () => LifecyclePolicy.keepLatest(1), args: () => [] },
  'LifecycleForecast.summary': { on: () => LifecyclePolicy.keepLatest(1).forecast(INVENTORY), args: () => [] },
  'LifecyclePreview.describe': preview(() => []),
  'LifecyclePreview.toMarkdown': preview(() => []),
  'LifecyclePreview.summary': preview(() => []),
  'LifecyclePreview.toJson': preview(() => []),
  'LifecyclePreview.toTable': preview(() => []),
  'LifecycleRule.archiveAfter': rule(aged),
  'LifecycleRule.archiveAllButLatest': rule(() => [1, ImageSelection.untagged(), {}]),
  'LifecycleRule.archiveUnpulledAfter': rule(aged),
  'LifecycleRule.expireAfter': rule(aged),
  'LifecycleRule.expireArchivedAfter': rule(aged),
  'LifecycleRule.keepLatest': rule(() => [1, ImageSelection.untagged(), {}]),
  'LifecycleRule.protect': rule(() => ['v*', {}]),
  'RepositoryDefaults.asAspect': statics(() => [
    { lifecyclePolicy: LifecyclePolicy.keepLatest(1), immutableTags: true, mutableTags: ['latest'] },
  ]),
  'RepositoryDefaults.asMixin': statics(() => [
    { lifecyclePolicy: LifecyclePolicy.keepLatest(1), immutableTags: true, mutableTags: ['latest'] },
  ]),
  'RepositoryRule.nameMatches': statics(() => ['^shop/']),
  'RepositoryRule.requiredTags': statics(() => ['owner']),
  'RepositoryRules()': statics(() => [{ extra: [library.RepositoryRule.RETAINED] }]),
  'SecureRepositoryDefaults.of': statics(() => [{ mutableTags: ['latest'], emptyOnDelete: false, pullByOrganization: 'o-a1b2c3d4e5' }]),
};

/** Values that JavaScript and configuration bring, by their names. */
const WRONG: { [name: string]: (stack: Stack) => unknown } = {
  undefined: () => undefined,
  null: () => null,
  number: () => 3600,
  NaN: () => NaN,
  text: () => '444455556666',
  'empty text': () => '',
  true: () => true,
  false: () => false,
  'empty object': () => ({}),
  'empty list': () => [],
  'list of null': () => [null],
  'list of undefined': () => [undefined],
  'list of a list': () => [['ecr:BatchGetImage']],
  'list of a number': () => [1],
  function: () => () => 'x',
  construct: (stack) => new Construct(stack, 'Other'),
  'object without prototype': () => Object.create(null),
};

/** The parameters of what is public, by its name. */
function entryPoints(): { name: string; parameters: readonly Parameter[] }[] {
  return Object.values(TYPES).flatMap(({ name, kind, initializer, methods = [] }) => {
    if (kind !== 'class') return [];
    const constructors = initializer ? [{ name: `${name}()`, parameters: initializer.parameters ?? [] }] : [];
    const callable = methods.filter((method) => !method.protected);
    const called = callable.map((method) => ({ name: `${name}.${method.name}`, parameters: method.parameters ?? [] }));
    return [...constructors, ...called.filter((method) => !CALLED_BY_CDK.includes(method.name))];
  });
}

/** The members of an options object of this library. */
function members({ type: { fqn = '' } }: Pick<Parameter, 'type'>): readonly Parameter[] {
  const { kind, properties = [], interfaces = [] } = TYPES[fqn] ?? {};
  return kind === 'interface' ? [...properties, ...interfaces.flatMap((base) => members({ type: { fqn: base } }))] : [];
}

function invoke(name: string, stack: Stack, args: unknown[], { on, then = (result) => result }: Call): unknown {
  const [className, method] = name.replace('()', '').split('.');
  const cls = Reflect.get(library, className) as new (...rest: unknown[]) => unknown;
  if (method === undefined) return new cls(...args);
  const target = on?.(stack) ?? cls;
  return then((Reflect.get(target, method) as (...rest: unknown[]) => never).apply(target, args));
}

/** How a call ends: accepted, refused by the library, or with an error of somebody else. */
function outcome(name: string, change: (args: unknown[], stack: Stack) => void): string {
  const stack = stackOf();
  const args = CALLS[name].args(stack);
  change(args, stack);
  try {
    invoke(name, stack, args, CALLS[name]);
    return 'accepted';
  } catch (error) {
    if (error instanceof SecureRepositoryError) return 'refused';
    return `${(error as Error).name}: ${(error as Error).message.split('\n')[0]}`;
  }
}

/** What is accepted although the type is another: with the reason. */
const MAY_BE: { [place: string]: readonly string[] } = {
  // without a target nothing changes, so that a target may depend on a condition
  'ScanFindingsRule.addTarget(target)': ['undefined'],
  'SecureRepository.onImageScanCompleted(options)': ['empty object', 'object without prototype'],
};

/** Where a value of that name has the type that the parameter has. */
function isRight(parameter: Parameter, value: string): boolean {
  const { primitive, collection } = parameter.type;
  if (value === 'undefined') return parameter.optional === true || parameter.variadic === true;
  if (primitive === 'string') return ['text', 'empty text'].includes(value);
  if (primitive === 'boolean') return ['true', 'false'].includes(value);
  if (primitive === 'number') return ['number'].includes(value);
  if (collection?.kind === 'map') return ['empty object', 'object without prototype'].includes(value);
  if (collection) return value === 'empty list';
  return TYPES[parameter.type.fqn ?? '']?.kind === 'interface' && ['empty object', 'object without prototype'].includes(value);
}

test('every public entry point has a right call here, which passes', () => {
  const names = entryPoints().map(({ name }) => name);
  expect(names.filter((name) => !(name in CALLS))).toEqual([]);
  const wrong = names.filter((name) => !name.endsWith('.fromFile') && outcome(name, () => {}) !== 'accepted');
  expect(wrong.map((name) => `${name}: ${outcome(name, () => {})}`)).toEqual([]);
});

test.each(entryPoints())('$name ends with a wrong type in an error of the library', ({ name, parameters }) => {
  const faults: string[] = [];
  const judge = (place: string, parameter: Parameter, value: string, result: string) => {
    if (result === 'refused' || isRight(parameter, value) || MAY_BE[place]?.includes(value)) {
      if (result !== 'accepted' && result !== 'refused') faults.push(`${place} = ${value}: ${result}`);
    } else {
      faults.push(`${place} = ${value}: ${result}`);
    }
  };
  for (const [value, make] of Object.entries(WRONG)) {
    for (const [index, parameter] of parameters.entries()) {
      // scope and id are those of every construct
      if (['scope', 'id'].includes(parameter.name)) continue;
      const place = `${name}(${parameter.name})`;
      judge(
        place,
        parameter,
        value,
        outcome(name, (args, stack) => void (args[index] = make(stack))),
      );
      for (const member of members(parameter)) {
        const change = (args: unknown[], stack: Stack) =>
          void (args[index] = { ...((args[index] ?? {}) as object), [member.name]: make(stack) });
        judge(`${place}.${member.name}`, member, value, outcome(name, change));
      }
    }
  }
  expect(faults).toEqual([]);
});
