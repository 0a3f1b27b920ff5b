import { strict as assert } from 'node:assert';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AwsCli } from './aws-cli';
import { startEmulator } from './emulator';
import { collectedIn, fleetCommand, synthesize } from './fleet-command';
import { COUNT, created, fortyRepositories, nameOf, REGION, templateOf } from './forty-repositories';
import { RegistryClient } from './registry-client';
import { DeployedStack } from './stack';
import { Story } from './story';
import { releasing, stateOf } from './terraform';
import { WORKSHOP } from './workshop';
import { Server } from '../tools/server';

/** The emulator forgets the exceptions to the mutability of tags: those are in `second-opinion.ts`. */
const REPOSITORIES = fortyRepositories(false);
/** Repositories with images, from each origin. */
const WITH_IMAGES = [0, 1, 2, 4].map((index) => REPOSITORIES[index]);
/** The one for which the standard is turned on: its tags are mutable, and it is not scanned on push. */
const STANDARDIZED = nameOf(4);

/** From forty repositories that an API, a stack and Terraform have made to an app that declares them, and to the standard for one of them. */
export async function adopting(story: Story, emulator: Server): Promise<void> {
  const folder = mkdtempSync(join(WORKSHOP, 'adopted-'));
  const path = (name: string) => join(folder, name);
  const ofTerraform = REPOSITORIES.filter(({ origin }) => origin === 'Terraform');
  const aws = new AwsCli(emulator.url);

  await story.step(`${COUNT} repositories are there: of the API, of a stack, and of a state of Terraform`, async () => {
    // those of Terraform as its provider makes them, which is not installed
    for (const one of REPOSITORIES.filter(({ origin }) => origin !== 'a stack')) await created(emulator, one);
    await new DeployedStack(aws, 'Present').deploy(templateOf(REPOSITORIES.filter(({ origin }) => origin === 'a stack')));
    const account = await aws.value<string>('Account', 'sts', 'get-caller-identity');
    writeFileSync(path('state.json'), stateOf(account, ofTerraform));
  });
  const images = await story.step(`${WITH_IMAGES.length} of them have several images`, () => pushed(emulator));
  const before = await story.step('they are collected and reported', async () => {
    await fleetCommand(emulator, 'collect', '--out', path('inventory'), '--region', REGION);
    assert.match(await fleetCommand(emulator, 'report', path('inventory')), new RegExp(`^${COUNT} repositories, ${images} images`));
    return collectedIn(path('inventory'));
  });
  await story.step('an app declares exactly what is there', async () => {
    await fleetCommand(emulator, 'adopt', path('inventory'), '--out', path('app'), '--terraform-state', path('state.json'));
    synthesize(path('app'));
    const compared = await fleetCommand(emulator, 'adopt', path('inventory'), '--compare', path('app/cdk.out'));
    assert.match(compared, new RegExp(`^${COUNT} repositories: the templates declare exactly what is there`));
  });
  await story.step('the plan names the stack and the state, which release their repositories', async () => {
    const plan = readFileSync(path('app/PLAN.md'), 'utf8');
    for (const named of ['Present: ', `In the configuration of the state \`${path('state.json')}\``]) assert.ok(plan.includes(named), plan);
    // each of them is retained
    await new DeployedStack(aws, 'Present').delete();
    await fleetCommand(emulator, 'collect', '--out', path('released'), '--region', REGION);
    assert.deepEqual(collectedIn(path('released')), before);
  });
  await releasing(story, readFileSync(path('state.json'), 'utf8'), path('app/terraform'), folder);
  story.notRun('the import, because no emulator has import change sets: the app is deployed to an empty emulator instead');

  const other = await story.step('another emulator is empty', startEmulator);
  try {
    await deployedElsewhere(story, other, folder, before);
  } finally {
    await other.stop();
  }
}

