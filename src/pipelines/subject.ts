import { IConstruct } from 'constructs';
import { ClaimPattern } from './trust-policy';
import { FindingName } from '../private/finding-names';
import { describeValue } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';

/** A subject of one of the CI systems. */
export interface Subject {
  /** The name of its class: two classes with the same members would otherwise be taken for each other. */
  readonly _class: string;
  readonly _claim: string;
  readonly _isPattern: boolean;
}

/**
 * Checks that the subjects of a publisher are those of its CI system, at least one.
 * @param example code that creates a subject
 */
export function checkSubjects(place: IConstruct, finding: FindingName, subjects: unknown, className: string, example: string): void {
  if (!Array.isArray(subjects) || subjects.length === 0) {
    throw new SecureRepositoryError(
      finding,
      place,
      `subjects is ${describeSubject(subjects)}, but must be a list with at least one ${className}. Use [${example}], for example.`,
    );
  }
  for (const [index, subject] of subjects.entries()) {
    if (classOf(subject) === className) continue;
    throw new SecureRepositoryError(
      finding,
      place,
      `subjects[${index}] is ${describeSubject(subject)}, but must be ${withArticle(className)}. Use ${example}, for example.`,
    );
  }
}

/** Returns the patterns that IAM compares with the claim `sub`. */
export function subjectPatterns(subjects: readonly Subject[]): ClaimPattern[] {
  return subjects.map(({ _claim: text, _isPattern: isPattern }) => ({ text, isPattern }));
}

function classOf(subject: unknown): string | undefined {
  return ((subject ?? {}) as Partial<Subject>)._class;
}

function describeSubject(subject: unknown): string {
  const className = classOf(subject);
  return className === undefined ? describeValue(subject) : withArticle(className);
}

function withArticle(className: string): string {
  return `${/^[AEIOU]/.test(className) ? 'an' : 'a'} ${className}`;
}
