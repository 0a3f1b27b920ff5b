import * as signer from 'aws-cdk-lib/aws-signer';
import { checkFilters, RepositoryFilter } from './repository-filter';
import { describeValue } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';

/**
 * A rule that signs images with an AWS Signer profile when they are pushed. The principal that pushes signs the image, so it requires
 * `signer:SignPayload` on the profile. `SecureRepository.grantPush` adds that permission.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/managed-signing.html
 */
export class SigningRule {
  /**
   * Signs the images of the repositories that one of the filters matches.
   * @param profile the signing profile, of the platform `NOTATION_OCI_SHA384_ECDSA`
   * @param filters 1 to 100 filters
   */
  public static of(profile: signer.ISigningProfile, ...filters: RepositoryFilter[]): SigningRule {
    const place = 'SigningRule.of(profile, filters)';
    if (typeof profile?.signingProfileArn !== 'string') {
      throw new SecureRepositoryError(
        'signing-rule',
        place,
        `profile is ${describeValue(profile)}, but must be a signing profile. Use new signer.SigningProfile(this, "Signing", { platform: signer.Platform.NOTATION_OCI_SHA384_ECDSA }).`,
      );
    }
    checkFilters(place, 'filters', filters);
    filters.forEach((filter) => filter._wildcard('signing'));
    return new SigningRule(profile, filters);
  }

  private constructor(
    /** @internal */
    public readonly _profile: signer.ISigningProfile,
    /** @internal */
    public readonly _filters: readonly RepositoryFilter[],
  ) {}
}
