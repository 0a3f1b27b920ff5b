import * as fc from 'fast-check';
import { table } from '../../examples/quickstart/table';

test('a column is as wide as its longest cell, and no line ends in spaces', () => {
  expect(
    table([
      ['who', 'may'],
      ['developers', 'pull and push'],
      ['task', 'pull'],
    ]),
  ).toEqual(['who         may', 'developers  pull and push', 'task        pull']);
});

test('a cell may be empty', () => {
  expect(
    table([
      ['a', '', 'b'],
      ['', 'long', ''],
    ]),
  ).toEqual(['a        b', '   long']);
});

test('each row is a line, on which every column begins in the same place', () => {
  const cell = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text.trim() === text && text !== '');
  const rows = fc.array(fc.tuple(cell, cell), { minLength: 1 });
  fc.assert(
    fc.property(rows, (cells) => {
      const lines = table(cells);
      const second = Math.max(...cells.map(([first]) => first.length)) + 2;
      expect(lines.map((line) => line.slice(second))).toEqual(cells.map(([, text]) => text));
    }),
  );
});
