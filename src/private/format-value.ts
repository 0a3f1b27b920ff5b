const MOST_CHARACTERS = 200;

/** Formats a value of any type for an error message: a construct by its path, because its JSON does not end. */
export function describeValue(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  const path = constructPath(value);
  return path === undefined ? quoted(value) : `the construct ${path}`;
}

/** Formats a value as it is written in code or JSON. */
export function quoted(value: unknown): string {
  // JSON has neither NaN nor Infinity, and writes null
  if (typeof value === 'number') return String(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // it refers to itself, or is nested without end
    return `an object of the class ${Object(value).constructor?.name}`;
  }
}

/** Formats text as one argument of a command in a POSIX shell. */
export function shellArgument(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Formats a value from a file, where it may be large. */
export function quotedAndTruncated(value: unknown): string {
  const text = quoted(value);
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`;
}

/** Formats a value of JSON as the predicate of a sentence: what it is, or that it is missing. */
export function isOrIsMissing(value: unknown): string {
  return value === undefined ? 'is missing' : `is ${quotedAndTruncated(value)}`;
}

/** The path of a construct. `Construct.isConstruct` would load `constructs` for the command, which formats values of JSON only. */
function constructPath(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('node' in value)) return undefined;
  const { node } = value;
  return typeof node === 'object' && node !== null && 'path' in node && typeof node.path === 'string' ? node.path : undefined;
}
