import { Section } from '../tools/report';

/** Steps of which each builds on the ones before it: one that fails ends the story. */
export class Story {
  constructor(private readonly section: Section) {}

  /** Does a step, shows how it ended, and returns what came of it. */
  public async step<T>(what: string, done: () => T | Promise<T>): Promise<T> {
    let result: { readonly value: T } | undefined;
    await this.section.show(what, async () => {
      result = { value: await done() };
    });
    if (!result) throw new StoryEnded();
    return result.value;
  }

  /** Says that a step cannot be done on this computer. */
  public skip(reason: string): void {
    this.section.skip(reason);
  }

  /** Says what no step does, and why. */
  public notRun(what: string): void {
    this.section.notRun(what);
  }
}

/** A step has failed, and has been shown. */
export class StoryEnded extends Error {}
