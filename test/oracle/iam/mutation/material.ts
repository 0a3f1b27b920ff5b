import { IdentityName } from '../world';

/** What mutations put in where it does not belong. */
export interface Material {
  /** Every action that there is. */
  readonly actions: readonly string[];
  /** The ARN of a resource that nobody was granted anything on. */
  readonly otherResource: string;
  /** An account that nobody was granted anything in. */
  readonly otherAccount: string;
  /** A service that nothing was granted to. */
  readonly otherService: string;
  /** A role of the same account that was granted nothing. */
  readonly neighbour: IdentityName;
}

/** A changed thing and what was done to it. */
export type Mutant<T> = readonly [what: string, mutant: T];
