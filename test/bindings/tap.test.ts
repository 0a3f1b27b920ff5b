import { readTap } from '../../bindings/tap';

test('results are read with the comments below them', () => {
  const outcomes = readTap('1..2\nok 1 - a name\nnot ok 2 - another\n# told: this\n# expected: that\n');
  expect(outcomes).toEqual([
    { name: 'a name', ok: true, comment: '' },
    { name: 'another', ok: false, comment: 'told: this\nexpected: that\n' },
  ]);
});

test.each([
  ['fewer results than planned', '1..3\nok 1 - a name\n', '3 planned, 1 seen'],
  ['no plan', 'ok 1 - a name\n', 'undefined planned, 1 seen'],
  ['no output', '', 'undefined planned, 0 seen'],
])('%s is a failure', (_case, text, comment) => {
  expect(readTap(text).at(-1)).toEqual({ name: 'the program says how many results it has', ok: false, comment });
});
