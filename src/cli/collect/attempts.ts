import { failureText } from './failure';
import { Missing } from '../../fleet/inventory-format';

/** Attempts to read values, of which one that fails does not lose the others. */
export class Attempts {
  private readonly failures: Record<string, string> = {};

  /** @param ends whether nothing else can be read after an error, which is then thrown again */
  constructor(private readonly ends: (error: unknown) => boolean) {}

  /** The values that could not be read. */
  public get missing(): Missing {
    return this.failures;
  }

  /**
   * Reads a value. Returns undefined if that fails, and null if the value does not exist.
   * @param absent the name of the error that means that there is none
   */
  public async read<T>(name: string, read: () => Promise<T>, absent?: string): Promise<T | null | undefined> {
    try {
      return await read();
    } catch (error) {
      if (absent !== undefined && error instanceof Error && error.name === absent) return null;
      if (this.ends(error)) throw error;
      this.failures[name] = failureText(error);
      return undefined;
    }
  }
}
