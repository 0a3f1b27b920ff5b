import { constants } from 'buffer';
import { existsSync, statSync } from 'fs';
import { entriesByLine, OtherForm } from './entry-lines';
import { SecureRepositoryError } from '../private/secure-repository-error';

/** A reader of the output of a command that lists something. */
export interface ListReader<T> {
  readonly ofEntries: (place: string, entries: Iterable<unknown>) => T;
  readonly ofText: (place: string, text: string) => T;
}

/** A file with a list that `collect` wrote, or that a person wrote as the same command prints it. */
export class ListFile {
  /**
   * @param path its name in messages, too
   * @param member the name of the list
   * @param text reads the whole file
   */
  constructor(
    public readonly path: string,
    private readonly member: string,
    private readonly text: () => string,
  ) {}

  /** Reads the entries one after the other, or the text as a whole if it is not in the form that `collect` writes. */
  public read<T>({ ofEntries, ofText }: ListReader<T>): T {
    const { path } = this;
    try {
      return ofEntries(path, entriesByLine(path, this.member));
    } catch (error) {
      if (!(error instanceof OtherForm)) throw error;
      if (existsSync(path) && statSync(path).size > constants.MAX_STRING_LENGTH) {
        const problem = `the file is not as collect writes it, and is too large to be read in another form (${error.message}). Run collect again.`;
        throw new SecureRepositoryError('inventory', path, problem);
      }
      return ofText(path, this.text());
    }
  }
}
