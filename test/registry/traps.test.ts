import { App, Stack, Tags } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import {
  LifecyclePolicy,
  RegistryScanning,
  ReplicationRule,
  RepositoryFilter,
  RepositoryPrefix,
  SecureRegistry,
  SecureRegistryProps,
  SecureRepository,
  Upstream,
} from '../../src';

// What compiles and synthesizes with the L1s of aws-cdk-lib, and fails at the deployment, at the first pull, or without notice. Each is an
// error, a warning, or cannot be written with SecureRegistry.

const ENV = { account: '111122223333', region: 'eu-west-1' };
const OTHER_REGION = 'us-east-1';

function platform(props: SecureRegistryProps = {}) {
  const app = new App();
  const stack = new Stack(app, 'Platform', { env: ENV });
  return { app, stack, registry: new SecureRegistry(stack, 'Registry', props) };
}

function propertiesOf(stack: Stack, type: string): { [property: string]: unknown } {
  const [resource] = Object.values(Template.fromStack(stack).findResources(type)) as { Properties: { [property: string]: unknown } }[];
  return resource.Properties;
}

test('1. filters have another type in each setting: it is no part of the API, and a filter that replication cannot express is an error', () => {
  const { stack } = platform({
    scanning: RegistryScanning.basic(RepositoryFilter.startingWith('prod/')),
    replication: [ReplicationRule.toRegions(OTHER_REGION).forRepositories(RepositoryFilter.startingWith('prod/'))],
  });
  expect(propertiesOf(stack, 'AWS::ECR::RegistryScanningConfiguration').Rules).toEqual([
    { ScanFrequency: 'SCAN_ON_PUSH', RepositoryFilters: [{ Filter: 'prod/*', FilterType: 'WILDCARD' }] },
  ]);
  expect(JSON.stringify(propertiesOf(stack, 'AWS::ECR::ReplicationConfiguration'))).toContain(
    '"RepositoryFilters":[{"Filter":"prod/","FilterType":"PREFIX_MATCH"}]',
  );
  expect(() => ReplicationRule.toRegions(OTHER_REGION).forRepositories(RepositoryFilter.matching('*-prod'))).toThrow(
    /repository-filter\]$/,
  );
});

test('2. two definitions of one setting for an account and Region are an error', () => {
  const { app, stack } = platform({ replication: [ReplicationRule.toRegions(OTHER_REGION)] });
  new ecr.CfnReplicationConfiguration(stack, 'Second', { replicationConfiguration: { rules: [] } });
  expect(() => app.synth()).toThrow(
    /Platform\/Registry\/Replication.*cdk-secure-repository:registry-duplicate|Platform\/Second.*cdk-secure-repository:registry-duplicate/s,
  );
});

test('3. basic scanning cannot be continuous: RegistryScanning.basic has filters for scanning on push only', () => {
  const { stack } = platform({ scanning: RegistryScanning.basic(RepositoryFilter.all()) });
  expect(JSON.stringify(propertiesOf(stack, 'AWS::ECR::RegistryScanningConfiguration'))).not.toContain('CONTINUOUS_SCAN');
  // an object in place of a filter, as from JavaScript
  expect(() => RegistryScanning.basic({ continuous: [RepositoryFilter.all()] } as never)).toThrow(/repository-filter\]$/);
});

test('4. the URL of an upstream cannot be wrong, and a credential cannot be missing: both follow from the factory', () => {
  const { stack, registry } = platform();
  const secret = secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', 'ecr-pullthroughcache/hub');
  registry.addPullThroughCache('Hub', { upstream: Upstream.dockerHub(secret), prefix: 'hub' });
  expect(propertiesOf(stack, 'AWS::ECR::PullThroughCacheRule')).toMatchObject({
    UpstreamRegistryUrl: 'registry-1.docker.io',
    CredentialArn: expect.anything(),
  });
  expect(() => Upstream.dockerHub(undefined as never)).toThrow('Upstream.dockerHub(secret): secret is undefined');
});

test('5. a secret without the beginning of the name that ECR requires is an error', () => {
  const { stack, registry } = platform();
  const secret = secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', 'docker-hub');
  expect(() => registry.addPullThroughCache('Hub', { upstream: Upstream.dockerHub(secret), prefix: 'hub' })).toThrow(
    'has the name "docker-hub", but Amazon ECR requires a name that begins with "ecr-pullthroughcache/".',
  );
});

