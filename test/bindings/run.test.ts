import { spawnSync } from 'node:child_process';
import * as path from 'node:path';

const RUNNER = [require.resolve('ts-node/dist/bin'), '--transpileOnly', '--project', 'tsconfig.dev.json', 'bindings/run.ts'];

/** What the command says of its arguments. */
function said(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [...RUNNER, ...args], { cwd: path.resolve(__dirname, '../..'), encoding: 'utf8' });
}

test('help is the usage', () => {
  expect(said('--help')).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^usage: npm run bindings -- \[--installed\]/),
    stderr: '',
  });
});

test.each([
  ['an option that there is not', '--instaled', /^Unknown option '--instaled'.*\nusage: npm run bindings/],
  ['a language that there is not', 'cobol', /^unknown language: cobol\nusage: npm run bindings/],
])('%s is answered with the usage', (_case, arg, stderr) => {
  expect(said(arg)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(stderr) });
});
