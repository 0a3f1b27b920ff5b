import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Each measurement is a file here that prints its figures, and exits 1 when a bound is missed. */
const MEASUREMENTS = readdirSync(join(__dirname, 'measurements'))
  .filter((file) => file.endsWith('.js'))
  .map((file) => basename(file, '.js'))
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
  const { status } = spawnSync(process.execPath, ['--expose-gc', join(__dirname, 'measurements', `${name}.js`)], {
    stdio: 'inherit',
    env: { ...process.env, CDK_VALIDATION: 'false' },
  });
  return status !== 0;
});

if (missed.length > 0) {
  console.log(`\nmissed: ${missed.join(', ')}`);
  process.exitCode = 1;
}
