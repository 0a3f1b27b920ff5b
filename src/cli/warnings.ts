import { Printer } from './printer';
import { Terminal } from './terminal';

/** What is worth a second look: written to standard error, and counted, because `--strict` asks whether there are any. */
export class Warnings {
  private count = 0;

  constructor(private readonly terminal: Terminal<Printer>) {}

  public add(place: string, messages: readonly string[]): void {
    for (const message of messages) this.terminal.stderr.write(`${place}: warning: ${message}\n`);
    this.count += messages.length;
  }

  /** The exit code of a command that has done what was asked. */
  public exitCode(isStrict: boolean): number {
    return isStrict && this.count > 0 ? 3 : 0;
  }
}
