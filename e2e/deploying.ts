import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXAMPLE_REPOSITORY as REPOSITORY, ExampleTemplates, functionOfTag, repositoryAndService } from './apps';
import { AwsCli } from './aws-cli';
import { RegistryClient } from './registry-client';
import { DeployedStack } from './stack';
import { Story } from './story';
import { WorkflowStep } from './workflow-step';
import { WORKSHOP } from './workshop';

/** The parameter from which the example's service reads its tag. */
const PARAMETER = '/myapp/image-tag';

/** The tags of two commits: the first is already pushed, the second is not. */
export interface Commits {
  readonly first: string;
  readonly second: string;
}

/** Deploys the service of the example, then a second commit, and rolls back. No container runs: the emulator has none. */
export async function deployingService(
  story: Story,
  aws: AwsCli,
  registry: RegistryClient,
  { service }: ExampleTemplates,
  { first, second }: Commits,
): Promise<void> {
  const stack = new DeployedStack(aws, 'MyApp-Service');
  const choose = (tag: string) => aws.text('ssm', 'put-parameter', '--name', PARAMETER, '--type', 'String', '--overwrite', '--value', tag);

  await story.step('before a tag is chosen, the service is not deployed', async () => {
    await assert.rejects(stack.deploy(service), /image-tag/);
    assert.equal(await stack.status(), undefined);
  });

  await story.step('the first commit is deployed, and the service names its image', async () => {
    await choose(first);
    const takenOut = await stack.deploy(service);
    console.log(`        without what the emulator refuses: ${takenOut.join(', ') || 'nothing'}`);
    assert.equal(await stack.status(), 'CREATE_COMPLETE');
    assert.match(await imageOfService(aws, stack), endOf(`/${REPOSITORY}:${first}`));
  });

  await story.step('a second commit is pushed, which changes nothing until its tag is chosen', async () => {
    await registry.push(`${REPOSITORY}:${second}`, 'release 1.5.0');
    await assert.rejects(stack.deploy(service), /No updates are to be performed/);
    assert.match(await imageOfService(aws, stack), endOf(`/${REPOSITORY}:${first}`));
  });

  await story.step('the same template deploys the second commit', async () => {
    await choose(second);
    await stack.deploy(service);
    assert.equal(await stack.status(), 'UPDATE_COMPLETE');
    assert.match(await imageOfService(aws, stack), endOf(`/${REPOSITORY}:${second}`));
  });

  await story.step('the first commit is deployed again, with the image that was pushed', async () => {
    await choose(first);
    await stack.deploy(service);
    assert.match(await imageOfService(aws, stack), endOf(`/${REPOSITORY}:${first}`));
    assert.equal(await registry.pull(`${REPOSITORY}:${first}`), 'release 1.4.0');
  });

  await story.step('the stack of the service is deleted', async () => {
    await stack.delete();
    assert.equal(await stack.status(), undefined);
    await aws.text('ssm', 'delete-parameter', '--name', PARAMETER);
  });
}

/** Deploys a function by the digest of the tag that publish.yml moves, then a second commit, and rolls back. */
export async function deployingFunction(
  story: Story,
  aws: AwsCli,
  registry: RegistryClient,
  naming: WorkflowStep,
  { first, second }: Commits,
): Promise<void> {
  const stack = new DeployedStack(aws, 'MyApp-Function');
  const file = join(WORKSHOP, 'image-digests.json');
  const move = async (tag: string) => assert.equal(await naming.complaint({ REPOSITORY, TAG: tag, NAME: 'latest' }), '');
  const writeDigestOf = async (tag: string) => {
    const query = 'imageDetails[].{imageTags: imageTags, imageDigest: imageDigest}';
    const image = ['--repository-name', REPOSITORY, '--image-ids', `imageTag=${tag}`];
    writeFileSync(file, await aws.text('ecr', 'describe-images', ...image, '--query', query, '--output', 'json'));
  };
  const runs = async (tag: string) =>
    assert.match(await imageOfFunction(aws, stack), endOf(`/${REPOSITORY}@${await registry.digest(`${REPOSITORY}:${tag}`)}`));

  await story.step('a function is deployed by the digest of the first commit, which latest names', async () => {
    await move(first);
    await writeDigestOf('latest');
    await stack.deploy(functionOfTag(file, 'latest'));
    await runs(first);
  });

  await story.step('publish.yml moves latest to the second commit, which changes nothing until its digest is written', async () => {
    await move(second);
    await assert.rejects(stack.deploy(functionOfTag(file, 'latest')), /No updates are to be performed/);
    await writeDigestOf('latest');
    await stack.deploy(functionOfTag(file, 'latest'));
    await runs(second);
  });

  await story.step('the digest of the first commit rolls the function back', async () => {
    await writeDigestOf(first);
    await stack.deploy(functionOfTag(file, first));
    await runs(first);
    await stack.delete();
  });
}

/** Deploys repository and service in one stack: with no task, and with one after the first push. */
export async function deployingOneStack(story: Story, aws: AwsCli, registry: RegistryClient): Promise<void> {
  const stack = new DeployedStack(aws, 'OneStack');
  const template = repositoryAndService('one-stack', '3f2a1bc');

  await story.step('repository and service are in one stack, which needs a desired count', async () => {
    await assert.rejects(stack.deploy(template), /DesiredCount/);
    await stack.deploy(template, { DesiredCount: '0' });
    assert.equal(await stack.status(), 'CREATE_COMPLETE');
    assert.equal(await desiredCount(aws, stack), 0);
  });

  await story.step('after the first push, the service is deployed with a task', async () => {
    await registry.push('one-stack:3f2a1bc', 'release 1.4.0');
    await stack.deploy(template, { DesiredCount: '1' });
    assert.equal(await stack.status(), 'UPDATE_COMPLETE');
    assert.equal(await desiredCount(aws, stack), 1);
    assert.match(await imageOfService(aws, stack), endOf('/one-stack:3f2a1bc'));
    await stack.delete();
  });
}

async function imageOfService(aws: AwsCli, stack: DeployedStack): Promise<string> {
  const definition = await aws.value<string>('services[0].taskDefinition', ...(await describeService(stack)));
  const image = 'taskDefinition.containerDefinitions[0].image';
  return aws.value(image, 'ecs', 'describe-task-definition', '--task-definition', definition);
}

async function desiredCount(aws: AwsCli, stack: DeployedStack): Promise<number> {
  return aws.value('services[0].desiredCount', ...(await describeService(stack)));
}

async function describeService(stack: DeployedStack): Promise<string[]> {
  const { ClusterName: cluster, ServiceName: service } = await stack.outputs();
  return ['ecs', 'describe-services', '--cluster', cluster, '--services', service];
}

async function imageOfFunction(aws: AwsCli, stack: DeployedStack): Promise<string> {
  const { FunctionName: name } = await stack.outputs();
  return aws.value('Code.ImageUri', 'lambda', 'get-function', '--function-name', name);
}

function endOf(text: string): RegExp {
  return new RegExp(`${text.replace(/\./g, '\\.')}$`);
}