/** The app in an emulator that has none of the repositories, and the standard for one of them. */
async function deployedElsewhere(story: Story, emulator: Server, folder: string, before: ReturnType<typeof collectedIn>): Promise<void> {
  const path = (name: string) => join(folder, name);
  const aws = new AwsCli(emulator.url);
  const registry = new RegistryClient(emulator.url.replace('http://', ''));
  const deployed = async () => {
    for (const file of readdirSync(path('app/cdk.out')).filter((name) => name.endsWith('.template.json'))) {
      const template = JSON.parse(readFileSync(path(`app/cdk.out/${file}`), 'utf8'));
      await new DeployedStack(aws, file.replace('.template.json', '')).deploy(template);
    }
  };
  await story.step('the app deploys there, with every setting', async () => {
    await aws.text('ssm', 'put-parameter', '--name', '/cdk-bootstrap/hnb659fds/version', '--type', 'String', '--value', '30');
    await deployed();
  });
  await story.step('the same images are pushed there, and pulled', async () => {
    await pushed(emulator);
    for (const { name } of WITH_IMAGES) assert.equal(await registry.pull(`${name}:v2`), `the second of ${name}`);
    await fleetCommand(emulator, 'collect', '--out', path('elsewhere'), '--region', REGION);
    assert.deepEqual(collectedIn(path('elsewhere')), before);
  });
  const changes = await story.step(`the standard is turned on for ${STANDARDIZED}`, async () => {
    const fleet = JSON.parse(readFileSync(path('app/fleet.json'), 'utf8'));
    const settings = fleet.registries[0].repositories[STANDARDIZED];
    settings.standard = true;
    writeFileSync(path('app/fleet.json'), JSON.stringify(fleet));
    synthesize(path('app'));
    await deployed();
    return settings.standardChanges as string[];
  });
  const added = await story.step('its images are pulled, a new one is pushed, and no tag of it moves any longer', async () => {
    assert.equal(await registry.pull(`${STANDARDIZED}:v1`), `the first of ${STANDARDIZED}`);
    assert.notEqual(await registry.refusalOfPush(`${STANDARDIZED}:v1`, 'another'), '');
    return registry.push(`${STANDARDIZED}:v3`, `the third of ${STANDARDIZED}`);
  });
  await story.step('every image and every other setting is still there', async () => {
    await fleetCommand(emulator, 'collect', '--out', path('after'), '--region', REGION);
    const after = collectedIn(path('after'));
    const [was, becomes] = [before[STANDARDIZED], after[STANDARDIZED]];
    assert.deepEqual({ ...after, [STANDARDIZED]: was }, before);
    assert.deepEqual(becomes.images, { ...was.images, [added]: ['v3'] });
    assert.deepEqual(becomes.settings, {
      ...was.settings,
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: true },
    });
    assert.deepEqual(changes.map((line) => line.split(':')[0]).sort(), ['ImageScanningConfiguration', 'ImageTagMutability']);
  });
  await story.step('the report shows the difference for that one only', async () => {
    const [was, becomes] = [await reported(emulator, path('elsewhere')), await reported(emulator, path('after'))];
    const differing = Object.keys(was).filter((name) => JSON.stringify(was[name]) !== JSON.stringify(becomes[name]));
    assert.deepEqual([Object.keys(becomes), differing], [Object.keys(was), [STANDARDIZED]]);
    // the emulator refuses the scanning configuration, without which it is not known whether a repository is scanned
    assert.deepEqual([was[STANDARDIZED], becomes[STANDARDIZED]], [['immutable-tags'], []]);
  });
  const registryJson = JSON.parse(readFileSync(join(folder, 'after', registryFolder(folder), 'registry.json'), 'utf8'));
  story.notRun(
    `exceptions to the mutability of tags, which the emulator forgets, and these settings of the registry, which it refuses: ${Object.keys(registryJson.missing).join(', ')}`,
  );
}

/** Pushes several images to some repositories, one of them without a tag where tags may move; how many. */
async function pushed(emulator: Server): Promise<number> {
  const registry = new RegistryClient(emulator.url.replace('http://', ''));
  let count = 0;
  for (const { name, imageTagMutability } of WITH_IMAGES) {
    const latest = imageTagMutability === 'MUTABLE' ? [['latest', 'a former latest'] as const, ['latest', 'the latest'] as const] : [];
    for (const [tag, text] of [['v1', 'the first'] as const, ['v2', 'the second'] as const, ...latest]) {
      await registry.push(`${name}:${tag}`, `${text} of ${name}`);
      count += 1;
    }
  }
  return count;
}

/** The broken rules of each repository, by name. */
async function reported(emulator: Server, inventory: string): Promise<Record<string, string[]>> {
  const { repositories } = JSON.parse(await fleetCommand(emulator, 'report', inventory, '--format', 'json')) as {
    repositories: { repositoryName: string; brokenRules: string[] }[];
  };
  return Object.fromEntries(repositories.map(({ repositoryName, brokenRules }) => [repositoryName, brokenRules]));
}

/** The folder of the one account and Region. */
function registryFolder(folder: string): string {
  const [account] = readdirSync(join(folder, 'after')).filter((name) => existsSync(join(folder, 'after', name, REGION)));
  return join(account, REGION);
}
