import { Token } from 'aws-cdk-lib';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { DocumentTagFilter } from './core/policy-document';

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
   * Images with at least one tag that matches the whole pattern.
   * @param pattern up to four `*`, each zero or more characters; `*` alone is every tagged image
   */
  public static tagged(pattern: string): ImageSelection {
    return ImageSelection.taggedWithAll(pattern);
  }

  /**
   * Images that have, for each of the patterns, a tag that matches it. For images that match any of several patterns
   * write a rule for each pattern.
   * @param patterns at least one, each with up to four `*`
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_examples.html
   */
  public static taggedWithAll(...patterns: string[]): ImageSelection {
    if (Token.isUnresolved(patterns)) {
      throw new SecureRepositoryError(
        'ImageSelection.taggedWithAll(patterns)',
        'a token for the whole list is given, expected patterns: give them one by one; each of them may be a token',
      );
    }
    return new ImageSelection({ tagStatus: 'tagged', tagPatternList: patterns });
  }

  private constructor(
    /** @internal */
    public readonly _filter: DocumentTagFilter,
  ) {}
}
