import { decodedText } from '../../src/private/decoded-text';

const swapped = (text: string) => Buffer.from(text, 'utf16le').swap16();

test.each<[string, Buffer, string]>([
  ['UTF-8', Buffer.from('[ü]'), '[ü]'],
  ['UTF-8 with a mark', Buffer.from('\uFEFF[ü]'), '[ü]'],
  ['UTF-16 LE', Buffer.from('[ü]', 'utf16le'), '[ü]'],
  ['UTF-16 LE with a mark', Buffer.from('\uFEFFü', 'utf16le'), 'ü'],
  ['UTF-16 BE', swapped('[ü]'), '[ü]'],
  ['UTF-16 BE with a mark', swapped('\uFEFFü'), 'ü'],
  ['UTF-16 BE that was cut', swapped('[ü]').subarray(0, 5), '[ü'],
  ['a character', Buffer.from('1'), '1'],
  ['a zero byte', Buffer.from([0]), '\0'],
  ['nothing', Buffer.from(''), ''],
])('%s is read', (_, bytes, text) => {
  expect(decodedText(bytes)).toBe(text);
});

test('bytes stay as they are', () => {
  const bytes = swapped('[]');
  decodedText(bytes);
  expect(bytes).toEqual(swapped('[]'));
});
