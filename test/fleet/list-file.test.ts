import { constants } from 'buffer';
import { mkdtempSync, truncateSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ListFile } from '../../src/fleet/list-file';

const path = join(mkdtempSync(join(tmpdir(), 'list-file-')), 'api.json');
const read = (text: string) => {
  writeFileSync(path, text);
  return new ListFile(path, 'images', () => 'the text').read<unknown>({
    ofEntries: (place, entries) => ({ place, entries: [...entries] }),
    ofText: (place, whole) => ({ place, whole }),
  });
};

test('a file that collect wrote is read in its entries', () => {
  expect(read('{"images": [\n1,\n2\n]}\n')).toEqual({ place: path, entries: [1, 2] });
});

test.each(['{"images": [1, 2]}', '{"images": [\n  1,\n  2\n ]\n}', '\uFEFF{"images": [\n1\n]}\n', '{"images": [\n1,'])(
  'the file %j is read as a whole',
  (text) => {
    expect(read(text)).toEqual({ place: path, whole: 'the text' });
  },
);

test('a file in another form that is larger than a string is an error that names the line', () => {
  const readLarge = () => {
    writeFileSync(path, '{"images": [\n1,\n');
    // zero bytes, which need no space on most disks
    truncateSync(path, constants.MAX_STRING_LENGTH + 1);
    return new ListFile(path, 'images', () => 'not read').read({ ofEntries: (_, entries) => [...entries], ofText: () => [] });
  };
  expect(readLarge).toThrow(`${path}: the file is not as collect writes it, and is too large to be read in another form (line `);
});
