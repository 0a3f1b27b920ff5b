import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { EXAMPLE_REPOSITORY as REPOSITORY, ExampleTemplates, strict, synthesizeExample } from './apps';
import { AwsCli } from './aws-cli';
import { RegistryClient } from './registry-client';
import { DeployedStack } from './stack';
import { Story } from './story';
import { WorkflowStep } from './workflow-step';
import { run } from './workshop';

const COMMAND = join(__dirname, '../bin/cdk-secure-repository');

/** Deploys the repository of the example, pushes an image under two names, looks at it, and pulls it; the templates of the example. */
export async function publishing(story: Story, aws: AwsCli, registry: RegistryClient, naming: WorkflowStep): Promise<ExampleTemplates> {
  const stack = new DeployedStack(aws, 'MyApp');
  const templates = await story.step('examples/typescript is synthesized', () => synthesizeExample());

  await story.step('its repository is deployed', async () => {
    const takenOut = await stack.deploy(templates.repository);
    console.log(`        without what the emulator refuses: ${takenOut.join(', ') || 'nothing'}`);
    assert.equal(await stack.status(), 'CREATE_COMPLETE');
  });

  await story.step('its repository is scanned on push, encrypted and immutable, and cleaned up by two rules', async () => {
    assert.deepEqual(await settings(aws, REPOSITORY), [true, 'AES256', 'IMMUTABLE_WITH_EXCLUSION']);
    const policy = await aws.value<string>('lifecyclePolicyText', 'ecr', 'get-lifecycle-policy', '--repository-name', REPOSITORY);
    assert.equal((JSON.parse(policy) as { rules: object[] }).rules.length, 2);
  });

  const digest = await story.step(
    'an image is pushed under a git SHA, and publish.yml gives it the version as its second name',
    async () => {
      const pushed = await registry.push(`${REPOSITORY}:3f2a1bc`, 'release 1.4.0');
      assert.equal(await naming.complaint({ REPOSITORY, TAG: '3f2a1bc', NAME: 'v1.4.0' }), '');
      assert.equal(await registry.digest(`${REPOSITORY}:v1.4.0`), pushed);
      return pushed;
    },
  );

  await story.step('the AWS CLI lists one image with both names, and the preview keeps it', async () => {
    const listed = await aws.text('ecr', 'describe-images', '--repository-name', REPOSITORY);
    const { imageDetails } = JSON.parse(listed) as { imageDetails: { imageDigest: string; imageTags: string[] }[] };
    assert.deepEqual(
      imageDetails.map(({ imageDigest, imageTags }) => [imageDigest, [...imageTags].sort()]),
      [[digest, ['3f2a1bc', 'v1.4.0']]],
    );
    const preview = await run(process.execPath, [COMMAND, 'preview', '--template', templates.repositoryFile], { input: listed });
    assert.match(preview, /v1\.4\.0/);
    assert.match(preview, /expires 0 of 1 image/);
  });

  await story.step('what is pulled is what was pushed', async () =>
    assert.equal(await registry.pull(`${REPOSITORY}:v1.4.0`), 'release 1.4.0'),
  );

  return templates;
}

/** Deletes the stack of the repository. */
export async function deleting(story: Story, aws: AwsCli, registry: RegistryClient): Promise<void> {
  await story.step('the stack is deleted, and the repository is kept with its image', async () => {
    const stack = new DeployedStack(aws, 'MyApp');
    const digest = await registry.digest(`${REPOSITORY}:v1.4.0`);
    await stack.delete();
    assert.equal(await stack.status(), undefined);
    assert.equal(await registry.digest(`${REPOSITORY}:v1.4.0`), digest);
  });
}

/** Tries to overwrite a tag where no tag may move. */
export async function overwriting(story: Story, aws: AwsCli, registry: RegistryClient, naming: WorkflowStep): Promise<void> {
  await story.step('a tag is not overwritten', async () => {
    await new DeployedStack(aws, 'Strict').deploy(strict('strict'));
    assert.deepEqual(await settings(aws, 'strict'), [true, 'AES256', 'IMMUTABLE']);
    const first = await registry.push('strict:v1', 'first');
    assert.match(await registry.refusalOfPush('strict:v1', 'second'), /TAG_INVALID/);
    assert.equal(await registry.digest('strict:v1'), first);
  });

  await story.step('publish.yml runs again for the same image, and refuses the version to another', async () => {
    const released = await registry.push('strict:3f2a1bc', 'release 1.4.0');
    const named = (tag: string) => naming.complaint({ REPOSITORY: 'strict', TAG: tag, NAME: 'v1.4.0' });
    assert.deepEqual([await named('3f2a1bc'), await named('3f2a1bc')], ['', '']);
    await registry.push('strict:9c8d7e6', 'release 1.4.0, again');
    assert.match(await named('9c8d7e6'), /ImageTagAlreadyExistsException/);
    assert.equal(await registry.digest('strict:v1.4.0'), released);
  });

  await story.step('publish.yml fails where there is nothing to name', async () => {
    const named = (repository: string, tag: string) => naming.complaint({ REPOSITORY: repository, TAG: tag, NAME: 'v2.0.0' });
    assert.match(await named('nowhere', '3f2a1bc'), /RepositoryNotFoundException/);
    assert.match(await named('strict', '0000000'), /no image of strict has the tag 0000000/);
  });
}

function settings(aws: AwsCli, repository: string): Promise<unknown> {
  const members = '[imageScanningConfiguration.scanOnPush, encryptionConfiguration.encryptionType, imageTagMutability]';
  return aws.value(`repositories[0].${members}`, 'ecr', 'describe-repositories', '--repository-names', repository);
}
