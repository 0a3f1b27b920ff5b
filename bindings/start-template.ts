import * as fs from 'node:fs';
import * as path from 'node:path';
import { releaseFolder } from './release';
import { templateDifference } from './templates';
import { emptied, kept, ROOT } from './workspace';
import { attempt, run } from '../tools/process';

const CLI_VERSION = '2.1148.1';
/** What the CDK CLI adds to a template, and an app without it does not. */
const AS_WITHOUT_CLI = ['--no-path-metadata', '--no-asset-metadata', '--no-version-reporting', '--no-notices'];

/** No account is asked for: not the one of this machine either. */
const NOWHERE = { AWS_EC2_METADATA_DISABLED: 'true', CDK_DEFAULT_ACCOUNT: '', CDK_DEFAULT_REGION: '' };

/** Starts an app from the template of a language, as a user does: in an empty folder, with the CDK CLI. */
export async function startApp(language: string): Promise<string> {
  const folder = emptied(language, 'template');
  const templates = path.join(releaseFolder('js'), 'templates');
  await cdk(folder, ['init', '--unstable=init', '--from-path', templates, '--language', language, '--generate-only', '--no-notices']);
  return folder;
}

/** Fails unless the CDK CLI synthesizes from such an app what the template in TypeScript makes of the library as it is compiled now. */
export async function sameAsTypeScript(language: string, folder: string, env: NodeJS.ProcessEnv = {}): Promise<void> {
  const outdir = emptied('out', language, 'template');
  await cdk(folder, ['synth', '--quiet', '--output', outdir, ...AS_WITHOUT_CLI], env);
  const difference = templateDifference(await reference(), outdir);
  if (difference) throw new Error(`${difference}\n(the reference is templates/typescript with the library as it is compiled now)`);
}

/** The app of the template in TypeScript, synthesized against the library in this checkout. */
async function reference(): Promise<string> {
  const outdir = emptied('out', 'reference', 'template');
  // without the template's own package.json, below this project: so the library's name leads to this checkout
  const sources = emptied('out', 'reference', 'template-sources');
  const isSource = (file: string): boolean => path.extname(file) !== '.json';
  fs.cpSync(path.join(ROOT, 'templates', 'typescript'), sources, { recursive: true, filter: isSource });
  const runner = ['--no-install', 'ts-node', '--transpileOnly', '--project', 'tsconfig.dev.json'];
  await run('npx', [...runner, path.join(sources, 'app.ts')], { cwd: ROOT, env: { CDK_OUTDIR: outdir } });
  return outdir;
}

/** Fails unless the CDK CLI, of an assembly with findings of the rules, reports them and ends with 1. */
export async function findingsFailInCli(assembly: string): Promise<void> {
  const program = await installed();
  const args = [program, 'synth', '--quiet', '--no-notices', '--app', assembly];
  const { status, printed } = await attempt(process.execPath, args, { env: NOWHERE });
  if (status !== 1 || !printed.includes("Acknowledge with 'cdk-secure-repository::lifecycle-policy'")) {
    throw new Error(`${status}: ${printed}`);
  }
}

async function cdk(cwd: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  const program = await installed();
  await run(process.execPath, [program, ...args], { cwd, env: { ...NOWHERE, ...env } });
}

async function installed(): Promise<string> {
  const folder = kept('tools', `aws-cdk-${CLI_VERSION}`);
  const done = path.join(folder, 'installed.txt');
  if (!fs.existsSync(done)) {
    fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true }));
    await run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', `aws-cdk@${CLI_VERSION}`], { cwd: folder });
    fs.writeFileSync(done, CLI_VERSION);
  }
  return path.join(folder, 'node_modules', 'aws-cdk', 'bin', 'cdk');
}
