/** The end of a command that did not go well, with what the user should read. */
export class CommandError extends Error {
  /** The command line or a file is not as it should be: nothing has been decided. */
  public static unusable(message: string): CommandError {
    return new CommandError(message, 2);
  }

  /** What was asked has been answered, with no. */
  public static failed(message: string): CommandError {
    return new CommandError(message, 1);
  }

  /** Several of them as one: as unusable as the worst. */
  public static all(errors: readonly CommandError[]): CommandError {
    return new CommandError(errors.map(({ message }) => message).join('\n'), Math.max(...errors.map(({ exitCode }) => exitCode)));
  }

  private constructor(
    message: string,
    public readonly exitCode: number,
  ) {
    super(message);
  }
}
