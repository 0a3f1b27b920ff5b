import { Terminal } from '../../src/cli/terminal';

/** A terminal that remembers what was written to it. */
export class FakeTerminal implements Terminal {
  public written = '';
  public complained = '';
  public readonly argv: string[];
  public readonly stdin: Terminal['stdin'];
  public readonly stdout;
  public readonly stderr;

  /**
   * @param input what is piped in; none when a person sits at the terminal
   * @param env the environment; with `TTY` a person looks at what is written
   */
  constructor(
    args: string[],
    input?: string | Uint8Array,
    public readonly env: Readonly<Record<string, string>> = {},
  ) {
    this.argv = ['node', 'cdk-secure-repository', ...args];
    this.stdin = Object.assign(chunks(input ?? ''), { isTTY: input === undefined });
    this.stderr = { isTTY: env.TTY !== undefined, write: (text: string) => (this.complained += text) };
    this.stdout = { isTTY: env.TTY !== undefined, write: (text: string) => (this.written += text) };
  }
}

/** Pieces that cut characters of several bytes apart. */
async function* chunks(input: string | Uint8Array): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(input);
  for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
}
