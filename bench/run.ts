import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Each measurement is a file here that prints its figures, and exits 1 when a bound is missed. */
const MEASUREMENTS = readdirSync(join(__dirname, 'measurements'))
  .map((file) => basename(file, '.ts'))
  .sort();

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !MEASUREMENTS.includes(name));
if (unknown.length > 0) {
  console.error(`no such measurement: ${unknown.join(', ')}; there are ${MEASUREMENTS.join(', ')}`);
  process.exit(2);
}

// a process each, so that no measurement sees the heap of another
const missed = (asked.length > 0 ? asked : MEASUREMENTS).filter((name) => {
  console.log(`\n${name}`);
  const { status } = spawnSync(process.execPath, ['--expose-gc', '-r', 'ts-node/register', join(__dirname, 'measurements', `${name}.ts`)], {
    stdio: 'inherit',
    env: { ...process.env, CDK_VALIDATION: 'false', TS_NODE_TRANSPILE_ONLY: 'true', TS_NODE_PROJECT: 'tsconfig.dev.json' },
  });
  return status !== 0;
});

if (missed.length > 0) {
  console.log(`\nmissed: ${missed.join(', ')}`);
  process.exitCode = 1;
}
