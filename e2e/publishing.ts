import { strict as assert } from 'node:assert';
import { shop } from './apps';
import { AwsCli } from './aws-cli';
import { RegistryClient } from './registry-client';
import { Report } from './report';
import { DeployedStack } from './stack';

/** Deploys a repository and a publisher, pushes an image under two names, pulls it, and tries to overwrite a tag. */
export async function publishing(report: Report, aws: AwsCli, registry: RegistryClient): Promise<void> {
  const stack = new DeployedStack(aws, 'Shop');

  await report.step('the app is deployed', () => {
    const takenOut = stack.deploy(shop());
    console.log(`        without what the emulator refuses: ${takenOut.join(', ')}`);
    assert.equal(stack.status, 'CREATE_COMPLETE');
  });

  await report.step('the repository is scanned on push, encrypted and immutable, and its policy is the one written', () => {
    const settings = '[imageScanningConfiguration.scanOnPush, encryptionConfiguration.encryptionType, imageTagMutability]';
    const describe = ['ecr', 'describe-repositories', '--repository-names'];
    assert.deepEqual(aws.value(`repositories[0].${settings}`, ...describe, 'my-app'), [true, 'AES256', 'IMMUTABLE_WITH_EXCLUSION']);
    assert.deepEqual(aws.value(`repositories[0].${settings}`, ...describe, 'strict'), [true, 'AES256', 'IMMUTABLE']);
    const policy = aws.value<string>('lifecyclePolicyText', 'ecr', 'get-lifecycle-policy', '--repository-name', 'my-app');
    assert.equal(JSON.parse(policy).rules.length, 2);
  });

  const digest = await report.step('an image is pushed under a git SHA, and gets a version as its second name', () => {
    const pushed = registry.push('my-app:3f2a1bc', 'release 1.4.0');
    registry.tag('my-app:3f2a1bc', 'v1.4.0');
    assert.equal(registry.digest('my-app:v1.4.0'), pushed);
    return pushed;
  });

  await report.step('the AWS CLI lists one image with both names', () => {
    const images = aws.value('imageDetails[].[imageDigest, sort(imageTags)]', 'ecr', 'describe-images', '--repository-name', 'my-app');
    assert.deepEqual(images, [[digest, ['3f2a1bc', 'v1.4.0']]]);
  });

  await report.step('what is pulled is what was pushed', () => assert.equal(registry.pull('my-app:v1.4.0'), 'release 1.4.0'));

  await report.step('a tag that may not move is not overwritten', () => {
    const first = registry.push('strict:v1', 'first');
    assert.match(registry.refusalOfPush('strict:v1', 'second'), /TAG_INVALID/);
    assert.equal(registry.digest('strict:v1'), first);
  });

  await report.step('the stack is deleted, and the repositories are kept with their images', () => {
    stack.delete();
    assert.equal(stack.status, undefined);
    assert.equal(registry.digest('my-app:v1.4.0'), digest);
  });
}
