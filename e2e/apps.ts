import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { LifecyclePolicy, SecureRepository } from 'cdk-secure-repository';
import { EmulatedTemplate } from './emulated-template';
import { run, WORKSHOP } from './workshop';

type SynthesizedTemplate = EmulatedTemplate['template'];

const PROJECT = join(__dirname, '..');
const EXAMPLE = join(PROJECT, 'examples/typescript');

/** The repository that the example makes. */
export const EXAMPLE_REPOSITORY = 'myapp';

/** The example as a user synthesizes it; the file that its template lies in. */
export async function synthesizeExample(): Promise<string> {
  const folder = join(WORKSHOP, 'cdk.out');
  const arguments_ = ['--transpileOnly', '--project', join(PROJECT, 'tsconfig.dev.json'), join(EXAMPLE, 'app.ts')];
  await run(join(PROJECT, 'node_modules/.bin/ts-node'), arguments_, { variables: { CDK_OUTDIR: folder } });
  return join(folder, 'MyApp.template.json');
}

export function templateIn(file: string): SynthesizedTemplate {
  return JSON.parse(readFileSync(file, 'utf8')) as SynthesizedTemplate;
}

/** A repository in which no tag may move: the emulator refuses to overwrite only where every tag is immutable. */
export function strict(repositoryName: string): SynthesizedTemplate {
  return synthesized((stack) => new SecureRepository(stack, 'Repository', { repositoryName }));
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

function synthesized(fill: (stack: Stack) => void): SynthesizedTemplate {
  const stack = new Stack(new App(), 'Stack');
  fill(stack);
  return Template.fromStack(stack).toJSON() as SynthesizedTemplate;
}
