import { App } from './binding';
import { run } from './command';
import { sourceOf } from './languages/typescript';
import { emptied, ROOT } from './workspace';

/** Synthesizes an app in TypeScript against the library in this checkout, as it is compiled now; returns the folder. */
export async function reference(app: App): Promise<string> {
  const outdir = emptied('out', 'reference', app);
  const runner = ['--no-install', 'ts-node', '--transpileOnly', '--project', 'tsconfig.dev.json'];
  await run('npx', [...runner, sourceOf(app)], { cwd: ROOT, env: { CDK_OUTDIR: outdir } });
  return outdir;
}
