import { errorFinding, Finding, findingName, withId } from './finding';
import { FindingName } from './finding-names';
import { printable } from './printable';

/** The marker of a token in a text, or of a list that is a token. Its number has no meaning for the reader. */
const TOKEN = /[$#]\{Token\[[^\]]*\]\}/g;

/** A construct, or the name of the function that was called. */
type ErrorPlace = { readonly node: { readonly path: string } } | string;

/** An error about invalid input. Its message consists of the place, what is wrong with which value, the action to take, and the ID of the finding. */
export class SecureRepositoryError extends Error implements Finding {
  /** Returns the error for a finding at a place. */
  public static of(finding: Finding, place: ErrorPlace): SecureRepositoryError {
    return new SecureRepositoryError(findingName(finding), place, finding.message);
  }

  public readonly id: string;
  public readonly severity = 'error';

  /**
   * @param name the name of the finding, which docs/findings.md explains
   * @param place the construct, or the factory and the argument for a value that is created outside of the construct tree
   * @param problem what is wrong with which value, and the action to take
   */
  constructor(name: FindingName, place: ErrorPlace, problem: string) {
    const finding = errorFinding(name, `${typeof place === 'string' ? place : place.node.path}: ${problem}`.replace(TOKEN, '<token>'));
    const text = withId(finding);
    super(text);
    this.id = finding.id;
    this.name = 'SecureRepositoryError';
    // aws-cdk-lib adds "Resolution error: " to the message of an error that is thrown while it resolves tokens, once for each token
    Object.defineProperty(this, 'message', { get: () => text, set: () => undefined });
  }
}

/**
 * Returns the message of a caught error, without the name of its class. Only an error of the library can have several lines. Other messages
 * quote input, including its line breaks, and no input is allowed to begin a line.
 */
export function messageOf(error: unknown): string {
  const message = String(error).replace(/^\w*Error(?: \[\w+\])?: /, '');
  return error instanceof SecureRepositoryError ? message : printable(message);
}

/** Returns the message of an error of the library without the action, which is its last sentence, and without the ID: for readers who have to do something else. */
export function problemOf({ message }: SecureRepositoryError): string {
  return message.replace(/\. [A-Z](?:[^.]|\.(?! ))*\. \[[\w:-]+\]$/, '');
}
