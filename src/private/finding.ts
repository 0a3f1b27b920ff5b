import { FindingName } from './finding-names';

const PREFIX = 'cdk-secure-repository:';

/** A problem that an error reports, that is annotated on a construct, or that the command prints. */
export interface Finding {
  /** The ID, which is stable across releases, because users acknowledge warnings by it. docs/findings.md lists all IDs. */
  readonly id: string;
  readonly severity: 'error' | 'warning';
  /** What is wrong, and the action to take. */
  readonly message: string;
}

/** Returns a finding that stops synthesis, or the command. */
export function errorFinding(name: FindingName, message: string): Finding {
  return { id: findingId(name), severity: 'error', message };
}

/**
 * Returns a finding that is reported and can be acknowledged.
 * @param subject the subject of the warning, if warnings of one construct are acknowledged separately. It becomes part of the ID
 */
export function warningFinding(name: FindingName, message: string, subject?: string): Finding {
  return { id: subject === undefined ? findingId(name) : `${findingId(name)}:${subject}`, severity: 'warning', message };
}

/** Returns the message with the ID at its end, as `aws-cdk-lib` prints warnings. */
export function withId({ id, message }: Finding): string {
  return `${message} [${id}]`;
}

/** The name of an error. */
export function findingName({ id }: Finding): FindingName {
  return id.slice(PREFIX.length) as FindingName;
}

function findingId(name: FindingName): string {
  return `${PREFIX}${name}`;
}
