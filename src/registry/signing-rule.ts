import * as signer from 'aws-cdk-lib/aws-signer';
import { Construct } from 'constructs';
import { checkFilters, RepositoryFilter } from './repository-filter';
import { describeValue } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';

/**
 * A rule that signs images with an AWS Signer profile when they are pushed. Amazon ECR signs with the permissions of the principal that pushes, so
 * that principal requires `signer:SignPayload` on the profile. Otherwise the push succeeds and the signature fails. `grantPush` and `grantPullPush` of
 * this library add the permission to the identity policy of the grantee, if a `SecureRegistry` of the app has the rule. They do not consider a
 * `CfnSigningConfiguration` that is created without a `SecureRegistry`.
 *
 * The profile is in the Region of the registry. If it is in another account than the principal that pushes, the profile must also allow that
 * account: `aws signer add-profile-permission`.
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
    if (!Construct.isConstruct(profile) || typeof profile.signingProfileArn !== 'string') {
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
