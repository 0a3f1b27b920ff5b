import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, CfnOutput, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ContainerTool, ImageTag, LifecyclePolicy, PushCommandsOptions, SecureRepository } from 'cdk-secure-repository';
import { EmulatedTemplate } from './emulated-template';
import { run, WORKSHOP } from './workshop';

type SynthesizedTemplate = EmulatedTemplate['template'];

const PROJECT = join(__dirname, '..');
const EXAMPLE = join(PROJECT, 'examples/typescript');

/** The repository that the example makes. */
export const EXAMPLE_REPOSITORY = 'myapp';

/** The files in which the templates of the example lie, and what they contain. */
export interface ExampleTemplates {
  readonly repositoryFile: string;
  readonly repository: SynthesizedTemplate;
  readonly service: SynthesizedTemplate;
}

/** The example as a user synthesizes it. */
export async function synthesizeExample(): Promise<ExampleTemplates> {
  const folder = join(WORKSHOP, 'cdk.out');
  const arguments_ = ['--transpileOnly', '--project', join(PROJECT, 'tsconfig.dev.json'), join(EXAMPLE, 'app.ts')];
  await run(join(PROJECT, 'node_modules/.bin/ts-node'), arguments_, { variables: { CDK_OUTDIR: folder } });
  const repositoryFile = join(folder, 'MyApp.template.json');
  return { repositoryFile, repository: templateIn(repositoryFile), service: templateIn(join(folder, 'MyApp-Service.template.json')) };
}

function templateIn(file: string): SynthesizedTemplate {
  return JSON.parse(readFileSync(file, 'utf8')) as SynthesizedTemplate;
}

/** A repository in which no tag may move: the emulator refuses to overwrite only where every tag is immutable. */
export function strict(repositoryName: string): SynthesizedTemplate {
  return synthesized((stack) => new SecureRepository(stack, 'Repository', { repositoryName }));
}

/** A repository whose stack has the push commands of several forms as outputs, with the short SHA in each tag. */
export function withPushCommands(repositoryName: string): SynthesizedTemplate {
  const platforms = ['linux/amd64', 'linux/arm64'];
  const forms: Record<string, PushCommandsOptions> = {
    Docker: {},
    DockerPlatforms: { platforms },
    DockerCache: { platforms, cache: 'cache', dualStack: true },
    Podman: { tool: ContainerTool.PODMAN },
    PodmanPlatforms: { tool: ContainerTool.PODMAN, platforms, dualStack: true },
  };
  return synthesized((stack) => {
    const repository = new SecureRepository(stack, 'Repository', { repositoryName, mutableTags: ['cache'] });
    for (const [name, options] of Object.entries(forms)) {
      const tags = ['$(git rev-parse --short HEAD)', 'v1'].map((tag) => `${name}-${tag}`);
      new CfnOutput(stack, name, { value: Fn.join('\n', repository.pushCommands(tags, options)) });
    }
  });
}

/** What a team has before it migrates. */
export function beforeMigration(repositoryName: string): SynthesizedTemplate {
  return synthesized((stack) => new ecr.Repository(stack, 'Repository', { repositoryName }));
}

/** The same repository after it. */
export function afterMigration(repositoryName: string, implicitEncryption: boolean): SynthesizedTemplate {
  return synthesized(
    (stack) => new SecureRepository(stack, 'Repository', { repositoryName, implicitEncryption, lifecyclePolicy: LifecyclePolicy.none() }),
  );
}

/** A function that runs an image of the example's repository, by the digest that a file has for a tag. */
export function functionOfTag(file: string, tag: string): SynthesizedTemplate {
  return synthesized((stack) => {
    const repository = ecr.Repository.fromRepositoryName(stack, 'Repository', EXAMPLE_REPOSITORY);
    const { tagOrDigest } = ImageTag.digestFromFile(stack, file, tag);
    const code = lambda.DockerImageCode.fromEcr(repository, { tagOrDigest });
    const handler = new lambda.DockerImageFunction(stack, 'Function', { code });
    new CfnOutput(stack, 'FunctionName', { value: handler.functionName });
  });
}

/** A repository and its service in one stack, as docs/deploying.md shows it. */
export function repositoryAndService(repositoryName: string, tag: string): SynthesizedTemplate {
  return synthesized((stack) => {
    const repository = new SecureRepository(stack, 'Repository', { repositoryName });
    const desiredCount = new CfnParameter(stack, 'DesiredCount', { type: 'Number' }).valueAsNumber;
    const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task');
    taskDefinition.addContainer('app', { image: ecs.ContainerImage.fromEcrRepository(repository, tag) });
    const cluster = new ecs.Cluster(stack, 'Cluster', { vpc: new ec2.Vpc(stack, 'Vpc', { natGateways: 0 }) });
    const service = new ecs.FargateService(stack, 'Service', { cluster, taskDefinition, desiredCount, minHealthyPercent: 100 });
    new CfnOutput(stack, 'ClusterName', { value: cluster.clusterName });
    new CfnOutput(stack, 'ServiceName', { value: service.serviceName });
  });
}

function synthesized(fill: (stack: Stack) => void): SynthesizedTemplate {
  const stack = new Stack(new App(), 'Stack');
  fill(stack);
  return Template.fromStack(stack).toJSON() as SynthesizedTemplate;
}
