import { inputText } from '../../src/cli/input';
import { FakeTerminal } from '../support/fake-terminal';

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
])('a person who pipes an inventory hears %s', async (_, lengths, expected) => {
  const terminal = new FakeTerminal([], '');
  const stdin = Object.assign(pieces(...lengths), { isTTY: false });
  const text = await inputText({ ...terminal, stdin, stderr: terminal.stderr });
  expect(text).toHaveLength(lengths.reduce((sum, length) => sum + length));
  expect(terminal.complained).toBe(expected);
});
