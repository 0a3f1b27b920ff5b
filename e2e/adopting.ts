import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as ts from 'typescript';
import { AwsCli } from './aws-cli';
import { startEmulator } from './emulator';
import { RegistryClient } from './registry-client';
import { DeployedStack } from './stack';
import { Story } from './story';
import { ENVIRONMENT, WORKSHOP } from './workshop';
import { run } from '../src/cli/main';
import { answers } from '../tools/process';
import { Server } from '../tools/server';

const REGION = ENVIRONMENT.AWS_DEFAULT_REGION;
const COUNT = 40;
const KMS_KEY = `arn:aws:kms:${REGION}:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const LIFECYCLE = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 7 },
      action: { type: 'expire' },
    },
  ],
});
const POLICY = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'Pull', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:root' }, Action: ['ecr:BatchGetImage'] }],
};

/** The settings of a repository, in the properties of CloudFormation, all that differ between them. KMS_DSSE and exceptions to the mutability are left to the unit tests. */
function properties(index: number): Record<string, unknown> {
  const mutability = ['MUTABLE', 'IMMUTABLE'][index % 2];
  return {
    RepositoryName: `team-${index % 4}/service-${index}`,
    ImageTagMutability: mutability,
    ImageScanningConfiguration: { ScanOnPush: index % 3 === 0 },
    EncryptionConfiguration: index % 5 === 0 ? { EncryptionType: 'KMS', KmsKey: KMS_KEY } : { EncryptionType: 'AES256' },
    ...(index % 3 === 1 ? { LifecyclePolicy: { LifecyclePolicyText: LIFECYCLE } } : {}),
    ...(index % 4 === 1 ? { RepositoryPolicyText: POLICY } : {}),
    Tags: [{ Key: 'owner', Value: `team-${index % 4}` }],
  };
}

/** From forty repositories that an API and a stack have made to an app that declares them, and to the standard for one of them. */
export async function adopting(story: Story, emulator: Server): Promise<void> {
  const folder = mkdtempSync(join(WORKSHOP, 'adopted-'));
  const path = (name: string) => join(folder, name);
  const registry = new RegistryClient(emulator.url.replace('http://', ''));

  await story.step(`${COUNT / 2} repositories are made by the API, and ${COUNT / 2} by a stack`, async () => {
    for (let index = 0; index < COUNT / 2; index++) await created(emulator, properties(index));
    const resources = Array.from({ length: COUNT / 2 }, (_, index) => [
      `Repository${index}`,
      { Type: 'AWS::ECR::Repository', DeletionPolicy: 'Retain', Properties: properties(COUNT / 2 + index) },
    ]);
    await new DeployedStack(new AwsCli(emulator.url), 'Present').deploy({ Resources: Object.fromEntries(resources) as never });
  });
  const images = await story.step('two of them have images', async () => [
    await registry.push('team-1/service-1:v1', 'of the API'),
    await registry.push('team-1/service-21:v1', 'of the stack'),
  ]);
  await story.step('they are collected and reported', async () => {
    await command(emulator, 'collect', '--out', path('inventory'), '--region', REGION);
    assert.match(await command(emulator, 'report', path('inventory')), new RegExp(`^${COUNT} repositories, 2 images`));
  });
  await story.step('an app declares exactly what is there', async () => {
    await command(emulator, 'adopt', path('inventory'), '--out', path('app'));
    synthesize(path('app'));
    const compared = await command(emulator, 'adopt', path('inventory'), '--compare', path('app/cdk.out'));
    assert.match(compared, new RegExp(`^${COUNT} repositories: the templates declare exactly what is there`));
  });
  await story.step('every image is still there', async () => {
    assert.deepEqual([await registry.digest('team-1/service-1:v1'), await registry.digest('team-1/service-21:v1')], images);
  });

  const other = await story.step('another emulator is empty', startEmulator);
  try {
    await deployedElsewhere(story, other, folder);
  } finally {
    await other.stop();
  }
  const terraform = answers({ program: 'terraform', args: ['version'] })
    ? 'run by the unit tests'
    : 'not run, because terraform is not installed';
  await story.step(`the import itself: not run, because no emulator has import change sets; Terraform: ${terraform}`, () => undefined);
}

/** The app in an emulator that has none of the repositories, and the standard for one of them. */
async function deployedElsewhere(story: Story, emulator: Server, folder: string): Promise<void> {
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
    await command(emulator, 'collect', '--out', path('elsewhere'), '--region', REGION);
    assert.deepEqual(settingsIn(path('elsewhere')), settingsIn(path('inventory')));
  });
  await story.step('the standard is turned on for one, which keeps its image', async () => {
    const name = 'team-0/service-4';
    const digest = await registry.push(`${name}:v1`, 'older than the standard');
    const fleet = JSON.parse(readFileSync(path('app/fleet.json'), 'utf8'));
    fleet.registries[0].repositories[name].standard = true;
    writeFileSync(path('app/fleet.json'), JSON.stringify(fleet));
    synthesize(path('app'));
    await deployed();
    assert.equal(await registry.digest(`${name}:v1`), digest);
    assert.equal(await registry.pull(`${name}:v1`), 'older than the standard');
    const query = 'repositories[0].[imageTagMutability, imageScanningConfiguration.scanOnPush]';
    assert.deepEqual(await aws.value(query, 'ecr', 'describe-repositories', '--repository-names', name), ['IMMUTABLE', true]);
  });
}

/** Makes a repository by the API. */
async function created({ url }: Server, wanted: Record<string, any>): Promise<void> {
  const call = async (operation: string, input: object) => {
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AmazonEC2ContainerRegistry_V20150921.${operation}`,
      authorization: `AWS4-HMAC-SHA256 Credential=e2e/20260101/${REGION}/ecr/aws4_request, SignedHeaders=host, Signature=0`,
    };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(input) });
    assert.equal(response.status, 200, await response.text());
  };
  const { RepositoryName: repositoryName, EncryptionConfiguration: encryption } = wanted;
  await call('CreateRepository', {
    repositoryName,
    imageTagMutability: wanted.ImageTagMutability,
    imageScanningConfiguration: { scanOnPush: wanted.ImageScanningConfiguration.ScanOnPush },
    encryptionConfiguration: { encryptionType: encryption.EncryptionType, kmsKey: encryption.KmsKey },
    tags: wanted.Tags,
  });
  if (wanted.LifecyclePolicy) {
    await call('PutLifecyclePolicy', { repositoryName, lifecyclePolicyText: wanted.LifecyclePolicy.LifecyclePolicyText });
  }
  if (wanted.RepositoryPolicyText) {
    await call('SetRepositoryPolicy', { repositoryName, policyText: JSON.stringify(wanted.RepositoryPolicyText) });
  }
}

