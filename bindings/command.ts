import { ChildProcess, spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { Tool } from './binding';
import { seconds } from './section';
import { built } from './workspace';

/** Where and with what a command runs. */
export interface CommandOptions {
  readonly cwd?: string;
  /** Added to the environment of this process. */
  readonly env?: NodeJS.ProcessEnv;
  /** Exit codes that are no failure. */
  readonly accepts?: number[];
  /** Whether what it prints on standard error is returned as well. */
  readonly withErrors?: boolean;
  /** After how many milliseconds it is stopped and has failed; ten minutes unless said. */
  readonly patience?: number;
}

/** What still runs, each in a process group of its own, so that a stop reaches what it has started itself. */
const running = new Set<ChildProcess>();

/**
 * The runtime inside Java leaves a folder behind on each run. Not TMPDIR, which all others clean up: the runtime loads modules from there,
 * and below this project it would find another aws-cdk-lib than its own.
 */
const TEMPORARY = { JAVA_TOOL_OPTIONS: `${process.env.JAVA_TOOL_OPTIONS ?? ''} "-Djava.io.tmpdir=${built('tmp')}"`.trim() };

/** Quiet, and as fast as the tests of the library: the validator of aws-cdk-lib has a test of its own. */
const QUIET = { CDK_VALIDATION: 'false', JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20', NO_UPDATE_NOTIFIER: '1' };

/** Starts a program and leaves it running; what it prints goes to the listener. */
export function start(program: string, args: string[], options: CommandOptions, onOutput: (text: string) => void): ChildProcess {
  // which Node reports as a program that is not there
  if (options.cwd && !fs.existsSync(options.cwd)) throw new Error(`${program} cannot run in ${options.cwd}: the folder is not there`);
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...process.env, ...TEMPORARY, ...QUIET, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  running.add(child);
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => onOutput(data.toString()));
  child.on('close', () => running.delete(child));
  return child;
}

/** Runs a program to its end and returns what it printed. */
export async function run(program: string, args: string[], options: CommandOptions = {}): Promise<string> {
  let everything = '';
  let output = '';
  const child = start(program, args, options, (text) => (everything += text));
  child.stdout!.on('data', (data: Buffer) => (output += data.toString()));
  const { patience = 600_000 } = options;
  let end = 'ended with a signal';
  const limit = setTimeout(() => {
    end = `was stopped after ${seconds(patience)}`;
    signal(child, 'SIGKILL');
  }, patience);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  }).finally(() => clearTimeout(limit));
  if (code === 0 || (options.accepts ?? []).includes(code ?? -1)) return options.withErrors ? everything : output;
  const lastLines = everything.trimEnd().split('\n').slice(-40).join('\n');
  throw new Error(`${[program, ...args].join(' ')} ${code === null ? end : `ended with ${code}`}:\n${lastLines}`);
}

/** Whether a program is there and does what is asked of it. */
export function answers({ program, args, exits = 0 }: Tool): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === exits;
}

/** Stops one program and all that it started. */
export async function stop(child: ChildProcess): Promise<void> {
  if (!running.has(child)) return;
  const closed = new Promise((resolve) => child.once('close', resolve));
  signal(child, 'SIGTERM');
  const reminder = setTimeout(() => signal(child, 'SIGKILL'), 5_000);
  await closed;
  clearTimeout(reminder);
}

/** Kills whatever still runs; for the end of the process, when nothing can be waited for. */
export function killAll(): void {
  for (const child of running) signal(child, 'SIGKILL');
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    process.kill(-child.pid!, name);
  } catch {
    // it has just ended by itself
  }
}
