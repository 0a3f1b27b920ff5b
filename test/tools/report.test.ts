import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Report, Section } from '../../tools/report';

const COUNTER = path.resolve(__dirname, '../../.ci/count-tests.js');
const counts = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'report-')), 'reports', 'counts.json');

beforeEach(() => (process.env.COUNTS_FILE = counts));
afterEach(() => delete process.env.COUNTS_FILE);

/** What .ci/run counts of a run with this exit code: passed and failed. */
function counted(status: number): string {
  return spawnSync(process.execPath, [COUNTER, counts, String(status)], { encoding: 'utf8' }).stdout.trim();
}

/** The lines of a report, and what .ci/run counts of it. */
function reported(show: (section: Section) => void, status?: number): { lines: string[]; code: number; count: string } {
  const lines: string[] = [];
  const report = new Report('bindings', (line) => lines.push(line));
  show(report.section('go', 'python'.length));
  const code = report.end();
  return { lines, code, count: counted(status ?? code) };
}

test('what passed is counted as passed', () => {
  const { lines, code, count } = reported((section) => section.result('packs', undefined, ': 3 kB'));
  expect(lines).toEqual(['go      ok      packs: 3 kB', expect.stringMatching(/^\nbindings: 1 passed, 0 failed, 0 skipped in \d+\.\d s$/)]);
  expect([code, count]).toEqual([0, '1 0']);
});

test('a skip is counted as a failure', () => {
  const { lines, count } = reported((section) => {
    section.result('packs');
    section.skip('mvn is not there');
  });
  expect(lines[1]).toBe('go      skipped mvn is not there');
  expect(count).toBe('1 1');
});

test('what is not run is neither passed nor failed', () => {
  const { lines, code, count } = reported((section) => {
    section.result('packs');
    section.notRun('the import');
  });
  expect(lines[1]).toBe('go      not run the import');
  expect([code, count]).toEqual([0, '1 0']);
});

test('a failure is counted, with its lines below its name', () => {
  const { lines, code, count } = reported((section) => section.result('packs', 'no space\nleft\n'));
  expect(lines[0]).toBe('go      FAILED  packs\n          no space\n          left');
  expect([code, count]).toEqual([1, '0 1']);
});

test('a run that fails although all of it passed counts as one failure, and so does one without tests', () => {
  expect(reported((section) => section.result('packs'), 1).count).toBe('1 1');
  expect(reported(() => undefined).count).toBe('0 1');
});

test('what is shown passes unless it throws, and what it returns is printed', async () => {
  const lines: string[] = [];
  const section = new Section((outcome, text) => lines.push(`${outcome} ${text}`));
  expect(await section.show('packs', async () => '3 kB')).toBe(true);
  expect(await section.show('publishes', () => Promise.reject(new Error('refused')))).toBe(false);
  expect(lines).toEqual([expect.stringMatching(/^passed packs: 3 kB \(\d\.\d s\)$/), 'failed publishes\n          refused']);
});

test('jest counts what passed, failed and was skipped, and a file that cannot be loaded as a failure', () => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const Reporter = require('../../.ci/jest-counts.js') as new () => { onRunComplete(contexts: unknown, results: object): void };
  const results = { numPassedTests: 7, numFailedTests: 1, numRuntimeErrorTestSuites: 1, numPendingTests: 1, numTodoTests: 1 };
  new Reporter().onRunComplete(undefined, results);
  expect(counted(1)).toBe('7 4');
});
