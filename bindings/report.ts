import { Shown } from './junit';

/** Notes and prints what was shown, a line each. */
export class Report {
  private readonly all: Shown[] = [];
  private readonly begun = Date.now();
  private section = '';

  constructor(private readonly print: (line: string) => void = (line) => process.stdout.write(`${line}\n`)) {}

  /** A heading; what follows belongs to it. */
  public heading(text: string): void {
    this.section = `${text}: `;
    this.print(`\n${text}`);
  }

  /** Shows a thing: it passes unless it throws; what it returns is printed beside its name. */
  public async show(name: string, what: () => Promise<string | void>): Promise<boolean> {
    const begun = Date.now();
    try {
      const detail = await what();
      this.note({ name, outcome: 'passed' });
      this.print(`  ok      ${name}${detail ? `: ${detail}` : ''} (${seconds(Date.now() - begun)})`);
      return true;
    } catch (error) {
      this.result(name, error instanceof Error ? error.message : String(error));
      return false;
    }
  }

  /** A thing that was shown elsewhere, with what was wrong, if anything. */
  public result(name: string, problem?: string): void {
    if (problem === undefined) {
      this.note({ name, outcome: 'passed' });
      this.print(`  ok      ${name}`);
    } else {
      this.note({ name, outcome: 'failed', reason: problem });
      this.print(`  FAILED  ${name}\n${problem.trimEnd().replace(/^/gm, '          ')}`);
    }
  }

  /** A thing that cannot be shown on this machine. */
  public skip(name: string, reason: string): void {
    this.note({ name, outcome: 'skipped', reason });
    this.print(`  skipped ${name}: ${reason}`);
  }

  /** Prints the last line, and returns everything that was shown. */
  public end(): Shown[] {
    const count = (outcome: Shown['outcome']): string => `${this.all.filter((one) => one.outcome === outcome).length} ${outcome}`;
    const took = seconds(Date.now() - this.begun);
    this.print(`\nbindings: ${count('passed')}, ${count('failed')}, ${count('skipped')} in ${took}`);
    return this.all;
  }

  private note(shown: Shown): void {
    this.all.push({ ...shown, name: this.section + shown.name });
  }
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
