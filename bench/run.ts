import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { attempt, endTogether } from '../tools/process';

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

async function main(): Promise<void> {
  endTogether();
  const missed: string[] = [];
  for (const name of asked.length > 0 ? asked : MEASUREMENTS) {
    console.log(`\n${name}`);
    // a process each, so that no measurement sees the heap of another
    const { status } = await attempt(process.execPath, ['--expose-gc', join(__dirname, 'measurements', `${name}.js`)], {
      onOutput: (text) => process.stdout.write(text),
      patience: 3_600_000,
    });
    if (status !== 0) missed.push(name);
  }
  if (missed.length > 0) {
    console.log(`\nmissed: ${missed.join(', ')}`);
    process.exitCode = 1;
  }
}

void main();
