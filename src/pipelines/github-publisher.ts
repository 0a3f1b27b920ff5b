import { Duration, Resource } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { newOidcProvider } from './github-oidc-provider';
import { GitHubSubject } from './github-subject';
import { GITHUB_ISSUER, issuerName } from './oidc-issuer';
import { checkOidcProvider } from './oidc-provider-check';
import { checkPublisherProps } from './publisher-check';
import { warnOfLongTrust } from './trust-policy-size';
import { workflowPrincipal } from './workflow-principal';
import { RepositoryAccess } from '../access/repository-access';
import { nameInNestedStack } from '../private/cdk-internals';

/** Which workflow runs may push to which repositories. */
export interface GitHubPublisherProps {
  /** The repositories that the workflows push to, at least one. */
  readonly repositories: ecr.IRepository[];

  /**
   * The workflow runs that may assume the role, at least one. All of them stand in one trust policy, for which IAM takes 2,048
   * characters unless the quota of the account was raised: more is a warning.
   */
  readonly subjects: GitHubSubject[];

  /**
   * Whether the workflows may pull, too: they need it when a repository also serves as build cache or base image.
   * @default false - they may push only
   */
  readonly pull?: boolean;

  /**
   * Whether the policies of the imported repositories of other accounts already allow the role to push: it needs both sides. The error
   * without it names the statement to add there, for which the role needs a `roleName`.
   * @default false - an imported repository of another account is an error
   */
  readonly externalRepositoryPolicy?: boolean;

  /**
   * GitHub's OIDC provider in this account, where there is one already: IAM takes one for each URL. An `iam.OidcProviderNative`, the older
   * `iam.OpenIdConnectProvider`, or, for one that is not in the app,
   * `iam.OidcProviderNative.fromOidcProviderArn(this, 'GitHub', arn)`, with the ARN
   * `arn:aws:iam::ACCOUNT:oidc-provider/token.actions.githubusercontent.com`. One of the app has to list the audience:
   * `clientIds: ['sts.amazonaws.com']`.
   * @default - a new `iam.OidcProviderNative`; another one for the same URL and account in the app is an error
   */
  readonly oidcProvider?: iam.IOIDCProviderRef;

  /**
   * Who issues the tokens: `https://HOSTNAME/_services/token` for GitHub Enterprise Server, `https://token.actions.SUBDOMAIN.ghe.com`
   * for GitHub Enterprise Cloud with data residency.
   * @default - GitHub.com, `https://token.actions.githubusercontent.com`
   * @see https://docs.github.com/en/enterprise-server@latest/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
   */
  readonly issuerUrl?: string;

  /**
   * Whom the tokens are meant for (the claim `aud`): what the workflow's login step asks for.
   * @default 'sts.amazonaws.com' - what aws-actions/configure-aws-credentials asks for unless told otherwise
   */
  readonly audience?: string;

  /**
   * The name of the role.
   * @default - CloudFormation generates a name
   */
  readonly roleName?: string;

  /**
   * The longest session that a workflow may ask for, 1 to 12 hours.
   * @default - one hour
   */
  readonly maxSessionDuration?: Duration;

  /**
   * The most that the role may ever do.
   * @default - no permissions boundary
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

/**
 * A role for the workflows of GitHub Actions that publish images. It may log in and push to the repositories given, and nothing else.
 * There is no long-lived key: GitHub gives each job a token, and IAM gives a session for it when the token is for AWS (`aud`) and
 * comes from one of the subjects (`sub`).
 *
 * It is an `iam.IGrantable`: a workflow that waits for the scan findings needs `access.grantReadFindings(publisher)`.
 *
 * @example
 * declare const repository: ecr.IRepository;
 * new GitHubPublisher(this, 'Publisher', {
 *   repositories: [repository],
 *   subjects: [GitHubSubject.branch('my-org/my-app', 'main'), GitHubSubject.tag('my-org/my-app', 'v*')],
 * });
 *
 * @see https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 */
export class GitHubPublisher extends Construct implements iam.IGrantable {
  /** The role that the workflows assume; its ARN goes into the workflow. */
  public readonly role: iam.Role;

  /** The provider that the role trusts, for the next publisher of the account. */
  public readonly oidcProvider: iam.IOIDCProviderRef;

  constructor(scope: Construct, id: string, props: GitHubPublisherProps) {
    super(scope, id);
    checkPublisherProps(this, props);
    const issuer = issuerName(this, props.issuerUrl ?? GITHUB_ISSUER);
    const audience = props.audience ?? 'sts.amazonaws.com';
    if (props.oidcProvider !== undefined) checkOidcProvider(this, issuer, audience, props.oidcProvider);
    this.oidcProvider = props.oidcProvider ?? newOidcProvider(this, issuer, audience);

    const workflow = (providerArn: string) => workflowPrincipal(providerArn, issuer, audience, props.subjects);
    // the reference to a provider is shorter than the ARN that it stands for
    warnOfLongTrust(this, workflow(`arn:aws:iam::000000000000:oidc-provider/${issuer}`));
    this.role = new iam.Role(this, 'Role', {
      assumedBy: workflow(this.oidcProvider.oidcProviderRef.oidcProviderArn),
      roleName: props.roleName,
      description: 'Pushes images from GitHub Actions',
      maxSessionDuration: props.maxSessionDuration ?? Duration.hours(1),
      permissionsBoundary: props.permissionsBoundary,
    });
    nameInNestedStack(this.role.node.defaultChild);
    for (const repository of props.repositories) {
      // the app keeps the policy of its own repositories in any case
      const externalRepositoryPolicy = props.externalRepositoryPolicy && !Resource.isOwnedResource(repository);
      const access = RepositoryAccess.of(repository, { externalRepositoryPolicy });
      if (props.pull) access.grantPullPush(this.role);
      else access.grantPush(this.role);
    }
  }

  public get grantPrincipal(): iam.IPrincipal {
    return this.role;
  }
}
