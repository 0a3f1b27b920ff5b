import { Duration, Token } from 'aws-cdk-lib';
import { describeValue } from '../private/format-value';
import { checkOptions } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { DocumentAction, DocumentRule, DocumentSelection, DocumentTagFilter, NEVER_REACHED } from './core/document';
import { ImageSelection } from './image-selection';

/** Options for a `LifecycleRule`. */
export interface LifecycleRuleOptions {
  /**
   * The purpose of the rule, as the console shows it.
   * @default - the rule has no description
   */
  readonly description?: string;
}

/** A rule without its place in a policy. */
type UnnumberedRule = Omit<DocumentRule, 'rulePriority'>;

const EXPIRE: DocumentAction = { type: 'expire' };
const ARCHIVE: DocumentAction = { type: 'transition', targetStorageClass: 'archive' };

/**
 * A rule of a lifecycle policy. Its position in `LifecyclePolicy.of` is its priority: the first rule that selects an image
 * determines its action, and later rules do not act on the image, even if the first rule keeps it.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
export class LifecycleRule {
  /**
   * Protects images with a matching tag from every later rule, in both storage classes. Throws an error if no tag can match.
   * @param pattern one pattern per rule: several in one rule would protect only images that match all of them
   */
  public static protect(pattern: string, options: LifecycleRuleOptions = {}): LifecycleRule {
    return LifecycleRule._protect('LifecycleRule.protect(pattern)', pattern, options);
  }

  /**
   * @param place the pattern, for error messages
   * @internal
   */
  public static _protect(place: string, pattern: string, options: LifecycleRuleOptions = {}): LifecycleRule {
    const filter = ImageSelection._tagged(place, [pattern])._filter;
    return new LifecycleRule(
      unnumbered(filter, { countType: 'imageCountMoreThan', countNumber: NEVER_REACHED.images }, EXPIRE, options),
      unnumbered(filter, onArchive(NEVER_REACHED.days), EXPIRE, options),
    );
  }

  /**
   * Keeps the newest of the selected images and expires the others.
   *
   * With the default selection, the rule also counts untagged images, and a multi-platform push creates about three images. `LifecyclePolicy.keepLatest` counts only tagged images.
   * @param count the number of images that stay, at least 1
   * @param selection any image by default
   */
  public static keepLatest(count: number, selection = ImageSelection.any(), options: LifecycleRuleOptions = {}): LifecycleRule {
    return new LifecycleRule(
      unnumbered(
        filterOf('LifecycleRule.keepLatest(selection)', selection),
        newest('LifecycleRule.keepLatest(count)', count),
        EXPIRE,
        options,
      ),
    );
  }

  /**
   * Expires the selected images after some time, regardless of how many remain.
   * @param age time since the push, or since the image was restored from the archive; whole days, at least 1
   * @param selection any image by default
   */
  public static expireAfter(age: Duration, selection = ImageSelection.any(), options: LifecycleRuleOptions = {}): LifecycleRule {
    return new LifecycleRule(
      unnumbered(
        filterOf('LifecycleRule.expireAfter(selection)', selection),
        since('sinceImagePushed', 'LifecycleRule.expireAfter(age)', age),
        EXPIRE,
        options,
      ),
    );
  }

  /**
   * Expires the selected archived images.
   * @param age time since the image was archived; whole days, at least 90
   * @param selection any archived image by default
   */
  public static expireArchivedAfter(age: Duration, selection = ImageSelection.any(), options: LifecycleRuleOptions = {}): LifecycleRule {
    const days = daysOf('LifecycleRule.expireArchivedAfter(age)', age);
    return new LifecycleRule(
      unnumbered(filterOf('LifecycleRule.expireArchivedAfter(selection)', selection), onArchive(days), EXPIRE, options),
    );
  }

  /**
   * Archives the selected images after some time. An archived image cannot be pulled until it is restored.
   * @param age time since the push, or since the image was restored from the archive; whole days, at least 1
   * @param selection any image by default
   */
  public static archiveAfter(age: Duration, selection = ImageSelection.any(), options: LifecycleRuleOptions = {}): LifecycleRule {
    return new LifecycleRule(
      unnumbered(
        filterOf('LifecycleRule.archiveAfter(selection)', selection),
        since('sinceImagePushed', 'LifecycleRule.archiveAfter(age)', age),
        ARCHIVE,
        options,
      ),
    );
  }

  /**
   * Archives the selected images that have not been pulled for some time. An archived image cannot be pulled until it is restored.
   * @param age time since the last pull, in whole days, at least 1. For an image without a pull, it is the time since the push or, if later,
   *   the restore
   * @param selection any image by default
   */
  public static archiveUnpulledAfter(age: Duration, selection = ImageSelection.any(), options: LifecycleRuleOptions = {}): LifecycleRule {
    return new LifecycleRule(
      unnumbered(
        filterOf('LifecycleRule.archiveUnpulledAfter(selection)', selection),
        since('sinceImagePulled', 'LifecycleRule.archiveUnpulledAfter(age)', age),
        ARCHIVE,
        options,
      ),
    );
  }

  /**
   * Keeps the newest of the selected images and archives the others.
   * @param count the number of images that stay, at least 1
   * @param selection any image by default, which also counts untagged images
   */
  public static archiveAllButLatest(count: number, selection = ImageSelection.any(), options: LifecycleRuleOptions = {}): LifecycleRule {
    return new LifecycleRule(
      unnumbered(
        filterOf('LifecycleRule.archiveAllButLatest(selection)', selection),
        newest('LifecycleRule.archiveAllButLatest(count)', count),
        ARCHIVE,
        options,
      ),
    );
  }

  private constructor(
    /** @internal */
    public readonly _rule: UnnumberedRule,
    /**
     * The same rule for archived images, for a rule on both storage classes.
     * @internal
     */
    public readonly _archivedRule?: UnnumberedRule,
  ) {}
}

