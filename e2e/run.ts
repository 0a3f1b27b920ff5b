import { strict as assert } from 'node:assert';
import { AwsCli } from './aws-cli';
import { Emulator } from './emulator';
import { migrating } from './migrating';
import { overwriting, publishing } from './publishing';
import { RegistryClient } from './registry-client';
import { Report } from './report';
import { DeployedStack } from './stack';
import { WorkflowStep } from './workflow-step';

async function story(report: Report, emulator: Emulator): Promise<void> {
  const aws = new AwsCli(emulator.endpoint);
  const registry = new RegistryClient(emulator.registry);
  const naming = new WorkflowStep('Name the image', emulator.endpoint);

  await report.step('the environment is bootstrapped, as far as the templates ask', () => {
    const parameter = ['--name', '/cdk-bootstrap/hnb659fds/version', '--type', 'String', '--value', '30'];
    aws.text('ssm', 'put-parameter', ...parameter);
  });
  await publishing(report, aws, registry, naming);
  await overwriting(report, aws, registry, naming);
  await migrating(report, aws, registry);
  await report.step('everything is deleted', () => {
    for (const name of ['Strict', 'InPlace', 'Replaced']) new DeployedStack(aws, name).delete();
    for (const name of aws.value<string[]>('repositories[].repositoryName', 'ecr', 'describe-repositories')) {
      aws.text('ecr', 'delete-repository', '--repository-name', name, '--force');
    }
    assert.deepEqual(aws.value('repositories', 'ecr', 'describe-repositories'), []);
  });
}

async function main(): Promise<void> {
  const report = new Report();
  const emulator = await report.step('an emulator of AWS answers on loopback', () => Emulator.start());
  let failed = 0;
  try {
    await story(report, emulator);
  } catch (error) {
    failed++;
    console.error(error);
  }
  await report.step('the emulator has ended', async () => assert.equal(await emulator.stop(), true));
  console.log(report.summary(failed));
  process.exitCode = failed > 0 ? 1 : 0;
}

void main();
