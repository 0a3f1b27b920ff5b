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

/** The encryption that the user asks for. */
export interface EncryptionProps {
  readonly encryption?: RepositoryEncryption;
  readonly encryptionKey?: IKeyRef;
  readonly implicitEncryption?: boolean;
}

/** The encryption configuration: explicit, because adding it later would replace the repository. */
export function encryptionConfiguration(
  scope: Resource,
  { encryption, encryptionKey, implicitEncryption }: EncryptionProps,
): CfnRepository.EncryptionConfigurationProperty | undefined {
  const known = Object.values(RepositoryEncryption).map(({ value }) => value);
  if (encryption !== undefined && !known.includes(encryption?.value)) {
    throw new SecureRepositoryError(
      'encryption',
      scope,
      `encryption is ${describeValue(encryption)}, expected ecr.RepositoryEncryption.AES_256, KMS or KMS_DSSE, not a text`,
    );
  }
  if (encryptionKey !== undefined && typeof encryptionKey?.keyRef?.keyArn !== 'string') {
    const remedy = 'write kms.Key.fromKeyArn(this, "Key", arn) for a key that is not in the app';
    throw new SecureRepositoryError('encryption', scope, `encryptionKey is ${describeValue(encryptionKey)}, expected a KMS key: ${remedy}`);
  }
  if (implicitEncryption) {
    const beside = encryption ? `encryption ${quoted(encryption.value)}` : encryptionKey && 'an encryptionKey';
    if (beside === undefined) return undefined;
    throw new SecureRepositoryError(
      'encryption',
      scope,
      `implicitEncryption is given together with ${beside}, expected one of the two: ` +
        'implicitEncryption is for a repository whose template never named its encryption, which is AES256',
    );
  }
  const type = encryption?.value ?? (encryptionKey ? 'KMS' : 'AES256');
  if (encryptionKey && type === 'AES256') {
    throw new SecureRepositoryError(
      'encryption',
      scope,
      'encryptionKey is given together with encryption "AES256", expected KMS or KMS_DSSE with a key: leave one of the two out',
    );
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
    `encryptionKey is in Region ${quoted(keyRegion)}, expected the repository's own Region ${quoted(region)}: use a key or a replica key of that Region`,
  );
}

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
    annotate(
      scope,
      warningFinding(
        'mutable-tag-impossible',
        `mutableTags has ${quoted(tag)}, which matches no tag, because ${why}: name the tags as they are pushed`,
      ),
    );
  }
  if (/^\*+$/.test(tag)) {
    annotate(
      scope,
      warningFinding(
        'every-tag-mutable',
        `mutableTags has ${quoted(tag)}: every tag may be moved, so that none says for sure which image it is: name the tags that move`,
      ),
    );
  } else if (tag.split('*').length > 3) {
    annotate(
      scope,
      warningFinding(
        'many-wildcards',
        `mutableTags has ${quoted(tag)} with more than two wildcards, which ECR may refuse: use two at most`,
      ),
    );
  }
}
