import { errorFinding, Finding } from '../../private/finding';
import { FindingName } from '../../private/finding-names';
import { isOrIsMissing, quotedAndTruncated } from '../../private/format-value';

/** A reason for which ECR refuses a policy. */
export interface Fault extends Finding {
  readonly name: FindingName;
  /** The rule at fault, such as `rule 3`. Undefined for a fault of the policy as a whole. */
  readonly rule?: string;
  /** The message without the rule. */
  readonly problem: string;
}

export function fault(name: FindingName, rule: string | undefined, problem: string): Fault {
  const message = rule === undefined ? problem : `${rule}: ${problem}`;
  return { ...errorFinding(name, message), name, problem, ...(rule === undefined ? {} : { rule }) };
}

/** The remedy for a key or value that is unknown to this version, but may be known to ECR. */
const NEWER = 'If ECR has added it since this release, set node.defaultChild.lifecyclePolicy instead, which is not checked';

/** A problem with a value, with the expected value and the remedy. */
export function wrongValue(member: string, value: unknown, expected: string, remedy: string): string {
  return `${member} ${isOrIsMissing(value)}, but must be ${expected}. ${remedy}.`;
}

/** A problem with a value that is not among the known ones. A later version of ECR may know it. */
export function unknownValue(member: string, value: unknown, expected: string, remedy: string): string {
  return wrongValue(member, value, expected, typeof value === 'string' ? `${remedy}. ${NEWER}` : remedy);
}

/** Faults for the keys of an object that are unknown. */
export function unknownKeys(rule: string | undefined, owner: string, value: Record<string, unknown>, known: readonly string[]): Fault[] {
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const problem = `${owner} has the unknown key ${quotedAndTruncated(key)}, but only ${known.join(', ')} ${known.length === 1 ? 'is' : 'are'} allowed`;
      return fault('lifecycle-unknown-key', rule, `${problem}. Correct the key. ${NEWER}.`);
    });
}

/** Whether a value is a positive integer that JSON carries unchanged, as priorities and counts must be. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 1;
}

/** The problem with a value that is not such an integer. */
export function wrongCount(member: string, value: unknown, remedy: string): string {
  return typeof value === 'number' && value > Number.MAX_SAFE_INTEGER
    ? wrongValue(
        member,
        value,
        `at most ${Number.MAX_SAFE_INTEGER}`,
        'Use a smaller number, because JSON cannot represent this one exactly',
      )
    : wrongValue(member, value, 'an integer of at least 1', remedy);
}
