import { mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import fc from 'fast-check';
import { InventoryWriter } from '../../src/cli/collect/inventory-writer';
import { entriesByLine, OtherForm } from '../../src/fleet/entry-lines';

const folder = mkdtempSync(join(tmpdir(), 'entry-lines-'));
const file = join(folder, 'list.json');
const entriesOf = (text: string) => {
  writeFileSync(file, text);
  return [...entriesByLine(file, 'images')];
};

async function* pages(...all: unknown[][]): AsyncGenerator<unknown[]> {
  yield* all;
}

test('what collect writes is read, also with no entry', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(fc.jsonValue())), async (all) => {
      await new InventoryWriter(folder).writeList('list.json', 'images', pages(...all));
      const { images } = JSON.parse(readFileSync(file, 'utf8'));
      expect([...entriesByLine(file, 'images')]).toEqual(images);
    }),
  );
});

test('entries that are longer than a piece, and characters at its end, are read', () => {
  // 3 bytes each, so that the ends of pieces are inside of characters
  const long = ['€'.repeat(1_000_000), 'b', '€'.repeat(700_001)];
  expect(entriesOf(`{"images": [\n${long.map((one) => JSON.stringify(one)).join(',\n')}\n]}\n`)).toEqual(long);
});

test('the text is the same JSON, or it has another form', () => {
  const line = fc.constantFrom('{"images": [', '{"imageDetails": [', '{"a": 1}', '{"a": 1},', '{', ',', '', ']}', ' ]}', '"ä"', '"ä",');
  fc.assert(
    fc.property(fc.array(line, { maxLength: 3 }), fc.boolean(), fc.boolean(), (lines, begins, ends) => {
      const text = [...(begins ? ['{"images": ['] : []), ...lines, ...(ends ? [']}'] : []), ''].join('\n');
      let entries: unknown[];
      try {
        entries = entriesOf(text);
      } catch (error) {
        expect(error).toBeInstanceOf(OtherForm);
        return;
      }
      expect(JSON.parse(text)).toEqual({ images: entries });
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['is cut off', '{"images": [\n{"a": 1},\n{"b"', /^line 3: .*JSON/],
  ['is cut off after an entry', '{"images": [\n{"a": 1}', /^line 2: the list does not end$/],
  ['has no comma', '{"images": [\n1\n2\n]}', /^line 3: the line before has no comma$/],
  ['ends with a comma', '{"images": [\n1,\n]}', /^line 3: .*JSON/],
  ['goes on', '{"images": [\n]}\n{}', /^line 3: the line is not one that collect writes$/],
  ['has another list', '{"imageDetails": [\n]}\n', /^line 1: the line is not one that collect writes$/],
  ['is empty', '', /^line 0: the list does not end$/],
])('a file that %s has another form', (_, text, message) => {
  expect(() => entriesOf(text)).toThrow(OtherForm);
  expect(() => entriesOf(text)).toThrow(message);
});

test('a file that cannot be read has another form', () => {
  expect(() => [...entriesByLine(folder, 'images')]).toThrow(/^line 0: EISDIR/);
});

test('what the reader of an entry throws is thrown', () => {
  writeFileSync(file, '{"images": [\n1\n]}\n');
  const read = () => {
    for (const entry of entriesByLine(file, 'images')) throw new RangeError(`of ${String(entry)}`);
  };
  expect(read).toThrow(new RangeError('of 1'));
});
