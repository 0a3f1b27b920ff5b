import * as fc from 'fast-check';
import { wrappedText } from '../../src/private/wrapped-text';

test.each<[string, number, string[]]>([
  ['', 5, ['']],
  ['one', 5, ['one']],
  ['one two', 7, ['one two']],
  ['one two', 6, ['one', 'two']],
  ['onetwothree', 4, ['onet', 'woth', 'ree']],
  ['a onetwo b', 4, ['a', 'onet', 'wo b']],
])('%j in %d characters', (text, width, lines) => {
  expect(wrappedText(text, width)).toEqual(lines);
});

test('the first line and the others begin with different indents', () => {
  expect(wrappedText('one two three', 8, '- ', '  ')).toEqual(['- one', '  two', '  three']);
  expect(wrappedText('one two', 5, '  ')).toEqual(['  one', '  two']);
});

test('no line is longer than it may be, and no word is lost', () => {
  const words = fc.array(
    fc.string({ minLength: 1, maxLength: 30 }).filter((word) => !word.includes(' ')),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(words, fc.integer({ min: 10, max: 40 }), fc.integer({ min: 0, max: 4 }), (text, width, indent) => {
      const lines = wrappedText(text.join(' '), width, '', ' '.repeat(indent));
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
      expect(
        lines
          .map((line, index) => line.slice(index === 0 ? 0 : indent))
          .join('')
          .replaceAll(' ', ''),
      ).toBe(text.join(''));
    }),
  );
});
