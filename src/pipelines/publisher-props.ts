import { Duration } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';

/** Properties that the publishers of all CI systems have. */
export interface PublisherProps {
  /**
   * The repositories that the pipelines push to. Pass an empty list if all permissions of the pipelines are grants to the publisher, such as
   * `registry.grantCreateOnPush(publisher, 'team-a/')` for repositories that Amazon ECR creates. A publisher without any grant causes a warning.
   */
  readonly repositories: ecr.IRepository[];

  /**
   * Whether the pipelines can also pull. Set it to true if a repository also serves as a build cache or contains base images.
   * @default false - the pipelines can only push
   */
  readonly pull?: boolean;

  /**
   * Whether the policies of repositories that are imported from other accounts are managed outside this app and allow the role to push.
   * Otherwise, such a repository causes an error, whose message contains the statement to add. The statement requires a `roleName`.
   * @default false - an imported repository of another account is an error
   */
  readonly externalRepositoryPolicy?: boolean;

  /**
   * The existing OIDC provider for the issuer in this account. IAM accepts one provider per URL. Pass an `iam.OidcProviderNative` or an
   * `iam.OpenIdConnectProvider` of the app, whose `clientIds` must contain the audience of the publisher, such as `sts.amazonaws.com`. For a
   * provider outside the app, pass `iam.OidcProviderNative.fromOidcProviderArn(this, 'Provider', arn)` with an ARN such as
   * `arn:aws:iam::ACCOUNT:oidc-provider/token.actions.githubusercontent.com`.
   * @default - a new `iam.OidcProviderNative`; a second provider for the same URL and account in the app is an error
   */
  readonly oidcProvider?: iam.IOIDCProviderRef;

  /**
   * The name of the role.
   * @default - CloudFormation generates a name
   */
  readonly roleName?: string;

  /**
   * The maximum session duration that a pipeline can request, 1 to 12 hours.
   * @default - one hour
   */
  readonly maxSessionDuration?: Duration;

  /**
   * The permissions boundary of the role.
   * @default - no permissions boundary
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;
}
