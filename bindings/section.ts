import { Shown } from './junit';

/** What a section tells its report: a thing that was shown, and the lines about it. */
export type Note = (shown: Shown, lines: string) => void;

/** What is shown of one language. */
export class Section {
  constructor(
    public readonly name: string,
    private readonly note: Note,
  ) {}

  /** Shows a thing: it passes unless it throws; what it returns is printed beside its name. */
  public async show(name: string, what: () => Promise<string | void>): Promise<boolean> {
    const begun = Date.now();
    try {
      const detail = await what();
      this.passed(name, `${detail ? `: ${detail}` : ''} (${seconds(Date.now() - begun)})`);
      return true;
    } catch (error) {
      this.failed(name, error instanceof Error ? error.message : String(error));
      return false;
    }
  }

  /** A thing that was shown elsewhere, with what was wrong, if anything. */
  public result(name: string, problem?: string): void {
    if (problem === undefined) this.passed(name, '');
    else this.failed(name, problem);
  }

  /** A thing that cannot be shown on this machine. */
  public skip(reason: string): void {
    this.note({ name: this.name, outcome: 'skipped', reason }, `${this.margin}skipped: ${reason}`);
  }

  private passed(name: string, detail: string): void {
    this.note({ name: `${this.name}: ${name}`, outcome: 'passed' }, `${this.margin}ok      ${name}${detail}`);
  }

  private failed(name: string, reason: string): void {
    const lines = reason.trimEnd().replace(/^/gm, '          ');
    this.note({ name: `${this.name}: ${name}`, outcome: 'failed', reason }, `${this.margin}FAILED  ${name}\n${lines}`);
  }

  /** Each line says which language it is about: two of them are shown at once. */
  private get margin(): string {
    return this.name.padEnd('typescript'.length + 2);
  }
}

/** A time, as a person reads it. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
