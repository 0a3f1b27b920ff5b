import { strict as assert } from 'node:assert';
import { afterMigration, beforeMigration } from './apps';
import { AwsCli } from './aws-cli';
import { RegistryClient } from './registry-client';
import { DeployedStack } from './stack';
import { Story } from './story';

/** Migrates a stack from `ecr.Repository` as docs/migration.md says, and sees the same step without `implicitEncryption` roll back. */
export async function migrating(story: Story, aws: AwsCli, registry: RegistryClient): Promise<void> {
  const scanOnPush = (repository: string) =>
    aws.value(
      'repositories[0].imageScanningConfiguration.scanOnPush',
      ...['ecr', 'describe-repositories', '--repository-names', repository],
    );

  await story.step('a repository is migrated in place, with its image', async () => {
    const stack = new DeployedStack(aws, 'InPlace');
    await stack.deploy(beforeMigration('in-place'));
    const digest = await registry.push('in-place:v1', 'older than the library');
    assert.equal(await scanOnPush('in-place'), false);
    await stack.deploy(afterMigration('in-place', true));
    assert.equal(await stack.status(), 'UPDATE_COMPLETE');
    assert.equal(await scanOnPush('in-place'), true);
    assert.equal(await registry.digest('in-place:v1'), digest);
  });

  await story.step('without implicitEncryption the update rolls back, and the image is still there', async () => {
    const stack = new DeployedStack(aws, 'Replaced');
    await stack.deploy(beforeMigration('replaced'));
    const digest = await registry.push('replaced:v1', 'older than the library');
    await stack.deploy(afterMigration('replaced', false));
    assert.equal(await stack.status(), 'UPDATE_ROLLBACK_COMPLETE');
    assert.match((await stack.reasons()).join('\n'), /custom-named resource/);
    assert.equal(await scanOnPush('replaced'), false);
    assert.equal(await registry.digest('replaced:v1'), digest);
  });
}
