import { spawnSync, SpawnSyncReturns } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where the programs of the task lie, and everything that they write. */
export const WORKSHOP = join(__dirname, '../build/e2e');

/** What the programs see: nothing of the person's own configuration, and credentials that no real AWS takes. */
export const ENVIRONMENT = {
  PATH: process.env.PATH,
  HOME: join(WORKSHOP, 'home'),
  DOCKER_CONFIG: join(WORKSHOP, 'home'),
  AWS_ACCESS_KEY_ID: 'e2e',
  AWS_SECRET_ACCESS_KEY: 'e2e',
  AWS_DEFAULT_REGION: 'eu-west-1',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_PAGER: '',
};

/** What a program gets besides its arguments. */
export interface Given {
  readonly input?: string;
  readonly variables?: Readonly<Record<string, string>>;
}

/** Runs a program to its end. */
export function run(program: string, args: readonly string[], { input, variables }: Given = {}): SpawnSyncReturns<string> {
  mkdirSync(ENVIRONMENT.HOME, { recursive: true });
  const result = spawnSync(program, args, { env: { ...ENVIRONMENT, ...variables }, cwd: WORKSHOP, encoding: 'utf8', input });
  if (result.error) throw result.error;
  return result;
}

/** What a program prints that has to succeed. */
export function output(program: string, args: readonly string[], given: Given = {}): string {
  const { status, stdout, stderr } = run(program, args, given);
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr}${stdout}`);
  return stdout;
}
