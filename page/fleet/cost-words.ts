import { PageRepository } from '../../src/lifecycle/core/page-data';

/** Says "at most" in the heading of a column of costs if every cost is a maximum, and otherwise beside each cost that is one. */
export class CostWords {
  private readonly areSomeExact: boolean;

  constructor(repositories: readonly PageRepository[]) {
    // the costs of an empty repository are always exact
    this.areSomeExact = repositories.some(({ isCostExact, row }) => isCostExact === true && row?.imageCount !== 0);
  }

  public heading(words: string): string {
    return this.areSomeExact ? words : `${words} at most`;
  }

  public amount({ isCostExact }: PageRepository, dollars: string): string {
    return this.areSomeExact && isCostExact !== true ? `at most ${dollars}` : dollars;
  }
}
