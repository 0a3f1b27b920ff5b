import { Printer } from '../terminal';

/** On a terminal, a line in so many milliseconds. */
const INTERVAL = 2000;

/** Reports on a terminal how far a registry has been read. Nothing is printed to a file or a pipe. */
export class Progress {
  private started = 0;
  private printed = 0;
  private place = '';
  private total = 0;
  private done = 0;
  private images = 0;

  constructor(private readonly stderr: Printer) {}

  /** Reports what is read before the repositories. */
  public settings(place: string, repositories: number): void {
    if (this.stderr.isTTY) this.stderr.writeLines(`${place}: ${repositories} repositories; reads the settings and what is running`);
  }

  /** Begins with the repositories of a registry. */
  public begin(place: string, total: number): void {
    this.started = this.printed = Date.now();
    Object.assign(this, { place, total, done: 0, images: 0 });
  }

  public add(images: number): void {
    this.done += 1;
    this.images += images;
    const now = Date.now();
    if (!this.stderr.isTTY || now - this.printed < INTERVAL || this.done === this.total) return;
    this.printed = now;
    const left = Math.ceil(((now - this.started) / this.done) * (this.total - this.done) * 1e-3);
    this.stderr.writeLines(`${this.place}: ${this.done} of ${this.total} repositories, ${this.images} images, about ${left} s left`);
  }
}
