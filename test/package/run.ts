import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The top of the project. */
export const PROJECT = join(__dirname, '..', '..');

/** How a command ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  /** Both streams, for whoever reads why it failed. */
  readonly output: string;
}

/** Runs a command in a folder, without the environment that npm leaves for its own scripts. */
export function run(folder: string, command: string, ...args: string[]): Ended {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_PATH|JEST_|TS_NODE)/.test(name)));
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return { exitCode: status, stdout, output: `${stdout}${stderr}` };
}
