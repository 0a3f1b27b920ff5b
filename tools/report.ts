import * as fs from 'node:fs';
import * as path from 'node:path';

/** What came of one thing that was to be shown. */
export type Outcome = 'passed' | 'failed' | 'skipped' | 'notRun';

const WORDS: Record<Outcome, string> = { passed: 'ok     ', failed: 'FAILED ', skipped: 'skipped', notRun: 'not run' };

/** The line that is printed about one thing. */
export function lineOf(outcome: Outcome, text: string): string {
  return `${WORDS[outcome]} ${text}`;
}

/**
 * Prints what was shown, a line each, and counts it. The counts go to the file of COUNTS_FILE, as those of jest do (.ci/jest-counts.js),
 * so that .ci/run reads all of them in the same way.
 */
export class Report {
  private readonly counts: Record<Outcome, number> = { passed: 0, failed: 0, skipped: 0, notRun: 0 };
  private readonly begun = Date.now();

  constructor(
    private readonly name: string,
    private readonly print: (lines: string) => void = (lines) => process.stdout.write(`${lines}\n`),
  ) {}

  /** What is shown under one name; every line begins with it, because several sections may be at work at once. */
  public section(name: string, width = name.length): Section {
    return new Section((outcome, text) => {
      this.counts[outcome]++;
      this.print(`${name.padEnd(width)}  ${lineOf(outcome, text)}`.trimStart());
    });
  }

  /** Prints the last line and writes the counts; returns the exit code: 1 when something failed. */
  public end(): number {
    const counts = (['passed', 'failed', 'skipped'] as const).map((outcome) => `${this.counts[outcome]} ${outcome}`).join(', ');
    this.print(`\n${this.name}: ${counts} in ${seconds(Date.now() - this.begun)}`);
    const file = process.env.COUNTS_FILE;
    if (file) {
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, JSON.stringify(this.counts));
    }
    return this.counts.failed > 0 ? 1 : 0;
  }
}

/** A part of a report. */
export class Section {
  constructor(private readonly note: (outcome: Outcome, text: string) => void) {}

  /** Shows a thing: it passes unless it throws; what it returns is printed beside its name. */
  public async show(name: string, what: () => string | void | Promise<string | void>): Promise<boolean> {
    const begun = Date.now();
    try {
      const detail = await what();
      this.note('passed', `${name}${detail ? `: ${detail}` : ''} (${seconds(Date.now() - begun)})`);
      return true;
    } catch (error) {
      this.result(name, error instanceof Error ? error.message : String(error));
      return false;
    }
  }

  /** A thing that was shown elsewhere, with what was wrong, if anything. */
  public result(name: string, problem?: string, detail = ''): void {
    if (problem === undefined) this.note('passed', `${name}${detail}`);
    else this.note('failed', `${name}\n${problem.trimEnd().replace(/^/gm, '          ')}`);
  }

  /** A thing that cannot be shown on this machine. */
  public skip(reason: string): void {
    this.note('skipped', reason);
  }

  /** A part that nothing here can run. It is neither a success nor a failure, and not counted. */
  public notRun(what: string): void {
    this.note('notRun', what);
  }
}

/** A time, as a person reads it. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
