import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Shown, writeJUnit } from '../../bindings/junit';

const COUNTER = path.resolve(__dirname, '../../.ci/count-tests.js');

/** What .ci/run counts of a report: passed and failed. */
function counted(shown: Shown[], status = 0): string {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'junit-')), 'reports', 'bindings.xml');
  writeJUnit(file, shown);
  return spawnSync(process.execPath, [COUNTER, file, String(status)], { encoding: 'utf8' }).stdout.trim();
}

test('what passed is counted as passed', () => {
  expect(counted([{ name: 'go: packs', outcome: 'passed' }])).toBe('1 0');
});

test('a skip is counted as a failure', () => {
  const skipped: Shown = { name: 'go: go', outcome: 'skipped', reason: 'go is not there' };
  expect(counted([{ name: 'python: packs', outcome: 'passed' }, skipped])).toBe('1 1');
});

test('a failure is counted, whatever its text holds', () => {
  const failed: Shown = { name: 'a "name" & <another>', outcome: 'failed', reason: '\u001b[31m<testsuite tests="7">' };
  expect(counted([failed], 1)).toBe('0 1');
});
