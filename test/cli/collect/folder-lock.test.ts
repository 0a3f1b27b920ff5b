import { spawnSync } from 'child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { hostname, tmpdir } from 'os';
import { join } from 'path';
import { withFolderLock as lockedFolder } from '../../../src/cli/collect/folder-lock';

const above = mkdtempSync(join(tmpdir(), 'folder-lock-'));
afterAll(() => rmSync(above, { recursive: true }));
let folder: string;
let count = 0;
beforeEach(() => (folder = join(above, String(count++))));
const lock = () => join(folder, 'collect.lock');
const withFolderLock = <T>(path: string, write: () => Promise<T>) => lockedFolder(path, write, () => undefined);

/** A run in a folder that exists. */
async function written(): Promise<void> {
  await withFolderLock(folder, async () => writeFileSync(join(folder, 'inventory.json'), '{}'));
}

test('a second run is refused while the first one writes, and accepted after that', async () => {
  const startedAt = '20\\d\\d-.*Z';
  await withFolderLock(folder, async () => {
    writeFileSync(join(folder, 'inventory.json'), '{}');
    await expect(withFolderLock(folder, async () => undefined)).rejects.toThrow(
      new RegExp(
        `^${folder}: another run writes the folder \\(process ${process.pid} on ${hostname()}, since ${startedAt}\\)\\. ` +
          `Use another folder, or wait until it ends\\. If no run is left, delete ${lock()}\\. `,
      ),
    );
    expect(existsSync(lock())).toBe(true);
  });
  expect(existsSync(lock())).toBe(false);
  expect(await withFolderLock(folder, async () => 'ran')).toBe('ran');
});

test('a run that fails leaves no lock, and no folder that it has not written', async () => {
  const failing = () => withFolderLock(folder, () => Promise.reject(new Error('failed')));
  await expect(failing()).rejects.toThrow('failed');
  expect(existsSync(folder)).toBe(false);
  await written();
  await expect(failing()).rejects.toThrow('failed');
  expect(existsSync(folder)).toBe(true);
  expect(existsSync(lock())).toBe(false);
});

test('the lock of a process that has ended is replaced', async () => {
  await written();
  const { pid } = spawnSync(process.execPath, ['--version']);
  writeFileSync(lock(), JSON.stringify({ host: hostname(), pid, startedAt: '2026-01-31T12:00:00.000Z' }));
  await withFolderLock(folder, async () => {
    expect(JSON.parse(readFileSync(lock(), 'utf8'))).toMatchObject({ host: hostname(), pid: process.pid });
  });
});

test.each(['{"host": "another", "pid": 1, "startedAt": "2026-01-31T12:00:00.000Z"}', '', 'null', '{"host": "x'])(
  'a lock with the text %s may be that of a run',
  async (text) => {
    await written();
    writeFileSync(lock(), text);
    await expect(withFolderLock(folder, async () => undefined)).rejects.toThrow(/another run writes the folder/);
    expect(readFileSync(lock(), 'utf8')).toBe(text);
  },
);
