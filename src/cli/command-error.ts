import { errorFinding, Finding, withId } from '../private/finding';
import { FindingName } from '../private/finding-names';
import { messageOf } from '../private/secure-repository-error';

/** The end of a command without success: its exit code, and the findings that the user reads. */
export class CommandError extends Error {
  /** An option is missing, unknown or has a wrong value. Nothing has been decided. */
  public static usage(message: string): CommandError {
    return CommandError.of('command-usage', message, 2);
  }

  /**
   * A file cannot be used. Nothing has been decided.
   * @param details lines that are printed below the message
   */
  public static input(message: string, details: readonly string[] = []): CommandError {
    return CommandError.of('command-input', message, 2, details);
  }

  /** Gates cannot be decided with the input. */
  public static undecided(findings: readonly Finding[]): CommandError {
    return new CommandError(findings.map(withId), 2, false);
  }

  /** A check failed. */
  public static failed(findings: readonly Finding[]): CommandError {
    return new CommandError(findings.map(withId), 1, false);
  }

  /** A part of the work could not be done. */
  public static incomplete(messages: readonly string[]): CommandError {
    return new CommandError(
      messages.map((message) => withId(errorFinding('collection-incomplete', message))),
      2,
      false,
    );
  }

  /** ECR refuses the policy, for the reasons in an error of the library. */
  public static refused(message: string): CommandError {
    return new CommandError([message], 1, false);
  }

  /** The error of the library for a file that cannot be used, as it is: it has an ID of its own. */
  public static unreadable(message: string): CommandError {
    return new CommandError([message], 2, true);
  }

  /** Combines errors. The highest exit code applies. */
  public static all(errors: readonly CommandError[]): CommandError {
    return new CommandError(
      errors.flatMap(({ messages }) => messages),
      Math.max(...errors.map(({ exitCode }) => exitCode)),
      errors.some(({ isOfUsage }) => isOfUsage),
    );
  }

  private static of(name: FindingName, message: string, exitCode: number, details: readonly string[] = []): CommandError {
    return new CommandError([withId(errorFinding(name, message)), ...details], exitCode, true);
  }

  private constructor(
    /** What is printed, one line or several each. */
    public readonly messages: readonly string[],
    public readonly exitCode: number,
    /** Whether the help of the command may answer the question. */
    public readonly isOfUsage: boolean,
  ) {
    super(messages.join('\n'));
  }
}

/** Reads what the library reads. Its error is that of a file that cannot be used. */
export function unreadableIfThrown<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw CommandError.unreadable(messageOf(error));
  }
}
