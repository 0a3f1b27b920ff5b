import * as fs from 'node:fs';
import * as path from 'node:path';

/** The project. */
export const ROOT = path.resolve(__dirname, '..');

/** Everything that the bindings write lies below this folder, which is not kept. */
const BUILD = path.join(ROOT, 'build', 'bindings');

/** A path below the build folder. */
export function built(...parts: string[]): string {
  return path.join(BUILD, ...parts);
}

/** A folder below the build folder, there and empty. */
export function emptied(...parts: string[]): string {
  const folder = built(...parts);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  return folder;
}

/** A folder below the build folder, there, with what an earlier run left in it. */
export function kept(...parts: string[]): string {
  const folder = built(...parts);
  fs.mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * Java, whose runtime of jsii leaves a folder behind on each run, has its temporary folder here. Not by TMPDIR, which all others clean up:
 * the runtime loads modules from there, and below this project it would find another aws-cdk-lib than its own.
 */
export function keepTemporaryFilesOfJava(): void {
  process.env.JAVA_TOOL_OPTIONS = `${process.env.JAVA_TOOL_OPTIONS ?? ''} "-Djava.io.tmpdir=${built('tmp')}"`.trim();
}

/** The apps, which run in different folders, find their files by these variables. */
export function nameInputs(): void {
  process.env.ECR_BASELINE = path.join(ROOT, 'test', 'bindings', 'ecr-baseline.json');
  process.env.ECR_IMAGES = path.join(ROOT, 'examples', 'images', 'myapp.json');
  process.env.ECR_INVENTORY = path.join(ROOT, 'test', 'data', 'inventory');
}

/** The only file of a folder whose name ends so. */
export function onlyFile(folder: string, ending: string): string {
  const found = fs.readdirSync(folder).filter((name) => name.endsWith(ending));
  if (found.length !== 1) throw new Error(`${folder} holds ${found.length} files that end with ${ending}, expected one`);
  return path.join(folder, found[0]);
}
