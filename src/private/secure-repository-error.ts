import { errorFinding, Finding, withId } from './finding';
import { FindingName } from './finding-names';

/** What stands for a token in a text; the number in it means nothing to a reader. */
const TOKEN = /\$\{Token\[[^\]]*\]\}/g;

/**
 * Invalid input. The message is what a user reads, in any language: the place, what is wrong with which value, what to do, and the ID of the finding.
 */
export class SecureRepositoryError extends Error implements Finding {
  public readonly id: string;
  public readonly severity = 'error';

  /**
   * @param name the name of the finding, which docs/findings.md explains
   * @param place the construct at fault, or, for a value made outside the tree, the factory and the argument
   * @param problem what is wrong with which value, and what to do
   */
  constructor(name: FindingName, place: { readonly node: { readonly path: string } } | string, problem: string) {
    const finding = errorFinding(name, `${typeof place === 'string' ? place : place.node.path}: ${problem}`.replace(TOKEN, '<token>'));
    const text = withId(finding);
    super(text);
    this.id = finding.id;
    this.name = 'SecureRepositoryError';
    // aws-cdk-lib writes "Resolution error: " in front of what is thrown while it resolves a token, once for each token on the way
    Object.defineProperty(this, 'message', { get: () => text, set: () => undefined });
  }
}

/** A value as the user would write it. */
export function shown(value: unknown): string {
  // JSON has neither NaN nor Infinity, and writes null
  if (typeof value === 'number') return String(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // it refers to itself, or is nested without end
    return `an object of the class ${Object(value).constructor?.name}`;
  }
}
