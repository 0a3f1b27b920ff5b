import { strict as assert } from 'node:assert';
import { afterMigration, beforeMigration } from './apps';
import { AwsCli } from './aws-cli';
import { RegistryClient } from './registry-client';
import { Report } from './report';
import { DeployedStack } from './stack';

/** Migrates a stack from `ecr.Repository` as docs/migration.md says, and sees the same step without `implicitEncryption` roll back. */
export async function migrating(report: Report, aws: AwsCli, registry: RegistryClient): Promise<void> {
  const scanOnPush = (repository: string) =>
    aws.value(
      'repositories[0].imageScanningConfiguration.scanOnPush',
      ...['ecr', 'describe-repositories', '--repository-names', repository],
    );

  await report.step('a repository is migrated in place, with its image', () => {
    const stack = new DeployedStack(aws, 'InPlace');
    stack.deploy(beforeMigration('in-place'));
    const digest = registry.push('in-place:v1', 'older than the library');
    assert.equal(scanOnPush('in-place'), false);
    stack.deploy(afterMigration('in-place', true));
    assert.equal(stack.status, 'UPDATE_COMPLETE');
    assert.equal(scanOnPush('in-place'), true);
    assert.equal(registry.digest('in-place:v1'), digest);
  });

  await report.step('without implicitEncryption the update rolls back, and the image is still there', () => {
    const stack = new DeployedStack(aws, 'Replaced');
    stack.deploy(beforeMigration('replaced'));
    const digest = registry.push('replaced:v1', 'older than the library');
    stack.deploy(afterMigration('replaced', false));
    assert.equal(stack.status, 'UPDATE_ROLLBACK_COMPLETE');
    assert.match(stack.reasons.join('\n'), /custom-named resource/);
    assert.equal(scanOnPush('replaced'), false);
    assert.equal(registry.digest('replaced:v1'), digest);
  });
}
