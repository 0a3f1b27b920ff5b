import { colours } from './colours';
import { Output, Terminal } from './terminal';
import { printableJson, printableLines } from '../private/printable';

/**
 * The only way to an output of the command. What is printed quotes files of other people, such as tags, patterns and logical
 * IDs: nothing of it moves the cursor, colours the terminal, changes the order in which text is read or is a command to
 * the runner of a workflow.
 */
export class Printer implements Output {
  public readonly isTTY: boolean;
  /** How many characters a line may have; in a file or a pipe none is told. */
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

  /** Prints JSON, with unprintable characters escaped. */
  public writeJson(json: string): void {
    this.output.write(printableJson(json));
  }

  /** Prints a preview, in colours where a person looks and has not asked for no colours. */
  public writePreview(text: string): void {
    const printed = harmless(text);
    this.output.write(this.isTTY && !this.env.NO_COLOR ? colours(printed) : printed);
  }
}

/**
 * A line of GitHub Actions that begins with :: is a command, also when it is indented.
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
function harmless(text: string): string {
  return printableLines(text).replace(/^([^\S\n]*):(?=:)/gm, '$1?');
}
