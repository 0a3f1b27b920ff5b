/** Where a command reads and writes; `process` is one, and a test has its own. */
export interface Terminal {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<string | Uint8Array> & { readonly isTTY?: boolean };
  readonly stdout: Output;
  readonly stderr: Output;
}

/** What can be written to; `isTTY` is true when a person looks at it. */
export interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}
