import { ChildProcess, spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { seconds } from './report';

/** A program that has to be installed, with the arguments of a call that succeeds when it is. */
export interface Tool {
  readonly program: string;
  readonly args: string[];
  /** The exit code of that call; 0 by default. */
  readonly exits?: number;
}

/** Where and with what a program runs. */
export interface ProcessOptions {
  readonly cwd?: string;
  /** Added to the environment of this process. */
  readonly env?: NodeJS.ProcessEnv;
  /** Whether `env` is the whole environment, so that nothing of the person's own configuration is seen. */
  readonly isolated?: boolean;
  /** What the program reads on standard input; nothing by default. */
  readonly input?: string;
  /** After how many milliseconds it is stopped and has failed; ten minutes by default. */
  readonly patience?: number;
  /** Receives what it prints, as it prints it. */
  readonly onOutput?: (text: string) => void;
}

/** How a program ended, and what it printed. */
export interface Ended {
  /** Its exit code; undefined when it ended with a signal. */
  readonly status?: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, in the order in which they were printed. */
  readonly printed: string;
}

/** What still runs, each in a process group of its own, so that a stop reaches what it has started itself. */
const running = new Set<ChildProcess>();

/** Quiet, and as fast as the tests of the library: the validator of aws-cdk-lib has a test of its own. */
const QUIET = { CDK_VALIDATION: 'false', JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20', NO_UPDATE_NOTIFIER: '1' };

/** Starts a program and leaves it running; `stop` ends it. */
export function start(program: string, args: readonly string[], options: ProcessOptions = {}): ChildProcess {
  const { cwd, env, isolated, input, onOutput = () => undefined } = options;
  // which Node.js reports as a missing program
  if (cwd && !fs.existsSync(cwd)) throw new Error(`${program} cannot run in ${cwd}: the folder is not there`);
  const child = spawn(program, args, {
    cwd,
    env: { ...(isolated ? {} : process.env), ...QUIET, ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  running.add(child);
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => onOutput(data.toString()));
  child.on('close', () => running.delete(child));
  child.on('error', () => running.delete(child));
  // a program that does not read its input to the end has not failed for that reason
  child.stdin?.on('error', () => undefined).end(input);
  return child;
}

/** Runs a program to its end, whatever its exit code. */
export async function attempt(program: string, args: readonly string[], options: ProcessOptions = {}): Promise<Ended> {
  let printed = '';
  const child = start(program, args, {
    ...options,
    onOutput: (text) => {
      printed += text;
      options.onOutput?.(text);
    },
  });
  const output = { stdout: '', stderr: '' };
  child.stdout!.on('data', (data: Buffer) => (output.stdout += data.toString()));
  child.stderr!.on('data', (data: Buffer) => (output.stderr += data.toString()));
  const { patience = 600_000 } = options;
  let wasStopped = false;
  const limit = setTimeout(() => {
    wasStopped = true;
    signal(child, 'SIGKILL');
  }, patience);
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  }).finally(() => clearTimeout(limit));
  if (wasStopped) throw new Error(`${called(program, args)} was stopped after ${seconds(patience)}:\n${lastLines(printed)}`);
  return { ...(status !== null && { status }), ...output, printed };
}

/** What `run` accepts and returns. */
export interface RunOptions extends ProcessOptions {
  /** Exit codes, besides 0, that are no failure. */
  readonly accepts?: readonly number[];
  /** Whether what it prints on standard error is returned as well. */
  readonly withErrors?: boolean;
}

/** Runs a program that has to succeed, and returns what it printed. */
export async function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { status, stdout, printed } = await attempt(program, args, options);
  if (status !== undefined && [0, ...(options.accepts ?? [])].includes(status)) return options.withErrors ? printed : stdout;
  throw new Error(`${called(program, args)} ended with ${status ?? 'a signal'}:\n${lastLines(printed)}`);
}

/** Whether a program is installed and answers as it should. */
export function answers({ program, args, exits = 0 }: Tool): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === exits;
}

/** Stops a program and all that it started. */
export async function stop(child: ChildProcess): Promise<void> {
  if (!running.has(child)) return;
  const closed = new Promise((resolve) => child.once('close', resolve));
  signal(child, 'SIGTERM');
  const reminder = setTimeout(() => signal(child, 'SIGKILL'), 5_000);
  await closed;
  clearTimeout(reminder);
}

/** From here on, whatever still runs ends with this process, also when the person interrupts it. */
export function endTogether(): void {
  process.on('exit', () => {
    for (const child of running) signal(child, 'SIGKILL');
  });
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => process.exit(1));
}

function called(program: string, args: readonly string[]): string {
  return [program, ...args].join(' ');
}

function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-40).join('\n');
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    process.kill(-child.pid!, name);
  } catch {
    // it has just ended
  }
}
