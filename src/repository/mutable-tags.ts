import { Annotations, Token } from 'aws-cdk-lib';
import { CfnRepository } from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';
import { quoted } from '../private/format-value';
import { checkType } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { whyNoTagMatches } from '../private/tag-pattern-text';
import { isUnknown } from '../private/unknown-value';

/**
 * The filter itself has at most 128 characters, wildcards included, where a pattern of a lifecycle policy has them besides wildcards.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageTagMutabilityExclusionFilter.html
 */
const FILTER = /^[0-9a-zA-Z._*-]{1,128}$/;
const MOST = 5;

type TagMutability = Pick<CfnRepository, 'imageTagMutability' | 'imageTagMutabilityExclusionFilters'>;

/** Immutable tags, but for those that may move. */
export function tagMutability(scope: Construct, mutableTags: string[] = []): TagMutability {
  if (Token.isUnresolved(mutableTags)) {
    throw new SecureRepositoryError(
      'mutable-tags',
      scope,
      'mutableTags is a token for the whole list, expected a list: give the tags one by one',
    );
  }
  if (!Array.isArray(mutableTags)) {
    throw new SecureRepositoryError(
      'mutable-tags',
      scope,
      `mutableTags is ${quoted(mutableTags)}, expected a list: write ["latest"], for example`,
    );
  }
  checkType(scope, 'mutableTags', mutableTags, 'texts');
  if (mutableTags.length === 0) return { imageTagMutability: 'IMMUTABLE', imageTagMutabilityExclusionFilters: undefined };
  if (mutableTags.length > MOST) {
    throw new SecureRepositoryError(
      'mutable-tags',
      scope,
      `mutableTags has ${mutableTags.length} tags, expected at most ${MOST}: join some with a wildcard, such as "dev-*"`,
    );
  }
  mutableTags.filter((tag) => !isUnknown(tag)).forEach((tag) => checkTag(scope, tag));
  return {
    imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    imageTagMutabilityExclusionFilters: mutableTags.map((tag) => ({
      imageTagMutabilityExclusionFilterType: 'WILDCARD',
      imageTagMutabilityExclusionFilterValue: tag,
    })),
  };
}

function checkTag(scope: Construct, tag: string): void {
  if (!FILTER.test(tag)) {
    throw new SecureRepositoryError(
      'mutable-tags',
      scope,
      `mutableTags has ${quoted(tag)}, expected 1 to 128 letters, digits, ".", "_", "-" and "*": name the tag as it is pushed`,
    );
  }
  // ECR accepts such a filter, so that it is no error
  const why = whyNoTagMatches(tag);
  if (why !== undefined) {
    Annotations.of(scope).addWarningV2(
      'cdk-secure-repository:mutable-tag-impossible',
      `mutableTags has ${quoted(tag)}, which matches no tag, because ${why}: name the tags as they are pushed`,
    );
  }
  if (/^\*+$/.test(tag)) {
    Annotations.of(scope).addWarningV2(
      'cdk-secure-repository:every-tag-mutable',
      `mutableTags has ${quoted(tag)}: every tag may be moved, so that none says for sure which image it is: name the tags that move`,
    );
  } else if (tag.split('*').length > 3) {
    Annotations.of(scope).addWarningV2(
      'cdk-secure-repository:many-wildcards',
      `mutableTags has ${quoted(tag)} with more than two wildcards, which ECR may refuse: use two at most`,
    );
  }
}
