import { Binding } from '../../bindings/binding';
import { checkBinding, prepareBinding } from '../../bindings/show-binding';
import { FLOOR } from '../../bindings/versions';
import { Report } from '../../tools/report';

/** A language that has everything, made of what a test wants to be otherwise. */
function binding(otherwise: Partial<Binding> = {}): Binding {
  return {
    name: 'esperanto',
    tools: [{ program: process.execPath, args: ['--version'] }],
    pack: async () => ({ file: __filename, maxBytes: 1_000_000 }),
    publishAndInstall: async () => 'http://127.0.0.1:4873/cdk-secure-repository.tgz',
    synthesize: async () => {
      throw new Error('not synthesized in this test');
    },
    installedNames: async () => new Set(['A', 'A.b']),
    expectedNames: () => new Set(['A', 'A.b']),
    checks: {},
    mistakes: async () => Array.from({ length: 10 }, (_, index) => ({ name: `mistake ${index}`, ok: true, comment: '' })),
    ...otherwise,
  };
}

async function shown(otherwise: Partial<Binding>, installed = false): Promise<string> {
  const lines: string[] = [];
  const report = new Report('bindings', (line) => lines.push(line));
  const section = report.section('esperanto');
  if (await prepareBinding(binding(otherwise), section, { installed })) await checkBinding(binding(otherwise), section);
  report.end();
  return lines.join('\n');
}

test('a missing tool skips the language, says which tool, and is counted', async () => {
  const text = await shown({ tools: [{ program: 'no-such-program', args: ['--version'] }] });
  expect(text).toContain('esperanto  skipped no-such-program is not there, too old or not whole (no-such-program --version fails)');
  expect(text).toContain('0 passed, 0 failed, 1 skipped');
});

test('a tool may answer with another exit code than 0, and no other', async () => {
  const tool = { program: process.execPath, args: ['-e', 'process.exit(129)'] };
  expect(await shown({ tools: [{ ...tool, exits: 129 }] })).toContain('0 skipped');
  expect(await shown({ tools: [tool] })).toContain('1 skipped');
});

test('a package that is gone fails, and does not skip', async () => {
  const text = await shown({ installedNames: () => Promise.reject(new Error('No module named cdk_secure_repository')) }, true);
  expect(text).toContain('FAILED  nothing of the public API is missing\n          No module named cdk_secure_repository');
  expect(text).toContain('0 skipped');
});

test('a name that is missing is named', async () => {
  const text = await shown({ installedNames: async () => new Set(['A']) }, true);
  expect(text).toContain('FAILED  nothing of the public API is missing\n          1 of 2 names are missing: A.b');
});

test('a package from another registry than those of this machine fails, and nothing more is looked at', async () => {
  const text = await shown({ publishAndInstall: async () => 'https://registry.example/cdk-secure-repository.tgz' });
  expect(text).toContain(
    'the library was installed from https://registry.example/cdk-secure-repository.tgz, expected a registry on 127.0.0.1',
  );
  expect(text).not.toContain('public API');
});

test('a package that is too large fails', async () => {
  const text = await shown({ pack: async () => ({ file: __filename, maxBytes: 10 }) });
  expect(text).toMatch(/FAILED {2}packs\n.* has \d+ bytes, expected at most 10/);
});

test('a newest aws-cdk-lib that is the oldest shows nothing, and fails', async () => {
  const text = await shown({ synthesizeWithNewest: async () => FLOOR.awsCdkLib }, true);
  expect(text).toContain(
    'FAILED  the quick start has the same template with the newest aws-cdk-lib\n' +
      `          the newest aws-cdk-lib is the oldest, ${FLOOR.awsCdkLib}: there is nothing to compare`,
  );
});

test('fewer than ten mistakes are too few', async () => {
  const text = await shown({ mistakes: async () => [{ name: 'only one', ok: true, comment: '' }] }, true);
  expect(text).toContain('1 mistakes, expected at least 10');
});

test('a mistake that is answered otherwise fails with what was told', async () => {
  const text = await shown({ mistakes: async () => [{ name: 'a count of 1.5', ok: false, comment: 'told: nothing\n' }] }, true);
  expect(text).toContain('FAILED  mistake: a count of 1.5\n          told: nothing');
});
