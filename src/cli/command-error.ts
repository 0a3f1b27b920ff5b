/** The end of a command that did not go well, with what the user should read. */
export class CommandError extends Error {
  /** The command line or a file is not as it should be: nothing has been decided. */
  public static unusable(message: string): CommandError {
    return new CommandError(message, 2, true);
  }

  /** A gate cannot be decided with what was given. */
  public static undecided(message: string): CommandError {
    return new CommandError(message, 2, false);
  }

  /** What was asked has been answered, with no. */
  public static failed(message: string): CommandError {
    return new CommandError(message, 1, false);
  }

  /** Several of them as one: as unusable as the worst. */
  public static all(errors: readonly CommandError[]): CommandError {
    return new CommandError(
      errors.map(({ message }) => message).join('\n'),
      Math.max(...errors.map(({ exitCode }) => exitCode)),
      errors.some(({ isOfUsage }) => isOfUsage),
    );
  }

  private constructor(
    message: string,
    public readonly exitCode: number,
    /** Whether the help of the command may tell what to do. */
    public readonly isOfUsage: boolean,
  ) {
    super(message);
  }
}
