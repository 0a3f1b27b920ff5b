import { matchesArn } from './arn';
import { RequestContext } from './context';
import { ConditionElement, listed } from './policy-document';
import { matchesWildcard } from './wildcard';

const COMPARISONS: Readonly<Record<string, (expected: string, actual: string) => boolean>> = {
  StringEquals: (expected, actual) => expected === actual,
  StringEqualsIgnoreCase: (expected, actual) => expected.toLowerCase() === actual.toLowerCase(),
  StringLike: matchesWildcard,
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
  Bool: (expected, actual) => expected.toLowerCase() === actual.toLowerCase(),
};

/** One operator with one key: `"StringEquals": { "aws:SourceAccount": ["111111111111"] }`. */
export class Condition {
  public static listOf(element: ConditionElement = {}): Condition[] {
    return Object.entries(element).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => new Condition(operator, key, listed(values).map(String))),
    );
  }

  private readonly quantifier?: string;
  private readonly name: string;
  private readonly ifExists: boolean;
  private readonly negated: boolean;
  private readonly compare: (expected: string, actual: string) => boolean;

  private constructor(
    operator: string,
    private readonly key: string,
    private readonly expected: readonly string[],
  ) {
    const [, quantifier, name, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
    this.quantifier = quantifier;
    this.ifExists = ifExists !== undefined;
    this.name = name;
    const positive = name?.replace('Not', '');
    this.negated = positive !== name;
    this.compare = COMPARISONS[positive];
    if (this.name !== 'Null' && this.compare === undefined) {
      throw new Error(`${operator} is a condition operator that is not evaluated here`);
    }
    const variable = expected.find((value) => value.includes('${'));
    if (variable !== undefined) throw new Error(`${variable} has a policy variable, which is not evaluated here`);
  }

  public holdsIn(context: RequestContext): boolean {
    const values = context.get(this.key);
    if (this.name === 'Null') return this.expected.includes(String(values === undefined));
    if (values === undefined) return this.holdsWithoutKey();
    switch (this.quantifier) {
      case 'ForAllValues':
        return values.every((value) => this.matches(value) !== this.negated);
      case 'ForAnyValue':
        return values.some((value) => this.matches(value) !== this.negated);
      default:
        // a negated operator is NOR over everything, also where a key unexpectedly has several values
        return values.some((value) => this.matches(value)) !== this.negated;
    }
  }

  private holdsWithoutKey(): boolean {
    if (this.ifExists) return true;
    return this.quantifier === undefined ? this.negated : this.quantifier === 'ForAllValues';
  }

  private matches(value: string): boolean {
    return this.expected.some((expected) => this.compare(expected, value));
  }
}
