import { printable, printableLines } from '../../../src/lifecycle/core/printable';

test.each([
  ['v1.0-ü 🐳', 'v1.0-ü 🐳'],
  ['\u001b[31mred\u202e', '?[31mred?'],
  ['a\nb\tc\u0085', 'a?b?c?'],
])('%j is printed as %s', (text, printed) => {
  expect(printable(text)).toBe(printed);
});

test('lines stay lines', () => {
  expect(printableLines('a\u001b\nb\u0007')).toBe('a?\nb?');
});
