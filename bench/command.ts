import { run } from '../tools/process';

/** What a run of the command took. */
export interface Taken {
  readonly seconds: number;
  /** The peak of the process. */
  readonly megabytes: number;
}

/** A process that does nothing but run the command, and prints what that took. */
const ONE_RUN = `
  const { run } = require('./lib/cli/main');
  const quiet = { write() {} };
  run({ argv: ['node', 'x', ...process.argv.slice(1)], env: process.env, stdin: [], stdout: quiet, stderr: process.stderr }).then((exitCode) => {
    console.log(JSON.stringify({ exitCode, seconds: process.uptime(), megabytes: process.resourceUsage().maxRSS / 1024 }));
  });
`;

/** Measures a run of the command, which must succeed. */
export async function measuredCommand(what: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Taken> {
  const { exitCode, seconds, megabytes } = JSON.parse(await run(process.execPath, ['-e', ONE_RUN, ...args], { env })) as {
    exitCode: number;
  } & Taken;
  if (exitCode !== 0) throw new Error(`${args[0]} ended with ${exitCode}`);
  console.log(`  ${what}: ${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB`);
  return { seconds, megabytes };
}
