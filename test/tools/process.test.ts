import { answers, attempt, run } from '../../tools/process';

test('a program that fails is named, with its exit code and the end of what it printed', async () => {
  const failing = run(process.execPath, ['-e', 'console.log("out"); console.error("err"); process.exit(3)']);
  await expect(failing).rejects.toThrow(/ended with 3:\n(out\nerr|err\nout)$/);
});

test('what it printed on standard error is left out, unless it is asked for', async () => {
  const args = ['-e', 'console.error("err"); process.exit(1)'];
  expect(await run(process.execPath, args, { accepts: [1] })).toBe('');
  expect(await run(process.execPath, args, { accepts: [1], withErrors: true })).toBe('err\n');
});

test('an attempt returns how the program ended', async () => {
  const args = ['-e', 'console.log("out"); console.error("err"); process.exit(3)'];
  expect(await attempt(process.execPath, args)).toMatchObject({ status: 3, stdout: 'out\n', stderr: 'err\n' });
  expect((await attempt('sh', ['-c', 'kill -9 $$'])).status).toBeUndefined();
});

test('a program that is not there is named', async () => {
  await expect(run('no-such-program', [])).rejects.toThrow('spawn no-such-program ENOENT');
  expect(answers({ program: 'no-such-program', args: [] })).toBe(false);
});

test('a folder that is not there is named, not the program', async () => {
  await expect(run(process.execPath, ['--version'], { cwd: '/no/such/folder' })).rejects.toThrow(
    `${process.execPath} cannot run in /no/such/folder: the folder is not there`,
  );
});

test('a program that does not end is stopped, with what it started', async () => {
  await expect(run('sh', ['-c', 'sleep 60; true'], { patience: 100 })).rejects.toThrow('sh -c sleep 60; true was stopped after 0.1 s:\n');
});

test('a program reads its input, and one that does not read it has not failed for that reason', async () => {
  expect(await run('cat', [], { input: 'the input' })).toBe('the input');
  expect(await run('true', [], { input: 'x'.repeat(1_000_000) })).toBe('');
});

test('an isolated program sees nothing of the environment of this process', async () => {
  process.env.OF_THIS_PROCESS = 'seen';
  const args = ['-p', '[process.env.OF_THIS_PROCESS, process.env.ADDED].join()'];
  expect(await run(process.execPath, args, { env: { ADDED: 'too' } })).toBe('seen,too\n');
  expect(await run(process.execPath, args, { env: { ADDED: 'too' }, isolated: true })).toBe(',too\n');
  delete process.env.OF_THIS_PROCESS;
});
