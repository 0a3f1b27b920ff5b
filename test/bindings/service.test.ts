import { serve } from '../../bindings/service';

test('a server that cannot be started says why', async () => {
  await expect(serve('no-such-server', () => [], {})).rejects.toThrow(/no-such-server does not serve on .*:\nspawn no-such-server ENOENT$/);
});

test('a server that ends says what it printed', async () => {
  const args = ['-e', 'console.error("the port is taken"); process.exit(1)'];
  await expect(serve(process.execPath, () => args, {})).rejects.toThrow(/does not serve on .*:\nthe port is taken\n$/);
});
