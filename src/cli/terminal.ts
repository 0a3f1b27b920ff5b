import * as util from 'util';
import { printableJson, printableLines } from '../private/printable';
import { wrappedText } from '../private/wrapped-text';

/** Where a command reads and writes. `process` is one; a test has its own. */
export interface Terminal<Out extends Output = Output> {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<string | Uint8Array> & { readonly isTTY?: boolean };
  readonly stdout: Out;
  readonly stderr: Out;
}

/** An output stream. `isTTY` is true for a terminal that a person reads, and `columns` is its width. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/**
 * The only way to an output of the command. The output quotes files of other people, such as tags, patterns and logical IDs: nothing of it
 * moves the cursor, colours the terminal, changes the order in which text is read or is a command to the runner of a workflow.
 */
export class Printer implements Output {
  public readonly isTTY: boolean;
  /** The width of the terminal; undefined for a file or a pipe. */
  public readonly columns?: number;

  constructor(
    private readonly output: Output,
    private readonly env: Terminal['env'],
  ) {
    this.isTTY = output.isTTY === true;
    this.columns = output.columns;
  }

  /** Prints text, with unprintable characters as question marks. */
  public write(text: string): void {
    this.output.write(harmless(text));
  }

  /** Prints lines, each wrapped at the width of the terminal. A line stays whole in a file or a pipe, where programs read it. */
  public writeLines(text: string): void {
    const { columns } = this;
    const lines = text.split('\n').flatMap((line) => (columns === undefined ? line : wrappedLine(line, columns)));
    this.write(`${lines.join('\n')}\n`);
  }

  /** Prints JSON, with unprintable characters escaped. */
  public writeJson(json: string): void {
    this.output.write(printableJson(json));
  }

  /** Prints a preview, with colours on a terminal unless the environment has NO_COLOR. */
  public writePreview(text: string): void {
    const printed = harmless(text);
    this.output.write(this.isTTY && !this.env.NO_COLOR ? coloured(printed) : printed);
  }
}

/** Below this width, lines are not broken further. */
const LEAST_WIDTH = 40;

function wrappedLine(line: string, columns: number): string[] {
  const [indent = ''] = /^ */.exec(line) ?? [];
  return wrappedText(line.trimStart(), Math.max(columns, LEAST_WIDTH), indent, `${indent}  `);
}

/**
 * A line of GitHub Actions that begins with :: is a command, also when it is indented.
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
function harmless(text: string): string {
  return printableLines(text).replace(/^([^\S\n]*):(?=:)/gm, '$1?');
}

/** The style of a line, by the heading or the action that it begins with. */
const STYLES: [RegExp, Parameters<typeof util.styleText>[0]][] = [
  [/^ACTION /, 'bold'],
  [/^expire /, 'red'],
  [/^(archive|may (expire|archive)) /, 'yellow'],
];

function coloured(preview: string): string {
  // styleText came with Node.js 20.12
  if (typeof util.styleText !== 'function') return preview;
  return preview
    .split('\n')
    .map((line) => {
      const [, style] = STYLES.find(([beginning]) => beginning.test(line)) ?? [];
      return style === undefined ? line : util.styleText(style, line, { validateStream: false });
    })
    .join('\n');
}
