import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { EXAMPLE_REPOSITORY as REPOSITORY, strict, synthesizeExample, templateIn } from './apps';
import { AwsCli } from './aws-cli';
import { RegistryClient } from './registry-client';
import { Report } from './report';
import { DeployedStack } from './stack';
import { WorkflowStep } from './workflow-step';
import { output } from './workshop';

const COMMAND = join(__dirname, '../bin/cdk-secure-repository');

/** Deploys the example, pushes an image under two names, looks at it, and pulls it. */
export async function publishing(report: Report, aws: AwsCli, registry: RegistryClient, naming: WorkflowStep): Promise<void> {
  const stack = new DeployedStack(aws, 'MyApp');
  const template = await report.step('examples/typescript is synthesized', () => synthesizeExample());

  await report.step('it is deployed', () => {
    const takenOut = stack.deploy(templateIn(template));
    console.log(`        without what the emulator refuses: ${takenOut.join(', ') || 'nothing'}`);
    assert.equal(stack.status, 'CREATE_COMPLETE');
  });

  await report.step('its repository is scanned on push, encrypted and immutable, and cleaned up by two rules', () => {
    assert.deepEqual(settings(aws, REPOSITORY), [true, 'AES256', 'IMMUTABLE_WITH_EXCLUSION']);
    const policy = aws.value<string>('lifecyclePolicyText', 'ecr', 'get-lifecycle-policy', '--repository-name', REPOSITORY);
    assert.equal((JSON.parse(policy) as { rules: object[] }).rules.length, 2);
  });

  const digest = await report.step('an image is pushed under a git SHA, and publish.yml gives it the version as its second name', () => {
    const pushed = registry.push(`${REPOSITORY}:3f2a1bc`, 'release 1.4.0');
    assert.equal(naming.complaint({ REPOSITORY, TAG: '3f2a1bc', NAME: 'v1.4.0' }), '');
    assert.equal(registry.digest(`${REPOSITORY}:v1.4.0`), pushed);
    return pushed;
  });

  await report.step('the AWS CLI lists one image with both names, and the preview keeps it', () => {
    const listed = aws.text('ecr', 'describe-images', '--repository-name', REPOSITORY);
    const { imageDetails } = JSON.parse(listed) as { imageDetails: { imageDigest: string; imageTags: string[] }[] };
    assert.deepEqual(
      imageDetails.map(({ imageDigest, imageTags }) => [imageDigest, [...imageTags].sort()]),
      [[digest, ['3f2a1bc', 'v1.4.0']]],
    );
    const preview = output(process.execPath, [COMMAND, 'preview', '--template', template], { input: listed });
    assert.match(preview, /v1\.4\.0/);
    assert.match(preview, /expires 0 of 1 image/);
  });

  await report.step('what is pulled is what was pushed', () => assert.equal(registry.pull(`${REPOSITORY}:v1.4.0`), 'release 1.4.0'));

  await report.step('the stack is deleted, and the repository is kept with its image', () => {
    stack.delete();
    assert.equal(stack.status, undefined);
    assert.equal(registry.digest(`${REPOSITORY}:v1.4.0`), digest);
  });
}

/** Tries to overwrite a tag where no tag may move. */
export async function overwriting(report: Report, aws: AwsCli, registry: RegistryClient, naming: WorkflowStep): Promise<void> {
  await report.step('a tag is not overwritten', () => {
    new DeployedStack(aws, 'Strict').deploy(strict('strict'));
    assert.deepEqual(settings(aws, 'strict'), [true, 'AES256', 'IMMUTABLE']);
    const first = registry.push('strict:v1', 'first');
    assert.match(registry.refusalOfPush('strict:v1', 'second'), /TAG_INVALID/);
    assert.equal(registry.digest('strict:v1'), first);
  });

  await report.step('publish.yml runs again for the same image, and refuses the version to another', () => {
    const released = registry.push('strict:3f2a1bc', 'release 1.4.0');
    const named = (tag: string) => naming.complaint({ REPOSITORY: 'strict', TAG: tag, NAME: 'v1.4.0' });
    assert.deepEqual([named('3f2a1bc'), named('3f2a1bc')], ['', '']);
    registry.push('strict:9c8d7e6', 'release 1.4.0, again');
    assert.match(named('9c8d7e6'), /ImageTagAlreadyExistsException/);
    assert.equal(registry.digest('strict:v1.4.0'), released);
  });

  await report.step('publish.yml fails where there is nothing to name', () => {
    const named = (repository: string, tag: string) => naming.complaint({ REPOSITORY: repository, TAG: tag, NAME: 'v2.0.0' });
    assert.match(named('nowhere', '3f2a1bc'), /RepositoryNotFoundException/);
    assert.match(named('strict', '0000000'), /no image of strict has the tag 0000000/);
  });
}

function settings(aws: AwsCli, repository: string): unknown {
  const members = '[imageScanningConfiguration.scanOnPush, encryptionConfiguration.encryptionType, imageTagMutability]';
  return aws.value(`repositories[0].${members}`, 'ecr', 'describe-repositories', '--repository-names', repository);
}
