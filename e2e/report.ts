import { setImmediate as nextTurn } from 'node:timers/promises';

/** What was done, a line each; a step that fails ends the story, because the next ones build on it. */
export class Report {
  private passed = 0;

  public async step<T>(what: string, done: () => T | Promise<T>): Promise<T> {
    // what a step runs blocks this process: between two of them a signal is heard
    await nextTurn();
    try {
      const result = await done();
      this.passed++;
      console.log(`ok      ${what}`);
      return result;
    } catch (error) {
      console.log(`FAILED  ${what}`);
      throw error;
    }
  }

  public summary(failed: number): string {
    return `${this.passed} steps of the way went well, ${failed} did not`;
  }
}
