import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { run } from '../../src/cli/main';
import { textOf } from '../fixtures/docs/markdown';
import { FakeTerminal } from '../fixtures/fake-terminal';
import { Account } from '../fixtures/recorded-aws/account';
import { RecordedRuns, REGION } from '../fixtures/recorded-aws/recorded-runs';
import { AwsError } from '../fixtures/recorded-aws/service';

const PAGE = textOf('docs/adoption.md');
const [, POLICY = ''] = /```json\n(\{\n {2}"rules": [^]*?)```/.exec(PAGE) ?? [];
const FOLDER = mkdtempSync(join(tmpdir(), 'adoption-report-'));
const FILE = join(FOLDER, 'standard.json');
writeFileSync(FILE, POLICY);
afterAll(() => rmSync(FOLDER, { recursive: true }));

async function report(...args: string[]): Promise<FakeTerminal & { readonly exitCode: number }> {
  const terminal = new FakeTerminal(['report', 'test/data/inventory', '--now', '2026-01-31T12:00:00Z', ...args]);
  return Object.assign(terminal, { exitCode: await run(terminal) });
}

/** The tables of a report are wide: the page has some of their lines, each whole. */
function shown(output: string): string[] {
  return output.split('\n').filter((line) => PAGE.includes(`\n${line}\n`) && line !== '');
}

test('the output of collect is as the page shows it', async () => {
  const names = ['base/node', 'team-a/api', 'team-a/web', 'team-b/batch', 'team-b/secret'];
  const runs = await RecordedRuns.of({
    hub: new Account('111122223333', { [REGION]: { repositories: names.map((name) => ({ name })) } }),
    shop: new Account('444455556666', { [REGION]: { repositories: [{ name: 'tools' }] } }),
  });
  runs.service.before = ({ operation, input }) => {
    const [denied] = [
      ['GetLifecyclePolicy', 'team-b/batch'],
      ['DescribeImages', 'team-b/secret'],
    ].filter(([name, repository]) => name === operation && input.repositoryName === repository);
    if (denied) throw new AwsError('AccessDeniedException', `not authorized to perform: ecr:${operation}`);
  };
  const { exitCode, written, complained } = await runs.collect('--profile', 'hub', '--profile', 'shop');
  await runs.stop();
  expect(exitCode).toBe(0);
  // repositories are read at the same time
  const lines = `${complained}${written}`.split('\n');
  expect(lines.filter((line) => !PAGE.includes(`\n${line}\n`))).toEqual([]);
});

test('the output of report is as the page shows it', async () => {
  const { written, exitCode } = await report('--policy', FILE);
  expect(exitCode).toBe(0);
  expect(PAGE).toContain(written.split('\n\nImages in use that are not there')[0]);
});

test('the messages of gates are as the page shows them', async () => {
  const { complained, exitCode } = await report('--policy', FILE, '--in-use', '--fail-if-expires', 'v*');
  expect(exitCode).toBe(1);
  expect(shown(complained)).toHaveLength(3);
});
