import { Duration, Token } from 'aws-cdk-lib';
import type * as ecr from 'aws-cdk-lib/aws-ecr';
import { quoted } from '../private/format-value';
import { checkOptions } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';
import { policyInWords } from './core/describe';
import { DocumentRule, PolicyDocument } from './core/document';
import { isObject } from './core/fault';
import { assertAccepted, parsedPolicy } from './core/policy-faults';
import { LifecycleWarning, policyWarnings, warningsOfText } from './core/warnings';
import { fileText } from './file-text';
import { ImageInventory } from './image-inventory';
import { ImageSelection } from './image-selection';
import { LifecyclePreview, PreviewOptions } from './lifecycle-preview';
import { LifecycleRule } from './lifecycle-rule';
import { rulesOfRepository } from './rules-of-repository';

/** What `LifecyclePolicy.keepLatest` may be told besides the number of images. */
export interface KeepLatestOptions {
  /**
   * Patterns of tags whose images never expire, each with up to four `*`. They count among the newest all the same.
   * @default - no tag is protected
   */
  readonly protectedTags?: string[];
}

/**
 * Which images of a repository expire or are archived, and when. It is checked when it is made, with everything that ECR
 * checks; the same value may be used for many repositories.
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
   * Keeps the newest tagged images; untagged ones expire 14 days after the push.
   *
   * It deletes tagged images: all but `count`, whoever runs them. Two rules, because a rule on any image counts untagged
   * images, and a multi-platform push makes about three images.
   * @param count how many tagged images stay, at least 1
   */
  public static keepLatest(count: number, options: KeepLatestOptions = {}): LifecyclePolicy {
    checkOptions('LifecyclePolicy.keepLatest(count, options)', 'options', options);
    if (Token.isUnresolved(options.protectedTags)) {
      throw new SecureRepositoryError(
        'lifecycle-option',
        'LifecyclePolicy.keepLatest(protectedTags)',
        'a token for the whole list is given, expected a list: give the patterns one by one; each of them may be a token',
      );
    }
    if (options.protectedTags !== undefined && !Array.isArray(options.protectedTags)) {
      throw new SecureRepositoryError(
        'lifecycle-option',
        'LifecyclePolicy.keepLatest(protectedTags)',
        `given ${quoted(options.protectedTags)}, expected a list: write ["v*"], for example`,
      );
    }
    const rules = [
      ...(options.protectedTags ?? []).map((pattern) => LifecycleRule._protect('LifecyclePolicy.keepLatest(protectedTags)', pattern)),
      LifecycleRule.expireAfter(Duration.days(14), ImageSelection.untagged()),
      LifecycleRule.keepLatest(count, ImageSelection.tagged('*')),
    ];
    return LifecyclePolicy.ofRules('LifecyclePolicy.keepLatest(count, { protectedTags })', rules);
  }

  /**
   * Expires untagged images and never a tagged one.
   * @param age time since the push; whole days, at least 1
   */
  public static expireUntaggedAfter(age: Duration): LifecyclePolicy {
    return LifecyclePolicy.ofRules('LifecyclePolicy.expireUntaggedAfter(age)', [LifecycleRule.expireAfter(age, ImageSelection.untagged())]);
  }

  /**
   * A policy of rules, in the order of their priority. An image belongs to the first rule that selects it.
   *
   * It throws one error with everything that ECR would refuse.
   * @param rules 1 to 50; a protected pattern takes two when a rule is about archived images
   */
  public static of(...rules: LifecycleRule[]): LifecyclePolicy {
    return LifecyclePolicy.ofRules('LifecyclePolicy.of(rules)', rules);
  }

  /**
   * An existing policy, unchanged in meaning.
   *
   * It throws one error with everything that ECR would refuse. A text with a token, or with the placeholder of a look-up, is
   * accepted as it is, without a check, and cannot be previewed.
   * @param text the JSON that `aws ecr get-lifecycle-policy` calls `lifecyclePolicyText`
   */
  public static fromText(text: string): LifecyclePolicy {
    if (isUnknown(text)) return new LifecyclePolicy(text);
    const place = 'LifecyclePolicy.fromText(text)';
    return LifecyclePolicy.ofDocument(place, parsedPolicy(place, text), warningsOfText);
  }

  /**
   * Reads an existing policy from a file: its JSON, or what `aws ecr get-lifecycle-policy` prints.
   *
   * It throws one error with everything that ECR would refuse.
   * @param path relative to the working directory
   */
  public static fromFile(path: string): LifecyclePolicy {
    const given = parsedPolicy(path, fileText('LifecyclePolicy.fromFile(path)', path));
    const inner = isObject(given) ? given.lifecyclePolicyText : given;
    return LifecyclePolicy.ofDocument(path, typeof inner === 'string' ? parsedPolicy(path, inner) : given, warningsOfText);
  }

  /**
   * The policy that `ecr.Repository` renders for its `lifecycleRules`.
   *
   * Rules without a `rulePriority` follow those that have one, and the rule on any image is the last one. It throws one error with
   * everything that ECR would refuse.
   * @param rules what the `lifecycleRules` of `ecr.RepositoryProps` are; none for no policy
   */
  public static fromRules(rules: ecr.LifecycleRule[]): LifecyclePolicy {
    const document = { rules: rulesOfRepository(rules) };
    if (document.rules.length === 0) return LifecyclePolicy.none();
    return LifecyclePolicy.ofDocument('LifecyclePolicy.fromRules(rules)', document, warningsOfRules);
  }

  /** No policy: every image stays until somebody deletes it. Security Hub's control ECR.3 wants a policy. */
  public static none(): LifecyclePolicy {
    return new LifecyclePolicy('');
  }

  private static ofRules(place: string, rules: LifecycleRule[]): LifecyclePolicy {
    // from JavaScript
    rules.forEach((rule, index) => {
      if (rule?._rule !== undefined) return;
      throw new SecureRepositoryError(
        'lifecycle-option',
        place,
        `rules[${index}] is ${quoted(rule)}, expected a LifecycleRule: write the rules one after the other, each with a factory of LifecycleRule`,
      );
    });
    return LifecyclePolicy.ofDocument(place, { rules: numbered(rules) }, policyWarnings);
  }

  private static ofDocument(place: string, given: unknown, warningsOf: CheckedPolicy['warningsOf']): LifecyclePolicy {
    const text = quoted(given);
    const known = CHECKED.get(text);
    if (known?.warningsOf === warningsOf) return known.policy;
    assertAccepted(place, given);
    const policy = new LifecyclePolicy(text, given, warningsOf(given));
    if (CHECKED.size >= MOST_CHECKED) CHECKED.clear();
    CHECKED.set(text, { policy, warningsOf });
    return policy;
  }

  private constructor(
    private readonly text: string,
    private readonly document?: PolicyDocument,
    /** @internal */
    public readonly _warnings: LifecycleWarning[] = [],
  ) {}

  /** The policy in words, a line a rule, in the order in which ECR applies them. */
  public describe(): string[] {
    if (this.text === '') return ['no rules: every image stays until somebody deletes it'];
    if (this.document === undefined) return ['the rules are known at deployment only'];
    return policyInWords(this.document);
  }

  /**
   * What the policy would do with the images of a repository. It asks no AWS account.
   *
   * It throws when the policy has tokens: what they stand for is known at deployment only.
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
   */
  public preview(inventory: ImageInventory, options: PreviewOptions = {}): LifecyclePreview {
    if (isUnknown(this.text)) {
      throw new SecureRepositoryError(
        'lifecycle-option',
        'LifecyclePolicy.preview',
        'the policy has tokens, expected values that are known at synthesis: preview the policy of the deployed template, or give the values',
      );
    }
    // from JavaScript
    if (inventory?._images === undefined) {
      throw new SecureRepositoryError(
        'lifecycle-option',
        'LifecyclePolicy.preview(inventory)',
        `given ${quoted(inventory)}, expected an ImageInventory: write ImageInventory.fromJson(text)`,
      );
    }
    checkOptions('LifecyclePolicy.preview(inventory, options)', 'options', options);
    return LifecyclePreview._of(this.document, inventory, options);
  }

  /** The policy as JSON without white space, as the template holds it; empty when there is no policy. */
  public toText(): string {
    return this.text;
  }
}

/** A policy that has been checked, and from what it was made: this decides what is worth a warning. */
interface CheckedPolicy {
  readonly policy: LifecyclePolicy;
  readonly warningsOf: (document: PolicyDocument) => LifecycleWarning[];
}

/** Most repositories of an app have equal policies, each made for one of them: equal documents are checked once, and are one value. */
const CHECKED = new Map<string, CheckedPolicy>();
const MOST_CHECKED = 1_000;

/** A rule of `ecr.Repository` may have tokens, which only `ImageSelection` can leave out of account. */
function warningsOfRules(document: PolicyDocument): LifecycleWarning[] {
  return isUnknown(quoted(document)) ? policyWarnings(document) : warningsOfText(document);
}

function numbered(rules: LifecycleRule[]): DocumentRule[] {
  const isAboutArchive = rules.some(({ _rule }) => _rule.selection.storageClass === 'archive');
  return rules
    .flatMap(({ _rule, _archivedRule }) => (isAboutArchive && _archivedRule ? [_rule, _archivedRule] : [_rule]))
    .map((rule, index) => ({ rulePriority: index + 1, ...rule }));
}
