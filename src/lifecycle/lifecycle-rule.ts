import { Duration } from 'aws-cdk-lib';
import { quoted } from '../private/format-value';
import { checkOptions } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { DocumentAction, DocumentRule, DocumentSelection, DocumentTagFilter, NEVER_REACHED } from './core/document';
import { ImageSelection } from './image-selection';
import { knownCount, wholeDays } from './known-number';

/** What a lifecycle rule may carry besides what it does. */
export interface LifecycleRuleOptions {
  /**
   * Why the rule is there, for whoever reads the policy in the console.
   * @default - the rule has no description
   */
  readonly description?: string;
}

/** A rule before it has its place in a policy. */
type UnnumberedRule = Omit<DocumentRule, 'rulePriority'>;

const EXPIRE: DocumentAction = { type: 'expire' };
const ARCHIVE: DocumentAction = { type: 'transition', targetStorageClass: 'archive' };

/**
 * One rule of a lifecycle policy. Its place in `LifecyclePolicy.of` is its priority: an image belongs to the first rule that
 * selects it, and no later rule acts on it, even when the first one keeps it.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
export class LifecycleRule {
  /**
   * Keeps the images with a matching tag from every later rule, in both storage classes. Throws an error when no tag can match.
   * @param pattern one pattern a rule: several in one rule would protect only images that match them all
   */
  public static protect(pattern: string, options: LifecycleRuleOptions = {}): LifecycleRule {
    return LifecycleRule._protect('LifecycleRule.protect(pattern)', pattern, options);
  }

  /**
   * @param place what the pattern is, for error messages
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
   * On any image, which is the default, it counts untagged images, too, and a multi-platform push makes about three
   * images. `LifecyclePolicy.keepLatest` counts tagged images only.
   * @param count how many images stay, at least 1
   * @param selection any image when left out
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
   * Expires the selected images when they are old enough, however few are left.
   * @param age time since the push, or since the image was restored from the archive; whole days, at least 1
   * @param selection any image when left out
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
   * @param selection any archived image when left out
   */
  public static expireArchivedAfter(age: Duration, selection = ImageSelection.any(), options: LifecycleRuleOptions = {}): LifecycleRule {
    const days = wholeDays('LifecycleRule.expireArchivedAfter(age)', age);
    return new LifecycleRule(
      unnumbered(filterOf('LifecycleRule.expireArchivedAfter(selection)', selection), onArchive(days), EXPIRE, options),
    );
  }

  /**
   * Archives the selected images when they are old enough. An archived image cannot be pulled until it is restored.
   * @param age time since the push, or since the image was restored from the archive; whole days, at least 1
   * @param selection any image when left out
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
   * Archives the selected images that nobody has pulled for some time. An archived image cannot be pulled until it is restored.
   * @param age time since the last pull, since the push of an image that was never pulled, or since the image was restored
   * and not pulled again; whole days, at least 1
   * @param selection any image when left out
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
   * @param count how many images stay, at least 1
   * @param selection any image when left out; this counts untagged images, too
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
     * The same for archived images, where a rule is about both storage classes.
     * @internal
     */
    public readonly _archivedRule?: UnnumberedRule,
  ) {}
}

/** The part of a selection that says when the rule acts. */
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
  return { countType, countNumber: wholeDays(place, age), countUnit: 'days' };
}

function onArchive(days: number): Count {
  return { storageClass: 'archive', countType: 'sinceImageTransitioned', countNumber: days, countUnit: 'days' };
}

function filterOf(place: string, selection: ImageSelection): DocumentTagFilter {
  // from JavaScript
  if (selection?._filter !== undefined) return selection._filter;
  throw new SecureRepositoryError(
    'lifecycle-option',
    place,
    `given ${quoted(selection)}, expected an ImageSelection: write ImageSelection.tagged('v*'), for example`,
  );
}
