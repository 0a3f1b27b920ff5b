import { strict as assert } from 'node:assert';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as ts from 'typescript';
import { ENVIRONMENT } from './workshop';
import { run } from '../src/cli/main';
import { Server } from '../tools/server';

/** Runs the command against an emulator; what it prints. */
export async function fleetCommand({ url }: Pick<Server, 'url'>, ...args: string[]): Promise<string> {
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
export function synthesize(app: string): void {
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

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** A repository of an inventory, without what differs between two registries: times, and tags of AWS. */
export interface CollectedSettings {
  readonly settings: Record<string, unknown>;
  /** Each digest with its tags. */
  readonly images: Record<string, string[]>;
}

/** The repositories of an inventory, by name. */
export function collectedIn(inventory: string): Record<string, CollectedSettings> {
  const files = readdirSync(inventory, { recursive: true, encoding: 'utf8' }).filter((file) => /\/repositories\/[^/]*\.json$/.test(file));
  const entries = files.map((file) => {
    const { repository, tags, lifecyclePolicyText, repositoryPolicyText, missing } = jsonIn(join(inventory, file));
    assert.deepEqual(missing, {}, file);
    const { repositoryName, imageTagMutability, imageTagMutabilityExclusionFilters, ...others } = repository;
    const { imageDetails } = jsonIn(join(inventory, file.replace('/repositories/', '/images/')));
    const settings = {
      imageTagMutability,
      imageTagMutabilityExclusionFilters,
      imageScanningConfiguration: others.imageScanningConfiguration,
      encryptionConfiguration: others.encryptionConfiguration,
      tags: Object.fromEntries(tags.map(({ Key, Value }: Tag) => [Key, Value]).filter(([key]: [string]) => !key.startsWith('aws:'))),
      lifecyclePolicyText,
      repositoryPolicy: JSON.parse(repositoryPolicyText),
    };
    const images = imageDetails.map(({ imageDigest, imageTags = [] }: { imageDigest: string; imageTags?: string[] }) => [
      imageDigest,
      [...imageTags].sort(),
    ]);
    return [repositoryName, { settings, images: Object.fromEntries(images) }] as const;
  });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function jsonIn(file: string): Record<string, any> {
  return JSON.parse(readFileSync(file, 'utf8'));
}
