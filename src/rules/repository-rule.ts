import { CUSTOMER_KEY } from './catalogue/customer-key';
import { nameMatches } from './catalogue/name-matches';
import { NO_MUTABLE_TAGS } from './catalogue/no-mutable-tags';
import { NO_WHOLE_ACCOUNT } from './catalogue/no-whole-account';
import { requiredTags } from './catalogue/required-tags';
import { RETAINED } from './catalogue/retained';
import { RuleDefinition } from './rule-definition';
import { quoted } from '../private/format-value';
import { messageOf, SecureRepositoryError } from '../private/secure-repository-error';

/**
 * A rule that `RepositoryRules` applies in addition to its default rules.
 * @see https://github.com/cdk-secure-repository/cdk-secure-repository/blob/main/docs/rules.md
 */
export class RepositoryRule {
  /** Requires that every tag is immutable. Fails for repositories with `mutableTags`. */
  public static readonly NO_MUTABLE_TAGS = new RepositoryRule(NO_MUTABLE_TAGS);
  /** Requires a customer managed KMS key. Changing the encryption of an existing repository replaces it. */
  public static readonly CUSTOMER_KEY = new RepositoryRule(CUSTOMER_KEY);
  /** Requires that the repository policy does not allow the root of another account without a condition. */
  public static readonly NO_WHOLE_ACCOUNT = new RepositoryRule(NO_WHOLE_ACCOUNT);
  /** Requires that CloudFormation keeps the repository when it is removed from the stack or replaced. */
  public static readonly RETAINED = new RepositoryRule(RETAINED);

  /**
   * Requires a literal repository name that matches a pattern.
   * @param pattern a JavaScript regular expression, such as `^[a-z]+/[a-z0-9-]+$`
   * @throws if the pattern is not a regular expression
   */
  public static nameMatches(pattern: string): RepositoryRule {
    return new RepositoryRule(nameMatches(regularExpression('RepositoryRule.nameMatches(pattern)', pattern)));
  }

  /**
   * Requires tags on the repository, with any value.
   * @param keys the keys of the tags, at least one
   */
  public static requiredTags(...keys: string[]): RepositoryRule {
    const isKey = (key: unknown) => typeof key === 'string' && key !== '';
    if (keys.length === 0 || !keys.every(isKey)) {
      const problem = `the keys are ${quoted(keys)}, but must be at least one tag key. Pass the keys separately, such as requiredTags('owner', 'team').`;
      throw new SecureRepositoryError('rule-option', 'RepositoryRule.requiredTags(keys)', problem);
    }
    return new RepositoryRule(requiredTags(keys));
  }

  /** The ID of the rule. To acknowledge a finding, use `cdk-secure-repository::` followed by this ID. */
  public readonly id: string;
  /** The requirement of the rule. */
  public readonly title: string;

  private constructor(
    /** @internal */
    public readonly _definition: RuleDefinition,
  ) {
    this.id = _definition.id;
    this.title = _definition.title;
  }
}

function regularExpression(place: string, pattern: string): RegExp {
  try {
    if (typeof pattern === 'string' && pattern !== '') return new RegExp(pattern);
  } catch (error) {
    throw new SecureRepositoryError(
      'rule-option',
      place,
      `${quoted(pattern)} is not a regular expression (${messageOf(error)}). Correct the pattern.`,
    );
  }
  throw new SecureRepositoryError(
    'rule-option',
    place,
    `the pattern is ${quoted(pattern)}, but must be text. Pass a regular expression, such as '^[a-z]+/[a-z0-9-]+$'.`,
  );
}
