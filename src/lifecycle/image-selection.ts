import { Token } from 'aws-cdk-lib';
import { quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { whyNoTagMatches } from '../private/tag-pattern-text';
import { isUnknown } from '../private/unknown-value';
import { DocumentTagFilter } from './core/document';

/** Which images a lifecycle rule looks at, by their tags. */
export class ImageSelection {
  /** Every image, tagged or not. In a policy, a rule on any image stands last. */
  public static any(): ImageSelection {
    return new ImageSelection({ tagStatus: 'any' });
  }

  /** Images without a tag: what a tag was moved away from, and the platform images of a multi-platform push. */
  public static untagged(): ImageSelection {
    return new ImageSelection({ tagStatus: 'untagged' });
  }

  /**
   * Images with at least one tag that matches the whole pattern. Throws an error when no tag can match it.
   * @param pattern up to four `*`, each zero or more characters; `*` alone is every tagged image
   */
  public static tagged(pattern: string): ImageSelection {
    return ImageSelection._tagged('ImageSelection.tagged(pattern)', [pattern]);
  }

  /**
   * Images that have, for each of the patterns, a tag that matches it. For images that match any of several patterns
   * write a rule for each pattern. Throws an error when no tag can match one of them.
   * @param patterns at least one, each with up to four `*`
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_examples.html
   */
  public static taggedWithAll(...patterns: string[]): ImageSelection {
    if (Token.isUnresolved(patterns)) {
      throw new SecureRepositoryError(
        'lifecycle-option',
        'ImageSelection.taggedWithAll(patterns)',
        'a token for the whole list is given, expected patterns: give them one by one; each of them may be a token',
      );
    }
    return ImageSelection._tagged('ImageSelection.taggedWithAll(patterns)', patterns);
  }

  /**
   * @param place what the patterns are, for error messages
   * @internal
   */
  public static _tagged(place: string, patterns: string[]): ImageSelection {
    for (const pattern of patterns) {
      // what is no string is a fault of the policy
      if (typeof pattern !== 'string' || isUnknown(pattern)) continue;
      const why = whyNoTagMatches(pattern);
      if (why === undefined) continue;
      const remedy = 'Name the tags with A-Z, a-z, 0-9, ".", "_" and "-", and with "*" for zero or more characters';
      throw new SecureRepositoryError('lifecycle-option', place, `${quoted(pattern)} matches no tag, because ${why}. ${remedy}`);
    }
    return new ImageSelection({ tagStatus: 'tagged', tagPatternList: patterns });
  }

  private constructor(
    /** @internal */
    public readonly _filter: DocumentTagFilter,
  ) {}
}
