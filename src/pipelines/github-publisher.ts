import { Duration, Resource, Stack, Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { claimConditions } from './github-claim-conditions';
import { GitHubClaims } from './github-claims';
import { GitHubSubject } from './github-subject';
import { checkOidcProvider, GITHUB_ISSUER, issuerName, newOidcProvider } from './oidc-provider';
import { tokenPrincipal, warnOfLongTrustPolicy } from './trust-policy';
import { RepositoryAccess } from '../access/repository-access';
import { nameInNestedStack } from '../private/cdk-internals';
import { warningFinding } from '../private/finding';
import { describeValue, quoted } from '../private/format-value';
import { checkOptions } from '../private/input-type';
import { checkAtSynthesis } from '../private/report-findings';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { areKnownToDiffer } from '../private/unknown-value';
import { checkIsRepository, RepositoryIdentity } from '../repository/repository-identity';

/** Properties for `GitHubPublisher`. */
export interface GitHubPublisherProps {
  /**
   * The repositories that the workflows push to. Pass an empty list if all permissions of the workflows are grants to the publisher, such as
   * `registry.grantCreateOnPush(publisher, 'team-a/')` for repositories that Amazon ECR creates. A publisher without any grant causes a warning.
   */
  readonly repositories: ecr.IRepository[];

  /**
   * The workflow runs that can assume the role, at least one. All subjects are in one trust policy, which IAM limits to 2,048 characters
   * unless the quota of the account was raised. A longer policy causes a warning.
   */
  readonly subjects: GitHubSubject[];

  /**
   * The claims that the token of a workflow run must have in addition to one of the subjects, such as the reusable workflow or the ID of the
   * repository. AWS has condition keys for them on GitHub.com and GitHub Enterprise Cloud, and not for GitHub Enterprise Server.
   * @default - the subject decides alone
   */
  readonly claims?: GitHubClaims;

  /**
   * Whether the workflows can also pull. Set it to true if a repository also serves as a build cache or contains base images.
   * @default false - the workflows can only push
   */
  readonly pull?: boolean;

  /**
   * Whether the policies of repositories that are imported from other accounts are managed outside this app and allow the role to push.
   * Otherwise, such a repository causes an error, whose message contains the statement to add. The statement requires a `roleName`.
   * @default false - an imported repository of another account is an error
   */
  readonly externalRepositoryPolicy?: boolean;

  /**
   * The existing OIDC provider for GitHub in this account. IAM accepts one provider per URL. Pass an `iam.OidcProviderNative` or an
   * `iam.OpenIdConnectProvider` of the app, which must list the audience: `clientIds: ['sts.amazonaws.com']`. For a provider outside the
   * app, pass `iam.OidcProviderNative.fromOidcProviderArn(this, 'GitHub', arn)` with the ARN
   * `arn:aws:iam::ACCOUNT:oidc-provider/token.actions.githubusercontent.com`.
   * @default - a new `iam.OidcProviderNative`; a second provider for the same URL and account in the app is an error
   */
  readonly oidcProvider?: iam.IOIDCProviderRef;

  /**
   * The URL of the issuer of the tokens: `https://HOSTNAME/_services/token` for GitHub Enterprise Server, `https://token.actions.SUBDOMAIN.ghe.com`
   * for GitHub Enterprise Cloud with data residency.
   * @default - GitHub.com, `https://token.actions.githubusercontent.com`
   * @see https://docs.github.com/en/enterprise-server@latest/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
   */
  readonly issuerUrl?: string;

  /**
   * The audience of the tokens (the claim `aud`), which the login step of the workflow requests.
   * @default 'sts.amazonaws.com' - the default of aws-actions/configure-aws-credentials
   */
  readonly audience?: string;

  /**
   * The name of the role.
   * @default - CloudFormation generates a name
   */
  readonly roleName?: string;

  /**
   * The maximum session duration that a workflow can request, 1 to 12 hours.
   * @default - one hour
   */
  readonly maxSessionDuration?: Duration;

  /**
   * The permissions boundary of the role.
   * @default - no permissions boundary
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

/**
 * A role for the GitHub Actions workflows that publish images. By default, the role allows only logging in and pushing to its repositories. No
 * long-lived key is required: GitHub issues a token for each job, and AWS STS exchanges the token for a session if its audience (`aud`)
 * and its subject (`sub`) match.
 *
 * The publisher is an `iam.IGrantable`. A workflow that waits for scan findings requires `RepositoryAccess.of(repository).grantReadFindings(publisher)`. A workflow
 * that pushes to repositories that do not exist yet requires `SecureRegistry.grantCreateOnPush(publisher, 'team-a/')`.
 *
 * @example
 * declare const repository: ecr.IRepository;
 * new GitHubPublisher(this, 'Publisher', {
 *   repositories: [repository],
 *   subjects: [GitHubSubject.branch('my-org@123456/my-app@456789', 'main'), GitHubSubject.tag('my-org@123456/my-app@456789', 'v*')],
 * });
 *
 * @see https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 */
export class GitHubPublisher extends Construct implements iam.IGrantable {
  /** The role that the workflows assume. The login step of a workflow requires its ARN. */
  public readonly role: iam.Role;

  /** The OIDC provider that the role trusts. Pass it to the other publishers of the account. */
  public readonly oidcProvider: iam.IOIDCProviderRef;

  private isGrantee = false;

  constructor(scope: Construct, id: string, props: GitHubPublisherProps) {
    super(scope, id);
    checkProps(this, props);
    const issuer = issuerName(this, props.issuerUrl ?? GITHUB_ISSUER);
    const audience = props.audience ?? 'sts.amazonaws.com';
    if (props.oidcProvider !== undefined) checkOidcProvider(this, issuer, audience, props.oidcProvider);
    this.oidcProvider = props.oidcProvider ?? newOidcProvider(this, issuer, audience);

    const claims = claimConditions(this, issuer, props.claims);
    checkRepositoryIsRestricted(this, props.subjects, props.claims);
    const subjects = props.subjects.map(({ _claim: text, _isPattern: isPattern }) => ({ text, isPattern }));
    const workflow = (providerArn: string) => tokenPrincipal(providerArn, { issuer, audience, subjects, claims });
    // the reference to a provider is shorter than its ARN
    warnOfLongTrustPolicy(this, workflow(`arn:aws:iam::000000000000:oidc-provider/${issuer}`));
    this.role = new iam.Role(this, 'Role', {
      assumedBy: workflow(this.oidcProvider.oidcProviderRef.oidcProviderArn),
      roleName: props.roleName,
      description: 'Pushes images from GitHub Actions',
      maxSessionDuration: props.maxSessionDuration ?? Duration.hours(1),
      permissionsBoundary: props.permissionsBoundary,
    });
    nameInNestedStack(this.role.node.defaultChild);
    for (const repository of props.repositories) {
      // the app manages the policies of its own repositories in any case
      const externalRepositoryPolicy = props.externalRepositoryPolicy && !Resource.isOwnedResource(repository);
      const access = RepositoryAccess.of(repository, { externalRepositoryPolicy });
      if (props.pull) access.grantPullPush(this.role);
      else access.grantPush(this.role);
    }
    if (props.repositories.length === 0) checkAtSynthesis(this, () => (this.isUnused() ? [WITHOUT_GRANT] : []));
  }

  public get grantPrincipal(): iam.IPrincipal {
    this.isGrantee = true;
    return this.role;
  }

  /** Whether nothing was granted to the publisher or to its role. */
  private isUnused(): boolean {
    const { defaultChild, children } = this.role.node;
    return !this.isGrantee && children.every((child) => child === defaultChild);
  }
}

const WITHOUT_GRANT = warningFinding(
  'publisher-without-grant',
  'repositories is empty, and nothing was granted to the publisher, so its workflows can do nothing. Pass the repositories that the workflows push to, or grant to ' +
    "the publisher, as in registry.grantCreateOnPush(publisher, 'team-a/').",
);

/** Checks the properties one by one. */
function checkProps(place: Construct, props: GitHubPublisherProps): void {
  checkOptions(place, 'props', props, {
    pull: 'flag',
    externalRepositoryPolicy: 'flag',
    issuerUrl: 'text',
    audience: 'text',
    roleName: 'text',
    maxSessionDuration: 'duration',
    permissionsBoundary: 'object',
  });
  const { repositories, subjects, audience, permissionsBoundary } = props;
  const refuse = (problem: string): never => {
    throw new SecureRepositoryError('github-publisher', place, problem);
  };
  if (permissionsBoundary !== undefined && typeof permissionsBoundary.managedPolicyArn !== 'string') {
    const example = "iam.ManagedPolicy.fromManagedPolicyName(this, 'Boundary', 'my-boundary')";
    refuse(`permissionsBoundary is ${describeValue(permissionsBoundary)}, but must be a managed policy. Use ${example}, for example.`);
  }
  if (!Array.isArray(repositories)) {
    refuse(`repositories is ${describeValue(repositories)}, but must be a list. Pass the repositories that the workflows push to.`);
  }
  repositories.forEach((repository, index) => checkIsRepository(place, `repositories[${index}] is`, repository));
  checkRoleIsNamed(place, props);
  const example = "GitHubSubject.branch('my-org/my-app', 'main')";
  if (!Array.isArray(subjects) || subjects.length === 0) {
    refuse(`subjects is ${describeValue(subjects)}, but must have at least one GitHubSubject. Use [${example}], for example.`);
  }
  for (const [index, subject] of subjects.entries()) {
    if (typeof subject?._claim === 'string') continue;
    refuse(`subjects[${index}] is ${describeValue(subject)}, but must be a GitHubSubject. Use ${example}, for example.`);
  }
  if (audience === '') refuse('audience is "", but must not be empty. Omit audience for "sts.amazonaws.com".');
}

/** Every repository on GitHub can customize its subject, so a subject that names neither a repository nor an owner admits all of them. */
function checkRepositoryIsRestricted(place: Construct, subjects: readonly GitHubSubject[], claims: GitHubClaims = {}): void {
  if ([claims.repositoryId, claims.repository, claims.repositoryOwnerId, claims.enterpriseId].some((claim) => claim !== undefined)) return;
  const index = subjects.findIndex(({ _admitted: admitted }) => admitted === 'everyone');
  if (index < 0) return;
  throw new SecureRepositoryError(
    'github-subject-everyone',
    place,
    `subjects[${index}] is ${quoted(subjects[index]._claim)}, which matches jobs of every repository, but a subject must name a repository or ` +
      'its owner. Set claims.repositoryId, or use a subject that contains repo or repository_id.',
  );
}

/** The policy of a repository that is imported from another account has to name the role before the role is deployed. */
function checkRoleIsNamed(place: Construct, { repositories, roleName, externalRepositoryPolicy }: GitHubPublisherProps): void {
  if (externalRepositoryPolicy || (roleName !== undefined && !Token.isUnresolved(roleName))) return;
  const { account } = Stack.of(place);
  const foreign = repositories.find(
    (repository) => !Resource.isOwnedResource(repository) && areKnownToDiffer(RepositoryIdentity.of(repository).account, account),
  );
  if (!foreign) return;
  throw new SecureRepositoryError(
    'publisher-role-name',
    place,
    `roleName is ${roleName === undefined ? 'undefined' : 'a token'}, but the policy of ${foreign.node.path}, which is imported from ` +
      `account ${RepositoryIdentity.of(foreign).account}, must name the role. Set roleName to a literal name.`,
  );
}
