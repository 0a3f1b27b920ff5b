import { Resource, Token } from 'aws-cdk-lib';
import { CfnRepository, RepositoryEncryption } from 'aws-cdk-lib/aws-ecr';
import type { IKeyRef } from 'aws-cdk-lib/aws-kms';
import { describeValue, quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { areKnownToDiffer, isPlaceholder } from '../private/unknown-value';

/** The encryption that the user asks for. */
export interface EncryptionWish {
  readonly encryption?: RepositoryEncryption;
  readonly encryptionKey?: IKeyRef;
  readonly implicitEncryption?: boolean;
}

/** The encryption configuration: explicit, because adding it later would replace the repository. */
export function encryptionConfiguration(
  scope: Resource,
  { encryption, encryptionKey, implicitEncryption }: EncryptionWish,
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