/** The part of a selection that decides when the rule acts. */
type Count = Pick<DocumentSelection, 'storageClass' | 'countType' | 'countNumber' | 'countUnit'>;

function unnumbered(filter: DocumentTagFilter, count: Count, action: DocumentAction, options: LifecycleRuleOptions): UnnumberedRule {
  checkOptions('LifecycleRule', 'options', options, { description: 'text' });
  const { description } = options;
  return { ...(description === undefined ? {} : { description }), selection: { ...filter, ...count }, action };
}

function newest(place: string, count: number): Count {
  return { countType: 'imageCountMoreThan', countNumber: knownCount(place, count) };
}

function since(countType: 'sinceImagePushed' | 'sinceImagePulled', place: string, age: Duration): Count {
  return { countType, countNumber: daysOf(place, age), countUnit: 'days' };
}

function onArchive(days: number): Count {
  return { storageClass: 'archive', countType: 'sinceImageTransitioned', countNumber: days, countUnit: 'days' };
}

function filterOf(place: string, selection: ImageSelection): DocumentTagFilter {
  if (selection?._filter !== undefined) return selection._filter;
  throw new SecureRepositoryError(
    'lifecycle-option',
    place,
    `${describeValue(selection)} is not an ImageSelection. Use ImageSelection.tagged('v*'), for example.`,
  );
}

/**
 * Returns the days of a duration. A part of a day stays a fraction, which is reported with the other errors of the policy.
 * @param place the duration, for error messages
 */
export function daysOf(place: string, age: Duration): number {
  // not instanceof: the class may be that of another copy of aws-cdk-lib
  if (typeof age?.toDays !== 'function') {
    throw new SecureRepositoryError(
      'lifecycle-option',
      place,
      `${describeValue(age)} is not a Duration. Use Duration.days(14), for example.`,
    );
  }
  if (age.isUnresolved()) throw knownAtDeployment(place);
  return age.toDays({ integral: false });
}

/** Returns a number of images. */
export function knownCount(place: string, count: number): number {
  if (Token.isUnresolved(count)) throw knownAtDeployment(place);
  return count;
}

function knownAtDeployment(place: string): SecureRepositoryError {
  return new SecureRepositoryError(
    'lifecycle-option',
    place,
    'the number is a token, but must be known at synthesis. Pass a number, or the text of the policy to LifecyclePolicy.fromText, which ' +
      'accepts text with tokens.',
  );
}
