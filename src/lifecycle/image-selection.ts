import { Token } from 'aws-cdk-lib';
import { quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { whyNoTagMatches } from '../private/tag-pattern-text';
import { isUnknown } from '../private/unknown-value';
import { DocumentTagFilter } from './core/document';

/** Images that a lifecycle rule applies to, selected by their tags. */
export class ImageSelection {
  /** Selects every image, tagged or not. A rule with this selection must be the last rule of a policy. */
  public static any(): ImageSelection {
    return new ImageSelection({ tagStatus: 'any' });
  }

  /** Selects images without a tag: images whose tag was moved to another image, and the platform images of a multi-platform push. */
  public static untagged(): ImageSelection {
    return new ImageSelection({ tagStatus: 'untagged' });
  }

  /**
   * Selects images with at least one tag that the pattern matches as a whole. Throws an error if no tag can match the pattern.
   * @param pattern up to four `*`, each zero or more characters; `*` alone selects every tagged image
   */
  public static tagged(pattern: string): ImageSelection {
    return ImageSelection._tagged('ImageSelection.tagged(pattern)', [pattern]);
  }

  /**
   * Selects images that have a matching tag for each of the patterns. To select images that match any of several patterns, use one rule per
   * pattern. Throws an error if no tag can match one of the patterns.
   * @param patterns at least one, each with up to four `*`
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_examples.html
   */
  public static taggedWithAll(...patterns: string[]): ImageSelection {
    if (Token.isUnresolved(patterns)) {
      throw new SecureRepositoryError(
        'lifecycle-option',
        'ImageSelection.taggedWithAll(patterns)',
        'the list is a token, but its length must be known at synthesis. Pass the patterns one by one; each may be a token.',
      );
    }
    return ImageSelection._tagged('ImageSelection.taggedWithAll(patterns)', patterns);
  }

  /**
   * @param place the patterns, for error messages
   * @internal
   */
  public static _tagged(place: string, patterns: string[]): ImageSelection {
    for (const pattern of patterns) {
      // a value that is not a string is reported with the other errors of the policy
      if (typeof pattern !== 'string' || isUnknown(pattern)) continue;
      const why = whyNoTagMatches(pattern);
      if (why === undefined) continue;
      const remedy = 'Use the characters A-Z, a-z, 0-9, ".", "_" and "-", and "*" for zero or more characters.';
      throw new SecureRepositoryError('lifecycle-option', place, `${quoted(pattern)} matches no tag, because ${why}. ${remedy}`);
    }
    return new ImageSelection({ tagStatus: 'tagged', tagPatternList: patterns });
  }

  private constructor(
    /** @internal */
    public readonly _filter: DocumentTagFilter,
  ) {}
}
