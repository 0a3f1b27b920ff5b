import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { claimConditions } from './github-claim-conditions';
import { GitHubClaims } from './github-claims';
import { GitHubSubject } from './github-subject';
import { audienceOf, checkIssuerOf, issuerName, publisherOf } from './issuer';
import { PublisherProps } from './publisher-props';
import { checkPublisherProps, PublisherRole } from './publisher-role';
import { checkSubjects, subjectPatterns } from './subject';
import { Finding, warningFinding } from '../private/finding';
import { quoted } from '../private/format-value';
import { annotate } from '../private/report-findings';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';

/** GitHub.com, and GitHub Enterprise Cloud without data residency. */
const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';
const ADVICE = 'Use "https://HOSTNAME/_services/token" for GitHub Enterprise Server, or omit issuerUrl for GitHub.com.';

/** Properties for `GitHubPublisher`. */
export interface GitHubPublisherProps extends PublisherProps {
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
   * The URL of the issuer of the tokens: `https://HOSTNAME/_services/token` for GitHub Enterprise Server, `https://token.actions.SUBDOMAIN.ghe.com`
   * for GitHub Enterprise Cloud with data residency, `https://token.actions.githubusercontent.com/ENTERPRISE` for an enterprise with an issuer of its own.
   * @default - GitHub.com, `https://token.actions.githubusercontent.com`
   * @see https://docs.github.com/en/enterprise-server@latest/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
   */
  readonly issuerUrl?: string;

  /**
   * The audience of the tokens (the claim `aud`), which the login step of the workflow requests.
   * @default 'sts.amazonaws.com' - the default of aws-actions/configure-aws-credentials
   */
  readonly audience?: string;
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

  private readonly publisher: PublisherRole;

  constructor(scope: Construct, id: string, props: GitHubPublisherProps) {
    super(scope, id);
    checkProps(this, props);
    const issuer = issuerName(this, props.issuerUrl ?? GITHUB_ISSUER, ADVICE);
    checkIssuerOf(this, 'github-publisher', issuer, 'GitHubPublisher');
    if (publisherOf(issuer) === undefined && !issuer.endsWith('/_services/token') && !isUnknown(issuer)) {
      annotate(this, otherIssuer(issuer));
    }
    const audience = audienceOf(this, 'github-publisher', props.audience);
    const claims = claimConditions(this, issuer, props.claims);
    checkRepositoryIsRestricted(this, props.subjects, props.claims);
    const trusted = { issuer, audience, subjects: subjectPatterns(props.subjects), claims };
    this.publisher = new PublisherRole(this, props, trusted, 'GitHub Actions');
    this.role = this.publisher.role;
    this.oidcProvider = this.publisher.oidcProvider;
  }

  public get grantPrincipal(): iam.IPrincipal {
    return this.publisher.grantPrincipal;
  }
}

/** A publisher for the URL of the instance would be deployed, and no token would match it. */
function otherIssuer(issuer: string): Finding {
  const [host] = issuer.split('/');
  const tenant = /^([^.]+)\.ghe\.com$/i.exec(host)?.[1];
  const url = tenant ? `https://token.actions.${tenant}.ghe.com` : `https://${host}/_services/token`;
  const remedy = /^(www\.)?github\.com$/i.test(host) ? 'Omit issuerUrl' : `Use ${quoted(url)}`;
  return warningFinding(
    'github-issuer',
    `issuerUrl is ${quoted(`https://${issuer}`)}, which has none of the forms that GitHub documents for the issuer of its tokens. ${remedy}, or ` +
      'acknowledge the warning if the claim iss of a token is this URL.',
  );
}

/** Checks the properties one by one. */
function checkProps(place: Construct, props: GitHubPublisherProps): void {
  checkPublisherProps(place, 'github-publisher', props, { issuerUrl: 'text', audience: 'text' });
  checkSubjects(place, 'github-publisher', props.subjects, 'GitHubSubject', "GitHubSubject.branch('my-org@123456/my-app@456789', 'main')");
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
