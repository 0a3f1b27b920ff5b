import { readFileSync } from 'fs';
import { RuleFinding } from './judge';
import { RuleDefinition } from './rule-definition';
import { decodedText } from '../lifecycle/core/json-text';
import { describeValue } from '../private/format-value';
import { messageOf, SecureRepositoryError } from '../private/secure-repository-error';

/** A finding that existed when the rules were introduced. Its text is not part of it, so that better messages do not make it new. */
export interface KnownFinding {
  readonly stack: string;
  readonly logicalId: string;
  readonly rule: string;
}

/** The findings of an app, divided by its baseline. */
export interface Compared {
  readonly findings: readonly RuleFinding[];
  /** The number of findings that the baseline contains. */
  readonly known: number;
  /** Entries of the baseline that are no longer found, for stacks that were judged. They have to be removed from the file. */
  readonly stale: readonly KnownFinding[];
}

/** The findings that existed when the rules were introduced. The file can only shrink: an entry that is no longer found is an error. */
export class Baseline {
  /** @throws if the file cannot be read, is not valid JSON, or has another form */
  public static fromFile(file: string, ruleIds: readonly string[]): Baseline {
    let content: unknown;
    try {
      content = JSON.parse(decodedText(readFileSync(file)));
    } catch (error) {
      const problem = `the baseline cannot be read (${messageOf(error)}). Write it with cdk-secure-repository rules --app cdk.out --write-baseline ${file}.`;
      throw new SecureRepositoryError('rule-baseline', file, problem);
    }
    const entries: unknown = typeof content === 'object' && content !== null ? Reflect.get(content, 'findings') : undefined;
    if (!Array.isArray(entries)) {
      const problem = 'the baseline has no "findings" list. Write it with cdk-secure-repository rules --app cdk.out --write-baseline FILE.';
      throw new SecureRepositoryError('rule-baseline', file, problem);
    }
    return new Baseline(entries.map((entry: unknown, index) => checkedEntry(file, index, entry, ruleIds)));
  }

  /** The text of a baseline file with these findings. */
  public static textOf(findings: readonly RuleFinding[]): string {
    const keys = new Map(findings.map((finding) => [keyOf(knownFinding(finding)), knownFinding(finding)] as const));
    const sorted = [...keys].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, entry]) => entry);
    return `${JSON.stringify({ findings: sorted }, undefined, 2)}\n`;
  }

  private readonly byKey: ReadonlyMap<string, KnownFinding>;

  private constructor(entries: readonly KnownFinding[]) {
    this.byKey = new Map(entries.map((entry) => [keyOf(entry), entry]));
  }

  /**
   * @param stacks the names of the stacks that were judged: an app can synthesize some of its stacks only
   * @param rules the rules that were applied: of the others, nothing is known
   */
  public compare(findings: readonly RuleFinding[], stacks: ReadonlySet<string>, rules: readonly RuleDefinition[]): Compared {
    const applied = new Set(rules.map(({ id }) => id));
    const found = new Set(findings.map((finding) => keyOf(knownFinding(finding))));
    const isKnown = (finding: RuleFinding) => this.byKey.has(keyOf(knownFinding(finding)));
    return {
      findings: findings.filter((finding) => !isKnown(finding)),
      known: findings.filter(isKnown).length,
      stale: [...this.byKey.values()].filter((entry) => stacks.has(entry.stack) && applied.has(entry.rule) && !found.has(keyOf(entry))),
    };
  }
}

function knownFinding({ rule, template, logicalId }: RuleFinding): KnownFinding {
  return { stack: template.stackName, logicalId, rule: rule.id };
}

function keyOf({ stack, logicalId, rule }: KnownFinding): string {
  return `${stack} ${logicalId} ${rule}`;
}

function checkedEntry(file: string, index: number, entry: unknown, ruleIds: readonly string[]): KnownFinding {
  const member = (name: string): unknown => (typeof entry === 'object' && entry !== null ? Reflect.get(entry, name) : undefined);
  const [stack, logicalId, rule] = [member('stack'), member('logicalId'), member('rule')];
  if (typeof stack !== 'string' || typeof logicalId !== 'string' || typeof rule !== 'string') {
    const problem = `findings[${index}] is ${describeValue(entry)}, but must have the string members stack, logicalId and rule. Write the file again with --write-baseline.`;
    throw new SecureRepositoryError('rule-baseline', file, problem);
  }
  if (!ruleIds.includes(rule)) {
    const problem = `findings[${index}] has the unknown rule "${rule}". The rules are ${ruleIds.join(', ')}. Correct or remove the entry.`;
    throw new SecureRepositoryError('rule-baseline', file, problem);
  }
  return { stack, logicalId, rule };
}
