import { App, exitCodesOf } from './binding';
import { run } from '../tools/process';
import { sourceOf } from './languages/typescript';
import { emptied, ROOT } from './workspace';

const made = new Map<App, Promise<string>>();

/** The folder of an app in TypeScript, synthesized once against the library in this checkout, as it is compiled now. */
export function reference(app: App): Promise<string> {
  const folder = made.get(app) ?? synthesized(app);
  made.set(app, folder);
  return folder;
}

async function synthesized(app: App): Promise<string> {
  const outdir = emptied('out', 'reference', app);
  const runner = ['--no-install', 'ts-node', '--transpileOnly', '--project', 'tsconfig.dev.json'];
  await run('npx', [...runner, sourceOf(app)], { cwd: ROOT, env: { CDK_OUTDIR: outdir }, accepts: exitCodesOf(app) });
  return outdir;
}
