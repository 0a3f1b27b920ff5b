import { matchesArn } from './arn';
import { RequestContext } from './context';
import { ConditionElement, listed } from './policy-document';
import { hasVariable, substituted } from './policy-variables';
import { literalWildcards, matchesWildcard } from './wildcard';

const COMPARISONS: Readonly<Record<string, (expected: string, actual: string) => boolean>> = {
  StringEquals: equals,
  StringEqualsIgnoreCase: (expected, actual) => equals(expected.toLowerCase(), actual.toLowerCase()),
  StringLike: matchesWildcard,
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
  Bool: (expected, actual) => expected.toLowerCase() === actual.toLowerCase(),
};

/** A wildcard means itself here, whether the policy has it or a variable brings it in. */
function equals(expected: string, actual: string): boolean {
  return expected === actual || literalWildcards(expected) === literalWildcards(actual);
}

/** One operator with one key: `"StringEquals": { "aws:SourceAccount": ["111111111111"] }`. */
export class Condition {
  /** @param withVariables whether the version of the policy language has variables */
  public static listOf(element: ConditionElement = {}, withVariables = false): Condition[] {
    return Object.entries(element).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => new Condition(operator, key, listed(values).map(String), withVariables)),
    );
  }

  private readonly quantifier?: string;
  private readonly name: string;
  private readonly ifExists: boolean;
  private readonly negated: boolean;
  private readonly hasVariables: boolean;
  private readonly compare: (expected: string, actual: string) => boolean;

  private constructor(
    operator: string,
    private readonly key: string,
    private readonly expected: readonly string[],
    withVariables: boolean,
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
    const variable = withVariables ? expected.find(hasVariable) : undefined;
    if (variable !== undefined && !/^(String|Arn)/.test(name)) {
      throw new Error(`${variable} has a policy variable, which ${operator} does not take`);
    }
    this.hasVariables = variable !== undefined;
  }

  public holdsIn(context: RequestContext): boolean {
    const values = context.get(this.key);
    if (this.name === 'Null') return this.expected.includes(String(values === undefined));
    if (values === undefined) return this.holdsWithoutKey();
    const expected = this.hasVariables ? this.expected.flatMap((value) => substituted(value, context)) : this.expected;
    const matches = (value: string) => expected.some((one) => this.compare(one, value));
    switch (this.quantifier) {
      case 'ForAllValues':
        return values.every((value) => matches(value) !== this.negated);
      case 'ForAnyValue':
        return values.some((value) => matches(value) !== this.negated);
      default:
        // a negated operator is NOR over everything, also where a key unexpectedly has several values
        return values.some(matches) !== this.negated;
    }
  }

  private holdsWithoutKey(): boolean {
    if (this.ifExists) return true;
    return this.quantifier === undefined ? this.negated : this.quantifier === 'ForAllValues';
  }
}
