import { main } from '../../bindings/run';
import { built, keepTemporaryFilesOfJava } from '../../bindings/workspace';

/** What the command prints about its arguments. */
async function answered(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const printed = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') => ({ write: (text: string) => (printed[name] += text) });
  const status = await main(args, { stdout: stream('stdout'), stderr: stream('stderr') });
  return { status, ...printed };
}

test('help is the usage', async () => {
  expect(await answered('--help')).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^usage: npm run bindings -- \[--installed\]/),
    stderr: '',
  });
});

test.each([
  ['an option that there is not', '--instaled', /^Unknown option '--instaled'.*\nusage: npm run bindings/],
  ['a language that there is not', 'cobol', /^unknown language: cobol\nusage: npm run bindings/],
])('%s is answered with the usage', async (_case, arg, stderr) => {
  expect(await answered(arg)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(stderr) });
});

test('what Java leaves in its temporary folder stays below the build folder', () => {
  const { JAVA_TOOL_OPTIONS } = process.env;
  keepTemporaryFilesOfJava();
  expect(process.env.JAVA_TOOL_OPTIONS).toContain(`"-Djava.io.tmpdir=${built('tmp')}"`);
  if (JAVA_TOOL_OPTIONS === undefined) delete process.env.JAVA_TOOL_OPTIONS;
  else process.env.JAVA_TOOL_OPTIONS = JAVA_TOOL_OPTIONS;
});
