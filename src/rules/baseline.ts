import { readFileSync } from 'fs';
import { DeployedTemplate } from './deployed-template';
import { RuleFinding } from './judge';
import { RuleDefinition } from './rule-definition';
import { decodedText } from '../private/decoded-text';
import { describeValue } from '../private/format-value';
import { messageOf, SecureRepositoryError } from '../private/secure-repository-error';

/** A finding that existed when the rules were introduced. Its text is not part of it, so that better messages do not make it new. */
export interface KnownFinding {
  readonly stack: string;
  readonly logicalId: string;
  readonly rule: string;
  /** The construct path of the stack, where several stacks of the app have its name. */
  readonly path?: string;
}

/** An entry of a baseline that has to be removed or corrected. */
export interface StaleEntry extends KnownFinding {
  /** Why the entry cannot stay. */
  readonly problem: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** The findings of an app, divided by its baseline. */
export interface Compared {
  readonly findings: readonly RuleFinding[];
  /** The number of findings that the baseline contains. */
  readonly known: number;
  /** Entries of the baseline that are no longer found, or that do not name one stack, for stacks that were judged. */
  readonly stale: readonly StaleEntry[];
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

  /**
   * The text of a baseline file with these findings.
   * @param templates all templates that were judged
   */
  public static textOf(findings: readonly RuleFinding[], templates: readonly DeployedTemplate[]): string {
    const stacks = pathsByName(templates);
    const entries = findings.map((finding) => {
      const entry = knownFinding(finding);
      return stacks.get(entry.stack)!.size > 1 ? entry : { ...entry, path: undefined };
    });
    const keys = new Map(entries.map((entry) => [keyOf(entry), entry] as const));
    const sorted = [...keys].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, entry]) => entry);
    return `${JSON.stringify({ findings: sorted }, undefined, 2)}\n`;
  }

  private readonly byKey: ReadonlyMap<string, KnownFinding>;

  private constructor(entries: readonly KnownFinding[]) {
    this.byKey = new Map(entries.map((entry) => [keyOf(entry), entry]));
  }

  /**
   * @param templates the templates that were judged: an app can synthesize some of its stacks only
   * @param rules the rules that were applied: of the others, nothing is known
   */
  public compare(findings: readonly RuleFinding[], templates: readonly DeployedTemplate[], rules: readonly RuleDefinition[]): Compared {
    const applied = new Set(rules.map(({ id }) => id));
    const stacks = pathsByName(templates);
    const isKnown = (finding: RuleFinding) => {
      const entry = knownFinding(finding);
      // an entry for one of two stacks must not hide what only the other one has
      const isUnambiguous = stacks.get(entry.stack)!.size === 1;
      return this.byKey.has(keyOf(entry)) || (isUnambiguous && this.byKey.has(keyOf({ ...entry, path: undefined })));
    };
    const found = new Set(findings.map(knownFinding).flatMap((entry) => [keyOf(entry), keyOf({ ...entry, path: undefined })]));
    return {
      findings: findings.filter((finding) => !isKnown(finding)),
      known: findings.filter(isKnown).length,
      stale: [...this.byKey.values()].filter(({ rule }) => applied.has(rule)).flatMap((entry) => staleEntry(entry, stacks, found) ?? []),
    };
  }
}

/** The construct paths of the stacks with a name. */
function pathsByName(templates: readonly DeployedTemplate[]): Map<string, Set<string | undefined>> {
  const paths = new Map<string, Set<string | undefined>>();
  for (const { stackName, appStackPath } of templates) paths.set(stackName, (paths.get(stackName) ?? new Set()).add(appStackPath));
  return paths;
}

/** @param found the keys of all findings, with and without the path */
function staleEntry(
  entry: KnownFinding,
  stacks: ReadonlyMap<string, ReadonlySet<string | undefined>>,
  found: ReadonlySet<string>,
): StaleEntry | undefined {
  const paths = stacks.get(entry.stack);
  if (paths === undefined || (entry.path !== undefined && !paths.has(entry.path))) return undefined;
  if (!found.has(keyOf(entry))) {
    const place = entry.path === undefined ? '' : ` in ${entry.path}`;
    return { ...entry, problem: `is no longer found${place}`, remedy: 'Remove the entry, so that the finding cannot return unnoticed.' };
  }
  if (entry.path !== undefined || paths.size === 1) return undefined;
  return {
    ...entry,
    problem: `is ambiguous, because several stacks have this name (${[...paths].join(', ')})`,
    remedy: 'Add the construct path of the stack to the entry as "path".',
  };
}

function knownFinding({ rule, template, logicalId }: RuleFinding): KnownFinding {
  return { stack: template.stackName, path: template.appStackPath, logicalId, rule: rule.id };
}

function keyOf({ stack, path, logicalId, rule }: KnownFinding): string {
  return [stack, logicalId, rule, path].join(' ');
}

function checkedEntry(file: string, index: number, entry: unknown, ruleIds: readonly string[]): KnownFinding {
  const member = (name: string): unknown => (typeof entry === 'object' && entry !== null ? Reflect.get(entry, name) : undefined);
  const [stack, logicalId, rule, path] = [member('stack'), member('logicalId'), member('rule'), member('path')];
  if (typeof stack !== 'string' || typeof logicalId !== 'string' || typeof rule !== 'string') {
    const problem = `findings[${index}] is ${describeValue(entry)}, but must have the string members stack, logicalId and rule. Write the file again with --write-baseline.`;
    throw new SecureRepositoryError('rule-baseline', file, problem);
  }
  if (path !== undefined && typeof path !== 'string') {
    const problem = `findings[${index}] has the path ${describeValue(path)}, but the path must be that of a stack, as a string. Correct or remove the path.`;
    throw new SecureRepositoryError('rule-baseline', file, problem);
  }
  if (!ruleIds.includes(rule)) {
    const problem = `findings[${index}] has the unknown rule "${rule}". The rules are ${ruleIds.join(', ')}. Correct or remove the entry.`;
    throw new SecureRepositoryError('rule-baseline', file, problem);
  }
  return { stack, logicalId, rule, path };
}
