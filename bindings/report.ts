import { Shown } from './junit';
import { seconds, Section } from './section';

/** Notes and prints what was shown, a line each. */
export class Report {
  private readonly all: Shown[] = [];
  private readonly begun = Date.now();

  constructor(private readonly print: (lines: string) => void = (lines) => process.stdout.write(`${lines}\n`)) {}

  /** What is shown under one name. */
  public section(name: string): Section {
    return new Section(name, (shown, lines) => {
      this.all.push(shown);
      this.print(lines);
    });
  }

  /** Prints the last line, and returns everything that was shown. */
  public end(): Shown[] {
    const count = (outcome: Shown['outcome']): string => `${this.all.filter((one) => one.outcome === outcome).length} ${outcome}`;
    const took = seconds(Date.now() - this.begun);
    this.print(`\nbindings: ${count('passed')}, ${count('failed')}, ${count('skipped')} in ${took}`);
    return this.all;
  }
}
