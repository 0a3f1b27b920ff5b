/** What stands for a token in a text; the number in it means nothing to a reader. */
const TOKEN = /\$\{Token\[[^\]]*\]\}/g;

/**
 * Bad input. The message is what a user reads, in any language: what it is about, what was given, what is expected and
 * what to change, in lower case and without a full stop.
 */
export class SecureRepositoryError extends Error {
  /**
   * @param place the construct at fault, or, for a value made outside the tree, the factory and the argument
   * @param problem what was given, what is expected and what to change
   */
  constructor(place: { readonly node: { readonly path: string } } | string, problem: string) {
    const text = `${typeof place === 'string' ? place : place.node.path}: ${problem}`.replace(TOKEN, '<token>');
    super(text);
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