/** Runs the command against an emulator; what it prints. */
async function command({ url }: Server, ...args: string[]): Promise<string> {
  let printed = '';
  let complained = '';
  const before = { ...process.env };
  Object.assign(process.env, ENVIRONMENT, { AWS_ENDPOINT_URL: url });
  try {
    const exitCode = await run({
      argv: ['node', 'cdk-secure-repository', ...args],
      env: {},
      stdin: process.stdin,
      stdout: { isTTY: false, write: (text: string) => (printed += text) } as never,
      stderr: { isTTY: false, write: (text: string) => (complained += text) } as never,
    });
    assert.equal(exitCode, 0, complained);
    return printed;
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

/** Runs app.ts, as `cdk synth` does. */
function synthesize(app: string): void {
  const source = readFileSync(join(app, 'app.ts'), 'utf8');
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(source, { compilerOptions });
  const own = createRequire(__filename);
  const load = (name: string): unknown => own(name === 'cdk-secure-repository' ? '../src' : name);
  const assembly = join(app, 'cdk.out');
  mkdirSync(assembly, { recursive: true });
  process.env.CDK_OUTDIR = assembly;
  try {
    new Function('require', 'exports', '__dirname', outputText)(load, {}, app);
  } finally {
    delete process.env.CDK_OUTDIR;
  }
}

/** The settings of all repositories of an inventory, by name. */
function settingsIn(inventory: string): Record<string, unknown> {
  const files = readdirSync(inventory, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /repositories\/[^/]*(?<!\.images)\.json$/.test(file),
  );
  const settings = files.map((file) => {
    const { repository, tags, lifecyclePolicyText, repositoryPolicyText } = JSON.parse(readFileSync(join(inventory, file), 'utf8'));
    const { repositoryName, imageTagMutability, imageScanningConfiguration, encryptionConfiguration } = repository;
    const own = tags.filter(({ Key }: { Key: string }) => !Key.startsWith('aws:'));
    return [
      repositoryName,
      {
        imageTagMutability,
        imageScanningConfiguration,
        encryptionConfiguration,
        tags: own,
        lifecyclePolicy: JSON.parse(lifecyclePolicyText),
        repositoryPolicy: JSON.parse(repositoryPolicyText),
      },
    ] as const;
  });
  return Object.fromEntries(settings.sort(([a], [b]) => (a < b ? -1 : 1)));
}
