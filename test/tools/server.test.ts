import { run } from '../../tools/process';
import { serve } from '../../tools/server';

test('a server answers on its port until it is stopped', async () => {
  const program = (port: number) => `require('node:http').createServer((_, response) => response.end('here')).listen(${port}, '127.0.0.1')`;
  const server = await serve(process.execPath, (port) => ({ args: ['-e', program(port)] }));
  const ask = ['-e', `fetch('${server.url}').then((response) => response.text()).then(console.log, () => console.log('gone'))`];
  expect(await run(process.execPath, ask)).toBe('here\n');
  await server.stop();
  expect(await run(process.execPath, ask)).toBe('gone\n');
});

test('the error of a server that cannot be started has the reason', async () => {
  await expect(serve('no-such-server', () => ({}))).rejects.toThrow(/no-such-server does not serve on .*:\nspawn no-such-server ENOENT$/);
});

test('the error of a server that ends has what it printed', async () => {
  const args = ['-e', 'console.error("the port is taken"); process.exit(1)'];
  await expect(serve(process.execPath, () => ({ args }))).rejects.toThrow(/does not serve on .*:\nthe port is taken\n$/);
});
