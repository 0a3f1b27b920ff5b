import { IConstruct } from 'constructs';
import { quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isTagOrPattern, TAG_OR_PATTERN_IN_WORDS } from '../private/tag-pattern-text';
import { isUnknown } from '../private/unknown-value';

/**
 * What EventBridge matches an image's tag with.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-wildcard-matching
 */
export function imageTagPattern(place: IConstruct, tag: string): string | { wildcard: string } {
  if (isUnknown(tag)) return tag.includes('*') ? { wildcard: tag } : tag;
  if (typeof tag !== 'string' || !isTagOrPattern(tag)) {
    throw new SecureRepositoryError(
      'event-options',
      place,
      `tags has ${quoted(tag)}, expected ${TAG_OR_PATTERN_IN_WORDS}: write a tag that ECR takes`,
    );
  }
  if (tag.includes('**')) {
    throw new SecureRepositoryError(
      'event-options',
      place,
      `tags has ${quoted(tag)}, expected no two * in a row, which EventBridge refuses: write ${quoted(tag.replace(/\*+/g, '*'))}, which matches the same`,
    );
  }
  return tag.includes('*') ? { wildcard: tag } : tag;
}
