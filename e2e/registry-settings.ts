import { strict as assert } from 'node:assert';
import { App, Stack } from 'aws-cdk-lib';
import { RegistryScanning, ReplicationRule, RepositoryFilter, SecureRegistry } from 'cdk-secure-repository';
import { AwsCli } from './aws-cli';
import { Story } from './story';
import { Deployment } from '../test/oracle/cloudformation/deployment';
import { JsonObject } from '../test/oracle/cloudformation/template';
import { registryResources } from '../test/oracle/registry/registry-resources';

/** The account of the emulator, and the Region of the workshop. */
const HOME = { account: '123456789012', region: 'eu-west-1' };
const SOURCE_ACCOUNT = '444455556666';

/**
 * Sets up a registry through the API with what `SecureRegistry` renders, and reads it back. The emulator's CloudFormation reports success for these
 * types and creates nothing, so it is not used: the requests are the properties in the template, as CloudFormation sends them.
 *
 * Not everything can be shown: the emulator accepts one replication rule, and in a registry policy only the actions of version 1 of its scope
 * (`ecr:CreateRepository` and `ecr:ReplicateImage`), so no guard rail and no grant of a cache.
 */
export async function registrySettings(story: Story, aws: AwsCli): Promise<void> {
  const properties = propertiesOf((stack) => {
    const registry = new SecureRegistry(stack, 'Registry', {
      scanning: RegistryScanning.enhanced({
        continuous: [RepositoryFilter.startingWith('prod/')],
        onPush: [RepositoryFilter.matching('sandbox/*/web'), RepositoryFilter.matching('team')],
      }),
      replication: [ReplicationRule.toRegions('eu-central-1', 'us-east-1').forPrefix('prod/', 'base/')],
    });
    registry.acceptReplicationFrom(SOURCE_ACCOUNT, 'prod/', 'base/');
  });

  await story.step('the scanning configuration is accepted, and read back as it was rendered', async () => {
    const request = requestOf(properties['AWS::ECR::RegistryScanningConfiguration']);
    await put(aws, 'put-registry-scanning-configuration', request);
    assert.deepEqual(await aws.value('scanningConfiguration', 'ecr', 'get-registry-scanning-configuration'), request);
  });

  await story.step('repositories are scanned as the filters match their names', async () => {
    const frequencies = { 'prod/api': 'CONTINUOUS_SCAN', 'sandbox/a/web': 'SCAN_ON_PUSH', team: 'SCAN_ON_PUSH', other: 'MANUAL' };
    for (const [repository, frequency] of Object.entries(frequencies)) {
      await aws.text('ecr', 'create-repository', '--repository-name', repository);
      const scanned = ['ecr', 'batch-get-repository-scanning-configuration', '--repository-names', repository];
      assert.equal(await aws.value('scanningConfigurations[0].scanFrequency', ...scanned), frequency, repository);
    }
  });

  await story.step('the replication configuration is accepted, and read back as it was rendered', async () => {
    const request = requestOf(properties['AWS::ECR::ReplicationConfiguration']);
    await put(aws, 'put-replication-configuration', request);
    const stored = await aws.value('replicationConfiguration', 'ecr', 'describe-registry');
    assert.deepEqual({ replicationConfiguration: stored }, request);
  });

  await story.step('a replication to the registry itself is refused', async () => {
    const toItself = { destinations: [{ region: HOME.region, registryId: HOME.account }] };
    const complaint = await aws.complaint(...call('put-replication-configuration', { replicationConfiguration: { rules: [toItself] } }));
    assert.match(complaint, /cannot be the same as the source registry/);
  });

  await story.step('the registry policy is accepted, and read back as it was rendered', async () => {
    const { PolicyText: policy } = properties['AWS::ECR::RegistryPolicy'];
    await aws.text('ecr', 'put-registry-policy', '--policy-text', JSON.stringify(policy));
    assert.deepEqual(JSON.parse(await aws.value('policyText', 'ecr', 'get-registry-policy')), policy);
    console.log('        without denyUnlessInOrganization: the emulator accepts only ecr:CreateRepository and ecr:ReplicateImage');
  });
}

/** The properties of each resource of the registry in a stack, by type. */
function propertiesOf(fill: (stack: Stack) => void): Record<string, JsonObject> {
  const app = new App();
  fill(new Stack(app, 'Registry', { env: HOME }));
  return Object.fromEntries(registryResources(Deployment.of(app)).map(({ type, properties }) => [type, properties]));
}

/** Properties as members of the API, whose names begin with a lowercase letter. */
function requestOf(properties: JsonObject): object {
  const lowercase = (_: string, value: unknown) =>
    typeof value !== 'object' || value === null || Array.isArray(value)
      ? value
      : Object.fromEntries(Object.entries(value).map(([name, inner]) => [name[0].toLowerCase() + name.slice(1), inner as unknown]));
  return JSON.parse(JSON.stringify(properties, lowercase)) as object;
}

function put(aws: AwsCli, command: string, request: object): Promise<string> {
  return aws.text(...call(command, request));
}

function call(command: string, request: object): string[] {
  return ['ecr', command, '--cli-input-json', JSON.stringify(request)];
}
