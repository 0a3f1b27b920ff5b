import { Duration, Token } from 'aws-cdk-lib';
import type * as ecr from 'aws-cdk-lib/aws-ecr';
import type { IConstruct } from 'constructs';
import { Finding } from '../private/finding';
import { describeValue, quoted } from '../private/format-value';
import { checkOptions } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';
import { describePolicy } from './core/describe';
import { DocumentRule, PolicyDocument } from './core/document';
import { isObject } from './core/json-text';
import { assertAccepted, parsedPolicy } from './core/policy-faults';
import { jsonPolicyWarnings, policyWarnings } from './core/warnings';
import { ForecastOptions } from './forecast-options';
import { fileText, ImageInventory } from './image-inventory';
import { ImageSelection } from './image-selection';
import { importedRules } from './imported-rules';
import { LifecycleForecast } from './lifecycle-forecast';
import { LifecyclePreview } from './lifecycle-preview';
import { LifecycleRule } from './lifecycle-rule';
import { PreviewOptions } from './preview-options';

/** Options for `LifecyclePolicy.keepLatest`. */
export interface KeepLatestOptions {
  /**
   * Patterns of tags whose images never expire, each with up to four `*`. These images still count toward the number of images to keep.
   * @default - no tag is protected
   */
  readonly protectedTags?: string[];
}

/**
 * Rules that expire or archive images of a repository. A policy is validated with every check of ECR when it is created, and can be used
 * for many repositories.
 *
 * @example
 * LifecyclePolicy.of(
 *   LifecycleRule.protect('release-*'),
 *   LifecycleRule.expireAfter(Duration.days(14), ImageSelection.untagged()),
 *   LifecycleRule.keepLatest(5, ImageSelection.tagged('dev-*')),
 * );
 */
export class LifecyclePolicy {
  /**
   * Keeps the newest tagged images, and expires untagged images 14 days after the push.
   *
   * The policy deletes all other tagged images, including images that are in use. It has two rules, because a rule on any image also counts
   * untagged images, and a multi-platform push creates about three images.
   * @param count the number of tagged images to keep, at least 1
   */
  public static keepLatest(count: number, options: KeepLatestOptions = {}): LifecyclePolicy {
    checkOptions('LifecyclePolicy.keepLatest(count, options)', 'options', options);
    if (Token.isUnresolved(options.protectedTags)) {
      throw new SecureRepositoryError(
        'lifecycle-option',
        'LifecyclePolicy.keepLatest(protectedTags)',
        'the list is a token, but its length must be known at synthesis. Pass a list of patterns; each may be a token.',
      );
    }
    if (options.protectedTags !== undefined && !Array.isArray(options.protectedTags)) {
      throw new SecureRepositoryError(
        'lifecycle-option',
        'LifecyclePolicy.keepLatest(protectedTags)',
        `${describeValue(options.protectedTags)} is not a list. Use ["v*"], for example.`,
      );
    }
    const known = options.protectedTags === undefined ? KEEP_LATEST.get(count) : undefined;
    if (known !== undefined) return known;
    const rules = [
      ...(options.protectedTags ?? []).map((pattern) => LifecycleRule._protect('LifecyclePolicy.keepLatest(protectedTags)', pattern)),
      LifecycleRule.expireAfter(Duration.days(14), ImageSelection.untagged()),
      LifecycleRule.keepLatest(count, ImageSelection.tagged('*')),
    ];
    const policy = LifecyclePolicy.ofRules('LifecyclePolicy.keepLatest(count, { protectedTags })', rules);
    if (options.protectedTags === undefined && KEEP_LATEST.size < MOST_CHECKED) KEEP_LATEST.set(count, policy);
    return policy;
  }

  /**
   * Expires untagged images. Tagged images never expire.
   * @param age the time since the push; whole days, at least 1
   */
  public static expireUntaggedAfter(age: Duration): LifecyclePolicy {
    return LifecyclePolicy.ofRules('LifecyclePolicy.expireUntaggedAfter(age)', [LifecycleRule.expireAfter(age, ImageSelection.untagged())]);
  }

  /**
   * Creates a policy from rules, in the order of their priority. The first rule that selects an image determines its action.
   *
   * Throws one error that lists everything that ECR would reject.
   * @param rules 1 to 50; a protected pattern counts as two rules if another rule selects archived images
   */
  public static of(...rules: LifecycleRule[]): LifecyclePolicy {
    return LifecyclePolicy.ofRules('LifecyclePolicy.of(rules)', rules);
  }

  /**
   * Creates a policy from its JSON.
   *
   * Throws one error that lists everything that ECR would reject. Text with a token, or with the placeholder of a look-up, is accepted
   * without validation, and cannot be previewed.
   * @param text the JSON that `aws ecr get-lifecycle-policy` returns as `lifecyclePolicyText`
   */
  public static fromText(text: string): LifecyclePolicy {
    if (isUnknown(text)) return new LifecyclePolicy(text);
    const place = 'LifecyclePolicy.fromText(text)';
    return LifecyclePolicy.ofDocument(place, parsedPolicy(place, text), jsonPolicyWarnings);
  }

  /**
   * Reads a policy from a file: its JSON, or the output of `aws ecr get-lifecycle-policy`.
   *
   * Throws one error that lists everything that ECR would reject.
   * @param path relative to the working directory
   */
  public static fromFile(path: string): LifecyclePolicy {
    const value = parsedPolicy(path, fileText('LifecyclePolicy.fromFile(path)', path));
    const inner = isObject(value) ? value.lifecyclePolicyText : value;
    return LifecyclePolicy.ofDocument(path, typeof inner === 'string' ? parsedPolicy(path, inner) : value, jsonPolicyWarnings);
  }

