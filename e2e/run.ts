import { strict as assert } from 'node:assert';
import { adopting } from './adopting';
import { AwsCli } from './aws-cli';
import { deployingFunction, deployingOneStack, deployingService } from './deploying';
import { startEmulator, startRegistryEmulator } from './emulator';
import { migrating } from './migrating';
import { deleting, overwriting, publishing } from './publishing';
import { pushing } from './pushing';
import { RegistryClient } from './registry-client';
import { registrySettings } from './registry-settings';
import { secondOpinion } from './second-opinion';
import { DeployedStack } from './stack';
import { Story, StoryEnded } from './story';
import { WorkflowStep } from './workflow-step';
import { endTogether } from '../tools/process';
import { Report } from '../tools/report';
import { Server } from '../tools/server';

/** Everything that a person does with a repository, on one emulator. */
async function everything(story: Story, emulator: Server): Promise<void> {
  const aws = new AwsCli(emulator.url);
  const registry = new RegistryClient(emulator.url.replace('http://', ''));
  const naming = new WorkflowStep('Name the image', emulator.url);

  await story.step('the environment is bootstrapped, as far as the templates ask', async () => {
    const parameter = ['--name', '/cdk-bootstrap/hnb659fds/version', '--type', 'String', '--value', '30'];
    await aws.text('ssm', 'put-parameter', ...parameter);
  });
  const templates = await publishing(story, aws, registry, naming);
  const commits = { first: '3f2a1bc', second: '9c8d7e6' };
  await deployingService(story, aws, registry, templates, commits);
  await deployingFunction(story, aws, registry, naming, commits);
  await deleting(story, aws, registry);
  await deployingOneStack(story, aws, registry);
  await overwriting(story, aws, registry, naming);
  await migrating(story, aws, registry);
  await pushing(story, aws, registry, emulator.url);
  await story.step('everything is deleted', async () => {
    for (const name of ['Strict', 'InPlace', 'Replaced', 'Pushed']) await new DeployedStack(aws, name).delete();
    for (const name of await aws.value<string[]>('repositories[].repositoryName', 'ecr', 'describe-repositories')) {
      await aws.text('ecr', 'delete-repository', '--repository-name', name, '--force');
    }
    assert.deepEqual(await aws.value('repositories', 'ecr', 'describe-repositories'), []);
  });
}

/** A story on an emulator that runs as long as the story. */
async function withEmulator(story: Story, start: () => Promise<Server>, told: (emulator: Server) => Promise<void>): Promise<void> {
  try {
    const emulator = await story.step('an emulator of AWS answers on loopback', start);
    try {
      await told(emulator);
    } finally {
      await story.step('the emulator has ended', async () => {
        await emulator.stop();
        await assert.rejects(fetch(emulator.url));
      });
    }
  } catch (error) {
    if (!(error instanceof StoryEnded)) throw error;
  }
}

async function main(): Promise<number> {
  endTogether();
  const report = new Report('e2e');
  const repositories = new Story(report.section(''));
  await withEmulator(repositories, startEmulator, (emulator) => everything(repositories, emulator));
  const registry = new Story(report.section('registry'));
  await withEmulator(registry, startRegistryEmulator, (emulator) => registrySettings(registry, new AwsCli(emulator.url)));
  const fleet = new Story(report.section('fleet'));
  await withEmulator(fleet, startEmulator, (emulator) => adopting(fleet, emulator));
  const opinion = new Story(report.section('second opinion'));
  await withEmulator(opinion, startRegistryEmulator, (emulator) => secondOpinion(opinion, emulator));
  return report.end();
}

void main().then((code) => process.exit(code));
