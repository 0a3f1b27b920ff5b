import { errorFinding, Finding, findingName, withId } from './finding';
import { FindingName } from './finding-names';
import { printable } from './printable';

/** What stands for a token in a text; the number in it means nothing to a reader. */
const TOKEN = /\$\{Token\[[^\]]*\]\}/g;

/** A construct, or the name of what was called. */
type ErrorPlace = { readonly node: { readonly path: string } } | string;

/**
 * Invalid input. The message is what a user reads, in any language: the place, what is wrong with which value, what to do, and the ID of the finding.
 */
export class SecureRepositoryError extends Error implements Finding {
  /** The error for a finding at a place. */
  public static of(finding: Finding, place: ErrorPlace): SecureRepositoryError {
    return new SecureRepositoryError(findingName(finding), place, finding.message);
  }

  public readonly id: string;
  public readonly severity = 'error';

  /**
   * @param name the name of the finding, which docs/findings.md explains
   * @param place the construct at fault, or, for a value made outside the tree, the factory and the argument
   * @param problem what is wrong with which value, and what to do
   */
  constructor(name: FindingName, place: ErrorPlace, problem: string) {
    const finding = errorFinding(name, `${typeof place === 'string' ? place : place.node.path}: ${problem}`.replace(TOKEN, '<token>'));
    const text = withId(finding);
    super(text);
    this.id = finding.id;
    this.name = 'SecureRepositoryError';
    // aws-cdk-lib writes "Resolution error: " in front of what is thrown while it resolves a token, once for each token on the way
    Object.defineProperty(this, 'message', { get: () => text, set: () => undefined });
  }
}

/**
 * The message of a caught error, without the name of its class. Only an error of the library may have several lines: other messages quote
 * input, line breaks included, and no input may begin a line.
 */
export function messageOf(error: unknown): string {
  const message = String(error).replace(/^\w*Error(?: \[\w+\])?: /, '');
  return error instanceof SecureRepositoryError ? message : printable(message);
}
