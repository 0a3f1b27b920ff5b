import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import * as processes from '../tools/process';

/** Where the programs of the task are installed, and where they write. */
export const WORKSHOP = join(__dirname, '../build/e2e');

/** What the programs see: nothing of the person's own configuration, and credentials that no real AWS accepts. */
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
export interface Extras {
  readonly input?: string;
  readonly variables?: Readonly<Record<string, string>>;
}

/** Runs a program to its end. */
export function attempt(program: string, args: readonly string[], extras?: Extras): Promise<processes.Ended> {
  return processes.attempt(program, args, options(extras));
}

/** Runs a program that has to succeed; what it prints. */
export function run(program: string, args: readonly string[], extras?: Extras): Promise<string> {
  return processes.run(program, args, options(extras));
}

/** How every program of the workshop runs. */
export function options({ input, variables }: Extras = {}): processes.ProcessOptions {
  mkdirSync(ENVIRONMENT.HOME, { recursive: true });
  return { cwd: WORKSHOP, env: { ...ENVIRONMENT, ...variables }, isolated: true, input };
}