  /**
   * Creates the policy that `ecr.Repository` renders for its `lifecycleRules`.
   *
   * Rules without a `rulePriority` follow those that have one, and the rule on any image is the last one. Throws one error that lists
   * everything that ECR would reject.
   * @param rules the value of `lifecycleRules` in `ecr.RepositoryProps`; an empty list for no policy
   */
  public static fromRules(rules: ecr.LifecycleRule[]): LifecyclePolicy {
    const document = { rules: importedRules(rules) };
    if (document.rules.length === 0) return LifecyclePolicy.none();
    return LifecyclePolicy.ofDocument('LifecyclePolicy.fromRules(rules)', document, warningsOfRules);
  }

  /** Returns a value that represents the absence of a policy, so that images never expire. The Security Hub control ECR.3 requires a policy. */
  public static none(): LifecyclePolicy {
    return new LifecyclePolicy('');
  }

  /**
   * Throws an error unless a value is a policy.
   * @internal
   */
  public static _check(place: IConstruct | string, value: unknown): asserts value is LifecyclePolicy {
    if (value instanceof LifecyclePolicy) return;
    const problem = `lifecyclePolicy is ${describeValue(value)}, but must be a LifecyclePolicy. Use LifecyclePolicy.fromText(text) for JSON.`;
    throw new SecureRepositoryError('input-type', place, problem);
  }

  private static ofRules(place: string, rules: LifecycleRule[]): LifecyclePolicy {
    rules.forEach((rule, index) => {
      if (rule?._rule !== undefined) return;
      throw new SecureRepositoryError(
        'lifecycle-option',
        place,
        `rules[${index}] is ${describeValue(rule)}, but must be a LifecycleRule. Pass rules as separate arguments, each from a factory of LifecycleRule.`,
      );
    });
    return LifecyclePolicy.ofDocument(place, { rules: numbered(rules) }, policyWarnings);
  }

  private static ofDocument(place: string, document: unknown, warningsOf: CheckedPolicy['warningsOf']): LifecyclePolicy {
    const text = quoted(document);
    const known = CHECKED.get(text);
    if (known?.warningsOf === warningsOf) return known.policy;
    assertAccepted(place, document);
    const policy = new LifecyclePolicy(text, document, warningsOf(document));
    if (CHECKED.size >= MOST_CHECKED) CHECKED.clear();
    CHECKED.set(text, { policy, warningsOf });
    return policy;
  }

  private constructor(
    private readonly text: string,
    private readonly document?: PolicyDocument,
    /** @internal */
    public readonly _warnings: Finding[] = [],
  ) {}

  /** Describes the policy, one line per rule, in the order in which ECR applies them. */
  public describe(): string[] {
    if (this.text === '') return ['no rules: every image stays until it is deleted'];
    if (this.document === undefined) return ['the rules are known only at deployment'];
    return describePolicy(this.document);
  }

  /**
   * Previews the effect of the policy on the images of a repository, without calling AWS.
   *
   * Throws an error if the policy has tokens, because their values are known only at deployment.
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
   */
  public preview(inventory: ImageInventory, options: PreviewOptions = {}): LifecyclePreview {
    const document = this._knownDocument('LifecyclePolicy.preview');
    ImageInventory._check('LifecyclePolicy.preview', inventory);
    return LifecyclePreview._of(document, inventory, options);
  }

  /**
   * Forecasts the effect of the policy for each of the coming days, without calling AWS. Each tag family is assumed to be pushed as often as the
   * images that are left of it. Throws an error if the policy has tokens.
   */
  public forecast(inventory: ImageInventory, options: ForecastOptions = {}): LifecycleForecast {
    const document = this._knownDocument('LifecyclePolicy.forecast');
    ImageInventory._check('LifecyclePolicy.forecast', inventory);
    return LifecycleForecast._of(document, inventory, options);
  }

  /**
   * The rules of the policy; undefined if there is no policy. Throws an error if they are known only at deployment.
   * @internal
   */
  public _knownDocument(place: string): PolicyDocument | undefined {
    if (!isUnknown(this.text)) return this.document;
    throw new SecureRepositoryError(
      'lifecycle-option',
      place,
      'the policy has tokens, whose values are known only at deployment. Preview the policy of the deployed template, or pass values that are known at synthesis.',
    );
  }

  /** Returns the policy as JSON without white space, as in the template. The text is empty if there is no policy. */
  public toText(): string {
    return this.text;
  }
}

/** A validated policy, and the warnings that apply to its source. */
interface CheckedPolicy {
  readonly policy: LifecyclePolicy;
  readonly warningsOf: (document: PolicyDocument) => Finding[];
}

/** Most repositories of an app have equal policies, each created for one of them: equal documents are checked once, and are one value. */
const CHECKED = new Map<string, CheckedPolicy>();
/** The policies of `keepLatest` by their count, which are created for each of many repositories. */
const KEEP_LATEST = new Map<number, LifecyclePolicy>();
const MOST_CHECKED = 1_000;

/** Rules of `ecr.Repository` may have tokens, which the checks of text would read as text. */
function warningsOfRules(document: PolicyDocument): Finding[] {
  return isUnknown(quoted(document)) ? policyWarnings(document) : jsonPolicyWarnings(document);
}

function numbered(rules: LifecycleRule[]): DocumentRule[] {
  const selectsArchive = rules.some(({ _rule }) => _rule.selection.storageClass === 'archive');
  return rules
    .flatMap(({ _rule, _archivedRule }) => (selectsArchive && _archivedRule ? [_rule, _archivedRule] : [_rule]))
    .map((rule, index) => ({ rulePriority: index + 1, ...rule }));
}
