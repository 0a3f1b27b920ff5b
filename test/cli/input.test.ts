import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Input } from '../../src/cli/input';
import { Printer } from '../../src/cli/terminal';
import { FakeTerminal } from '../fixtures/fake-terminal';

const directory = mkdtempSync(join(tmpdir(), 'input-'));
afterAll(() => rmSync(directory, { recursive: true }));

async function* pieces(...bytes: number[]): AsyncGenerator<Uint8Array> {
  for (const length of bytes) yield Buffer.alloc(length, 'x');
}

test.each([
  ['nothing of a short one', [10, 20], ''],
  [
    'each 50 MB of a long one',
    [49_000_000, 2_000_000, 30_000_000, 20_000_000],
    'standard input: 51 MB read\nstandard input: 101 MB read\n',
  ],
])('a person who pipes an inventory reads of %s', async (_, lengths, expected) => {
  const terminal = new FakeTerminal([], '');
  const stdin = Object.assign(pieces(...lengths), { isTTY: false });
  const input = new Input({ ...terminal, stdin, stderr: terminal.stderr });
  const { text } = await input.text('--images', '-');
  expect(text).toHaveLength(lengths.reduce((sum, length) => sum + length));
  expect(terminal.complained).toBe(expected);
});

const TEXT = '{"tag": "größe 𝄞"}\n';
const MARK = '\uFEFF';
const swapped = (text: string) => Buffer.from(text, 'utf16le').swap16();
const ENCODINGS: [string, Buffer][] = [
  ['UTF-8', Buffer.from(TEXT)],
  ['UTF-8 with a byte order mark', Buffer.from(MARK + TEXT)],
  ['UTF-16 LE with a byte order mark, as PowerShell writes it', Buffer.from(MARK + TEXT, 'utf16le')],
  ['UTF-16 BE with a byte order mark', swapped(MARK + TEXT)],
  ['UTF-16 LE', Buffer.from(TEXT, 'utf16le')],
  ['UTF-16 BE', swapped(TEXT)],
];

test.each(ENCODINGS)('a file in %s is read', async (_, bytes) => {
  const path = join(directory, 'encoded');
  writeFileSync(path, bytes);
  expect(await new Input(new FakeTerminal([], '')).text('--images', path)).toEqual({ place: path, text: TEXT });
});

test.each(ENCODINGS)('standard input in %s is read', async (_, bytes) => {
  expect(await new Input(new FakeTerminal([], bytes)).text('--images', '-')).toEqual({ place: 'standard input', text: TEXT });
});

test('a character that was cut in half, and an empty file, are no reason to stop', async () => {
  expect((await new Input(new FakeTerminal([], swapped(TEXT).subarray(0, -1))).text('--in-use', '-')).text).toBe(TEXT.slice(0, -1));
  expect((await new Input(new FakeTerminal([], '')).text('--in-use', '-')).text).toBe('');
});

test('standard input is one of the files, not several', async () => {
  const input = new Input(new FakeTerminal([], TEXT));
  await input.text('--policy', '-');
  await expect(input.text('--images', '-')).rejects.toThrow(
    '--images: standard input is already the value of --policy. Pass one of the two as a file.',
  );
});

test('an input that no text can hold is a message', async () => {
  const terminal = new FakeTerminal([], '');
  const stdin = Object.assign(pieces(1), { isTTY: false });
  jest.spyOn(Buffer, 'concat').mockImplementationOnce(() => {
    throw new RangeError('Cannot create a string longer than 0x1fffffe8 characters');
  });
  const { env, argv } = terminal;
  const large = { env, argv, stdin, stdout: new Printer(terminal.stdout, env), stderr: new Printer(terminal.stderr, env) };
  await expect(new Input(large).text('--images', '-')).rejects.toThrow(
    'standard input: the text cannot be read (Cannot create a string longer than 0x1fffffe8 characters). Pass a smaller input. [cdk-secure-repository:command-input]',
  );
});
