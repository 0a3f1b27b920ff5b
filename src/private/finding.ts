import { FindingName } from './finding-names';

const PREFIX = 'cdk-secure-repository:';

/** Something that is wrong, or that is worth a second look: what an error throws, what is annotated in an app, and what the command prints. */
export interface Finding {
  /** The same from release to release: users acknowledge warnings by it. docs/findings.md lists all of them. */
  readonly id: string;
  readonly severity: 'error' | 'warning';
  /** What is wrong, and then what to do. */
  readonly message: string;
}

/** A finding that stops the synthesis, or the command. */
export function errorFinding(name: FindingName, message: string): Finding {
  return { id: findingId(name), severity: 'error', message };
}

/**
 * A finding that is reported, and that can be acknowledged.
 * @param subject what the warning is about, if a construct can have several that are acknowledged separately: it becomes part of the ID
 */
export function warningFinding(name: FindingName, message: string, subject?: string): Finding {
  return { id: subject === undefined ? findingId(name) : `${findingId(name)}:${subject}`, severity: 'warning', message };
}

/** The message with the ID at its end, as `aws-cdk-lib` prints warnings. */
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
