/** Where a command reads and writes; `process` is one, and a test has its own. */
export interface Terminal<Out extends Output = Output> {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<string | Uint8Array> & { readonly isTTY?: boolean };
  readonly stdout: Out;
  readonly stderr: Out;
}

/** What can be written to; `isTTY` is true when a person looks at it, and `columns` is how wide that terminal is. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}
