import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { SecureRepositoryError, shown } from '../private/secure-repository-error';

const TAG_OR_WILDCARD = /^[0-9A-Za-z_*][0-9A-Za-z._*-]{0,127}$/;

/**
 * What EventBridge matches an image's tag with.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-wildcard-matching
 */
export function imageTagPattern(place: IConstruct, tag: string): string | { wildcard: string } {
  if (Token.isUnresolved(tag)) return tag.includes('*') ? { wildcard: tag } : tag;
  if (!TAG_OR_WILDCARD.test(tag)) {
    throw new SecureRepositoryError(
      place,
      `tags has ${shown(tag)}, expected 1 to 128 of A-Z a-z 0-9 . _ - and * (a tag starts with none of . and -): write a tag that ECR takes`,
    );
  }
  if (tag.includes('**')) {
    throw new SecureRepositoryError(
      place,
      `tags has ${shown(tag)}, expected no two * in a row, which EventBridge refuses: write ${shown(tag.replace(/\*+/g, '*'))}, which matches the same`,
    );
  }
  return tag.includes('*') ? { wildcard: tag } : tag;
}