test('6. a prefix with a slash at its end is an error, because ECR adds the slash', () => {
  const { registry } = platform();
  expect(() => registry.addPullThroughCache('Hub', { upstream: Upstream.quay(), prefix: 'hub/' })).toThrow(
    'Pass "hub"; ECR adds the slash.',
  );
  expect(() => RepositoryPrefix.of('hub/')).toThrow('Pass "hub"; ECR adds the slash.');
});

test('7. an event that does not exist cannot be written with the enum, and is an error in JavaScript', () => {
  const { registry } = platform();
  expect(() => registry.addRepositoryTemplate('Team', { prefix: RepositoryPrefix.of('a'), createdBy: ['PULL_THROUGH' as never] })).toThrow(
    'createdBy[0] is "PULL_THROUGH", but must be a RepositoryCreation.',
  );
});

test('8. tags and a key never come without a role: it is created, and its removal is an error', () => {
  for (const props of [(_: Stack) => ({ tags: { a: 'b' } }), (stack: Stack) => ({ encryptionKey: new kms.Key(stack, 'Key') })]) {
    const create = () => {
      const { app, stack, registry } = platform();
      return { app, stack, cache: registry.addPullThroughCache('Hub', { upstream: Upstream.quay(), prefix: 'hub', ...props(stack) }) };
    };
    expect(propertiesOf(create().stack, 'AWS::ECR::RepositoryCreationTemplate')).toHaveProperty('CustomRoleArn');
    const { app, cache } = create();
    cache._template.resource.customRoleArn = undefined;
    expect(() => app.synth()).toThrow(/the role that Amazon ECR needs for it was removed from the L1/);
  }
});

test('9. the tags of a cache can be moved, and immutable tags are a warning', () => {
  const { stack, registry } = platform();
  registry.addPullThroughCache('Hub', { upstream: Upstream.quay(), prefix: 'hub' })._template.resource.imageTagMutability = 'IMMUTABLE';
  Annotations.fromStack(stack).hasWarning('/Platform/Registry/Hub', Match.stringLikeRegexp('cdk-secure-repository:cached-tags-immutable'));
});

test('10. a lifecycle policy that ECR refuses cannot be created, and text on the L1 that is too short is an error', () => {
  expect(() => LifecyclePolicy.fromText('{"rules":[{"rulePriority":1}]}')).toThrow(/cdk-secure-repository:lifecycle-/);
  const { app, registry } = platform();
  const cache = registry.addPullThroughCache('Hub', {
    upstream: Upstream.quay(),
    prefix: 'hub',
    lifecyclePolicy: LifecyclePolicy.keepLatest(5),
  });
  cache._template.resource.lifecyclePolicy = '{"rules":[]}';
  expect(() => app.synth()).toThrow(/the lifecycle policy has 12 characters/);
});

test('11. the policies are text in one type and objects in the other: the grants write both', () => {
  const { stack, registry } = platform();
  registry.addPullThroughCache('Hub', { upstream: Upstream.quay(), prefix: 'hub' }).grantPullToOrganization('o-a1b2c3d4e5');
  expect(typeof propertiesOf(stack, 'AWS::ECR::RepositoryCreationTemplate').RepositoryPolicy).toBe('string');
  expect(propertiesOf(stack, 'AWS::ECR::RegistryPolicy').PolicyText).toHaveProperty('Statement');
});

test('12. Tags.of reaches the repositories that ECR creates', () => {
  const { stack, registry } = platform();
  registry.addPullThroughCache('Hub', { upstream: Upstream.quay(), prefix: 'hub' });
  Tags.of(stack).add('team', 'a');
  expect(propertiesOf(stack, 'AWS::ECR::RepositoryCreationTemplate').ResourceTags).toEqual([{ Key: 'team', Value: 'a' }]);
});

test('13. a registry policy that allows everyone without a condition is an error', () => {
  const { registry } = platform();
  const statement = new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ['ecr:*'], resources: ['*'] });
  expect(() => registry.addToRegistryPolicy(statement)).toThrow(
    'a statement of the registry policy would allow every principal of every account.',
  );
});

test('14. the role of the other Region is allowed to pull the replica with a grant on the replica, whose ARN names that Region', () => {
  const { app, stack, registry } = platform({ replication: [ReplicationRule.toRegions(OTHER_REGION)] });
  const repository = new SecureRepository(stack, 'Repository', { repositoryName: 'prod/api' });
  const there = new Stack(app, 'There', { env: { ...ENV, region: OTHER_REGION } });
  const role = new iam.Role(there, 'Role', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
  registry.replicaOf(repository, OTHER_REGION).grantPull(role);
  expect(JSON.stringify(Template.fromStack(there).toJSON())).toMatch(/:ecr:us-east-1:111122223333:repository\/prod\/api/);
});
