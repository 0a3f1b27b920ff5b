import { run } from '../../bindings/command';
import { built } from '../../bindings/workspace';

test('what Java leaves in its temporary folder stays below the build folder', async () => {
  expect(await run(process.execPath, ['-p', 'process.env.JAVA_TOOL_OPTIONS'])).toContain(`"-Djava.io.tmpdir=${built('tmp')}"\n`);
});

test('a program that fails says with what, and the end of what it printed', async () => {
  const failing = run(process.execPath, ['-e', 'console.log("out"); console.error("err"); process.exit(3)']);
  await expect(failing).rejects.toThrow(/ended with 3:\n(out\nerr|err\nout)$/);
});

test('what it printed on standard error is left out, unless it is asked for', async () => {
  const args = ['-e', 'console.error("err"); process.exit(1)'];
  expect(await run(process.execPath, args, { accepts: [1] })).toBe('');
  expect(await run(process.execPath, args, { accepts: [1], withErrors: true })).toBe('err\n');
});

test('a program that is not there is named', async () => {
  await expect(run('no-such-program', [])).rejects.toThrow('spawn no-such-program ENOENT');
});

test('a folder that is not there is named, not the program', async () => {
  await expect(run(process.execPath, ['--version'], { cwd: '/no/such/folder' })).rejects.toThrow(
    `${process.execPath} cannot run in /no/such/folder: the folder is not there`,
  );
});

test('a program that does not end is stopped, with what it started', async () => {
  await expect(run('sh', ['-c', 'sleep 60; true'], { patience: 100 })).rejects.toThrow('sh -c sleep 60; true was stopped after 0.1 s:\n');
});
