import { ReleaseTags } from './release-tags';
import { TagPattern } from '../lifecycle/core/tag-pattern';
import { describeValue, quoted } from '../private/format-value';
import { checkOptions } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isTagOrPattern, TAG_OR_PATTERN_FORM } from '../private/tag-pattern-text';
import { DEFAULT_RULES } from '../rules/catalogue';
import { RETAINED } from '../rules/catalogue/retained';
import { RepositoryRule } from '../rules/repository-rule';
import { RuleDefinition } from '../rules/rule-definition';

/** Options for `FleetPreview.of`. */
export interface FleetPreviewOptions {
  /**
   * Whether the policy is compared with the present policy of each repository. Without the comparison, everything that the policy expires counts as
   * additional, and nothing is known about the present policies.
   * @default true
   */
  readonly current?: boolean;
  /**
   * The time at which the policies are applied.
   * @default - now
   */
  readonly now?: Date;
  /**
   * The monthly price of a GB (1,024 MB), in dollars, at least 0.
   * @default 0.10, the price in us-east-1, in March 2026
   * @see https://aws.amazon.com/ecr/pricing/
   */
  readonly pricePerGbMonth?: number;
  /**
   * Tags of releases, or patterns of such tags with `*`. The preview counts the images with these tags that expire (`releasesExpiredCount`).
   * @default - releases are not counted
   */
  readonly releaseTags?: string[];
  /**
   * Rules to check in addition to the default rules. `RepositoryRule.RETAINED` is not accepted, because it is about the template of a repository.
   * @default - only the default rules
   */
  readonly rules?: RepositoryRule[];
}

/** The options with their defaults. */
export interface CheckedOptions {
  readonly current: boolean;
  readonly now: number;
  readonly pricePerGbMonth: number;
  readonly releases: readonly ReleaseTags[];
  readonly rules: readonly RuleDefinition[];
}

/** Checks the options, and adds the defaults. */
export function checkedOptions(place: string, options: FleetPreviewOptions): CheckedOptions {
  checkOptions(place, 'options', options, { current: 'flag', releaseTags: 'texts' });
  const { current = true, now = new Date(), pricePerGbMonth = 0.1, releaseTags = [], rules = [] } = options;
  const refused = (problem: string) => new SecureRepositoryError('lifecycle-option', place, problem);
  if (!(now instanceof Date) || Number.isNaN(now.getTime())) {
    throw refused(`now is ${describeValue(now)}, but must be a valid Date. Pass a Date, or omit it.`);
  }
  if (!(Number.isFinite(pricePerGbMonth) && pricePerGbMonth >= 0)) {
    throw refused(`pricePerGbMonth is ${describeValue(pricePerGbMonth)}, but must be a number of at least 0. Pass the price in dollars.`);
  }
  const wrong = releaseTags.findIndex((tag) => !isTagOrPattern(tag));
  if (wrong >= 0) {
    throw refused(`releaseTags[${wrong}] is ${quoted(releaseTags[wrong])}, which matches no tag. Use ${TAG_OR_PATTERN_FORM}.`);
  }
  return {
    current,
    now: now.getTime(),
    pricePerGbMonth,
    releases: releaseTags.map((tag) => TagPattern.like(tag)),
    rules: fleetRules(`${place}, rules`, rules),
  };
}

/** The default rules and additional ones, which must be about settings that a repository has. */
export function fleetRules(place: string, extra: readonly RepositoryRule[]): RuleDefinition[] {
  const refused = (problem: string) => new SecureRepositoryError('rule-option', place, problem);
  if (!Array.isArray(extra)) throw refused(`the value is ${describeValue(extra)}, but must be a list of RepositoryRule. Pass a list.`);
  const definitions = extra.map((rule: RepositoryRule | undefined, index) => {
    if (rule instanceof RepositoryRule) return rule._definition;
    throw refused(
      `entry ${index} is ${describeValue(rule)}, but must be a RepositoryRule. Use RepositoryRule.NO_MUTABLE_TAGS, for example.`,
    );
  });
  const ids = definitions.map(({ id }) => id);
  if (ids.includes(RETAINED.id)) {
    throw refused(
      'the rule retained is about the template of a repository, which an inventory does not contain. Check templates with cdk-secure-repository rules.',
    );
  }
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw refused(`the rule ${twice} is passed twice. Remove one of the two.`);
  return [...DEFAULT_RULES, ...definitions];
}
