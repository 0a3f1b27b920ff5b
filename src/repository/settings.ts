import { Resource, Token } from 'aws-cdk-lib';
import { CfnRepository, RepositoryEncryption } from 'aws-cdk-lib/aws-ecr';
import type { IKeyRef } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { warningFinding } from '../private/finding';
import { describeValue, quoted } from '../private/format-value';
import { checkType } from '../private/input-type';
import { annotate } from '../private/report-findings';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { whyNoTagMatches } from '../private/tag-pattern-text';
import { areKnownToDiffer, isPlaceholder, isUnknown } from '../private/unknown-value';

/** The properties of a repository about encryption. */
export interface EncryptionProps {
  readonly encryption?: RepositoryEncryption;
  readonly encryptionKey?: IKeyRef;
  readonly implicitEncryption?: boolean;
}

/** Validates and renders the encryption, which is always written out, because adding it to a deployed repository replaces the repository. */
export function encryptionConfiguration(
  scope: Resource,
  { encryption, encryptionKey, implicitEncryption }: EncryptionProps,
): CfnRepository.EncryptionConfigurationProperty | undefined {
  const refuse = (problem: string) => new SecureRepositoryError('encryption', scope, problem);
  const known = Object.values(RepositoryEncryption).map(({ value }) => value);
  if (encryption !== undefined && !known.includes(encryption?.value)) {
    throw refuse(
      `encryption is ${describeValue(encryption)}, but must be an ecr.RepositoryEncryption. ` +
        'Use ecr.RepositoryEncryption.AES_256, KMS or KMS_DSSE.',
    );
  }
  if (encryptionKey !== undefined && typeof encryptionKey?.keyRef?.keyArn !== 'string') {
    throw refuse(
      `encryptionKey is ${describeValue(encryptionKey)}, but must be a KMS key. ` +
        'Use kms.Key.fromKeyArn(this, "Key", arn) for a key that is not in the app.',
    );
  }
  if (implicitEncryption) {
    const other = encryption ? `encryption ${quoted(encryption.value)}` : encryptionKey && 'an encryptionKey';
    if (other === undefined) return undefined;
    throw refuse(
      `implicitEncryption is true together with ${other}, but applies only to a repository whose template never contained ` +
        'the encryption (AES256). Remove one of the two.',
    );
  }
  const type = encryption?.value ?? (encryptionKey ? 'KMS' : 'AES256');
  if (encryptionKey && type === 'AES256') {
    throw refuse('encryptionKey is set together with encryption "AES256", but a key requires KMS or KMS_DSSE. Remove one of the two.');
  }
  if (encryptionKey) checkRegion(scope, encryptionKey);
  return { encryptionType: type, kmsKey: encryptionKey?.keyRef.keyArn };
}

/** ECR accepts a key of its own Region only. */
function checkRegion(scope: Resource, key: IKeyRef): void {
  const { keyArn } = key.keyRef;
  if (isPlaceholder(keyArn)) return;
  const keyRegion = Token.isUnresolved(keyArn) ? key.env.region : keyArn.split(':')[3];
  const { region } = scope.env;
  if (!areKnownToDiffer(keyRegion, region)) return;
  throw new SecureRepositoryError(
    'encryption',
    scope,
    `encryptionKey is in Region ${quoted(keyRegion)}, but the repository is in ${quoted(region)}. Use a key or a replica key of the ` +
      "repository's own Region.",
  );
}

/**
 * A filter has at most 128 characters including wildcards, unlike a pattern of a lifecycle policy, which has 128 excluding them.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageTagMutabilityExclusionFilter.html
 */
const FILTER = /^[0-9a-zA-Z._*-]{1,128}$/;
const MAX_FILTERS = 5;

type TagMutability = Pick<CfnRepository, 'imageTagMutability' | 'imageTagMutabilityExclusionFilters'>;

/** Validates and renders the mutable tags: all other tags are immutable. */
export function tagMutability(scope: Construct, mutableTags: string[] = []): TagMutability {
  if (Token.isUnresolved(mutableTags)) {
    throw new SecureRepositoryError(
      'mutable-tags',
      scope,
      'mutableTags is a token for a whole list, but the number of tags must be known at synthesis. Pass a list whose elements may be tokens.',
    );
  }
  if (!Array.isArray(mutableTags)) {
    throw new SecureRepositoryError(
      'mutable-tags',
      scope,
      `mutableTags is ${quoted(mutableTags)}, but must be a list of strings. Pass a list, such as ["latest"].`,
    );
  }
  checkType(scope, 'mutableTags', mutableTags, 'texts');
  if (mutableTags.length === 0) return { imageTagMutability: 'IMMUTABLE', imageTagMutabilityExclusionFilters: undefined };
  if (mutableTags.length > MAX_FILTERS) {
    throw new SecureRepositoryError(
      'mutable-tags',
      scope,
      `mutableTags has ${mutableTags.length} tags, but ECR accepts at most ${MAX_FILTERS}. Combine some of them with a wildcard, such as "dev-*".`,
    );
  }
  mutableTags.filter((tag) => !isUnknown(tag)).forEach((tag) => checkMutableTag(scope, tag));
  return {
    imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    imageTagMutabilityExclusionFilters: mutableTags.map((tag) => ({
      imageTagMutabilityExclusionFilterType: 'WILDCARD',
      imageTagMutabilityExclusionFilterValue: tag,
    })),
  };
}

function checkMutableTag(scope: Construct, tag: string): void {
  if (!FILTER.test(tag)) {
    throw new SecureRepositoryError(
      'mutable-tags',
      scope,
      `mutableTags has ${quoted(tag)}, but a filter consists of 1 to 128 letters, digits, ".", "_", "-" and "*". Pass the tag as it is pushed.`,
    );
  }
  // ECR accepts such a filter, so it is not an error
  const why = whyNoTagMatches(tag);
  if (why !== undefined) {
    annotate(
      scope,
      warningFinding(
        'mutable-tag-impossible',
        `mutableTags has ${quoted(tag)}, which matches no tag, because ${why}. Pass the tags as they are pushed.`,
      ),
    );
  }
  if (/^\*+$/.test(tag)) {
    annotate(
      scope,
      warningFinding(
        'every-tag-mutable',
        `mutableTags has ${quoted(tag)}, so every tag can be moved to another image, and no tag identifies an image reliably. ` +
          'List only the tags that must move.',
      ),
    );
  } else if (tag.split('*').length > 3) {
    annotate(
      scope,
      warningFinding(
        'many-wildcards',
        `mutableTags has ${quoted(tag)} with more than two wildcards, which ECR can reject. Use at most two.`,
      ),
    );
  }
}
