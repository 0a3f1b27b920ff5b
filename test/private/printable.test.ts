import { printable, printableJson, printableLines } from '../../src/private/printable';

test.each([
  ['v1.0-ü 🐳', 'v1.0-ü 🐳'],
  ['\u001b[31mred\u202e', '?[31mred?'],
  ['a\nb\tc\u0085', 'a?b?c?'],
  ['a\u2028b\u2029c\u061cd\u2066e', 'a?b?c?d?e'],
])('%j is printed as %s', (text, printed) => {
  expect(printable(text)).toBe(printed);
});

test('lines stay lines', () => {
  expect(printableLines('a\u001b\nb\u0007')).toBe('a?\nb?');
});

test('JSON stays JSON, and the same value', () => {
  const value = { 'key\u007f': ['\u001b[2J', '\u009b\u202e\u2028', 'v1 🐳', '\u{e0001}', '\ud800'] };
  const printed = printableJson(JSON.stringify(value, undefined, 2));
  expect(JSON.parse(printed)).toEqual(value);
  expect(printed).toContain('"key\\u007f"');
  expect(printed).toContain('"\\u009b\\u202e\\u2028"');
  expect(printed).toContain('"\\udb40\\udc01"');
  expect(printed).toContain('"v1 🐳"');
});
