import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as fc from 'fast-check';
import { InventoryWriter } from '../../../src/cli/collect/inventory-writer';
import { repositoryFiles } from '../../../src/fleet/inventory-format';

let folder: string;
let writer: InventoryWriter;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inventory-'));
  writer = new InventoryWriter(folder);
});
afterEach(() => rmSync(folder, { recursive: true }));

async function* pagesOf<T>(...pages: T[][]): AsyncGenerator<T[]> {
  yield* pages;
}
const text = (path: string) => readFileSync(join(folder, path), 'utf8');

test('a folder appears with its first file', () => {
  const one = new InventoryWriter(join(folder, 'a'));
  expect(one.run()).toBeUndefined();
  expect(existsSync(join(folder, 'a'))).toBe(false);
  one.write('b/c.json', { d: 1 });
  expect(text('a/b/c.json')).toBe('{\n  "d": 1\n}\n');
});

test('a list has a line for each entry', async () => {
  expect(await writer.writeList('a.json', 'images', pagesOf<object>([{ b: 1 }], [], [{ b: 2 }, { b: 3 }]))).toBe(3);
  expect(text('a.json')).toBe('{"images": [\n{"b":1},\n{"b":2},\n{"b":3}\n]}\n');
  expect(await writer.writeList('empty.json', 'images', pagesOf())).toBe(0);
  expect(JSON.parse(text('empty.json'))).toEqual({ images: [] });
});

test.each([[[]], [[{ a: [1] }]], [[{ a: [] }, { b: ',\n' }, { c: ']}' }]]])(
  'the entries %j are read again, line by line',
  async (entries: object[]) => {
    await writer.writeList('a.json', 'images', pagesOf(entries));
    const found = [];
    for await (const entry of writer.entries('a.json')) found.push(entry);
    expect(found).toEqual(entries);
  },
);

test('a list whose pages end with an error leaves the file that was there', async () => {
  writer.writeText('a.json', 'before');
  async function* interrupted() {
    yield [1];
    throw new Error('the network is gone');
  }
  await expect(writer.writeList('a.json', 'images', interrupted())).rejects.toThrow('the network is gone');
  expect(readdirSync(folder)).toEqual(['a.json']);
  expect(text('a.json')).toBe('before');
});

test.each<[string, () => Promise<unknown>]>([
  [
    'a list',
    () =>
      writer.writeList(
        'a.json',
        'images',
        pagesOf<unknown>(
          [1],
          Array.from({ length: 100_000 }, () => 'x'),
          [2],
        ),
      ),
  ],
  ['a text', async () => writer.writeText('a.json', 'x')],
])('%s on a full disk is an error, and leaves the file that was there', async (_, write) => {
  writer.writeText('a.json', 'before');
  symlinkSync('/dev/full', join(folder, 'a.json.partial'));
  await expect(write()).rejects.toThrow('ENOSPC');
  expect(readdirSync(folder)).toEqual(['a.json']);
  expect(text('a.json')).toBe('before');
});

describe('the files of repositories', () => {
  const place = (name: string) => `1/r/${repositoryFiles(name).settings}`;
  const add = (name: string) => {
    writer.write(place(name), { repository: { repositoryName: name }, missing: {} });
    writer.write(`1/r/${repositoryFiles(name).images}`, {});
  };
  const names = () => readdirSync(join(folder, '1/r'), { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.json'));

  test('that no longer exist are deleted, with what an interrupted run has left', () => {
    for (const name of ['web', 'gone', 'other/one']) add(name);
    writer.writeText('1/r/images/web.json.partial', '{');
    writer.writeText('1/r/manifests/gone.json', '{}');
    writer.removeOthers('1/r', ['web'], (name) => !name.startsWith('other/'));
    expect(names().sort()).toEqual([
      'images/other%2Fone.json',
      'images/web.json',
      'repositories/other%2Fone.json',
      'repositories/web.json',
    ]);
  });

  test.each(['{"half', 'null', '[]', '{}', '{"repository": {"repositoryName": "web"}, "missing": {"tags": null}}'])(
    'of which the settings are %s are collected again, and deleted if the repository no longer exists',
    (settings) => {
      add('web');
      expect(writer.repository('1/r', 'web')).toMatchObject({ repository: { repositoryName: 'web' } });
      writer.writeText(place('web'), settings);
      expect(writer.repository('1/r', 'web')).toBeUndefined();
      expect(writer.repository('1/r', 'none')).toBeUndefined();
      writer.removeOthers('1/r', [], () => false);
      expect(names()).toEqual([]);
    },
  );

  test('of which the images were deleted are collected again, unless no run could read them', () => {
    add('web');
    writer.remove('1/r/images/web.json');
    expect(writer.repository('1/r', 'web')).toBeUndefined();
    writer.write(place('web'), { repository: { repositoryName: 'web' }, missing: { images: 'AccessDeniedException' } });
    expect(writer.repository('1/r', 'web')).toBeDefined();
  });

  test('in a folder without repositories are none', () => {
    mkdirSync(join(folder, '1/r'), { recursive: true });
    writer.removeOthers('1/r', [], () => true);
    expect(names()).toEqual([]);
  });
});

test.each([
  ['[', 'JSON'],
  ['null', 'the text is not a JSON object'],
  ['[]', 'the text is not a JSON object'],
  ['{}', 'formatVersion is missing, but must be 1'],
  ['{"formatVersion": 2}', 'formatVersion is 2, but must be 1'],
  ['{"formatVersion": 1, "startedAt": "x"}', 'startedAt is "x", which collect does not write'],
  ['{"formatVersion": 1, "startedAt": "2026-01-31T11:00:00Z", "registries": [null]}', 'registries is [null], which collect does not write'],
])('an inventory.json of something else is an error: %s', (content, problem) => {
  writeFileSync(join(folder, 'inventory.json'), content);
  expect(() => writer.run()).toThrow(/inventory\.json: the file is not one of collect \(.+\)\. Use another folder, or delete the file\./);
  expect(() => writer.run()).toThrow(problem);
});

test('an inventory.json that an editor has saved with a byte order mark and other line feeds is read', () => {
  const run = { formatVersion: 1, startedAt: '2026-01-31T11:00:00Z', registries: [], failed: [] };
  writeFileSync(join(folder, 'inventory.json'), `\uFEFF${JSON.stringify(run, undefined, 2).replaceAll('\n', '\r\n')}`);
  expect(writer.run()).toEqual(run);
});

test('each repository has files of its own, with names that file systems accept', () => {
  const part = fc.stringMatching(/^[a-z0-9]{1,9}([._-][a-z0-9]{1,9}){0,12}$/);
  const name = fc.array(part, { minLength: 1, maxLength: 12 }).map((parts) => parts.join('/').slice(0, 256));
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.oneof(name, fc.constantFrom('web', 'web.images', 'web.json', 'web.images.json', 'web/images')), { maxLength: 8 }),
      (all) => {
        const files = all.flatMap((one) => Object.values(repositoryFiles(one)));
        expect(new Set(files).size).toBe(files.length);
        for (const file of files) expect(`${file.split('/')[1]}.partial`.length).toBeLessThanOrEqual(255);
        for (const file of files) expect(file.split('/')).toHaveLength(2);
      },
    ),
  );
});
