import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { GitLabClaims, gitLabConditions } from './gitlab-claims';
import { GitLabSubject } from './gitlab-subject';
import { audienceOf, checkIssuerOf, issuerName } from './issuer';
import { PublisherProps } from './publisher-props';
import { checkPublisherProps, PublisherRole } from './publisher-role';
import { checkSubjects, subjectPatterns } from './subject';
import { warningFinding } from '../private/finding';
import { annotate } from '../private/report-findings';

/** GitLab.com. */
const GITLAB_ISSUER = 'https://gitlab.com';
const ADVICE = 'Use "https://HOSTNAME" for a self-managed instance, or omit issuerUrl for GitLab.com.';

/** Properties for `GitLabPublisher`. */
export interface GitLabPublisherProps extends PublisherProps {
  /**
   * The pipelines that can assume the role, at least one. All subjects are in one trust policy, which IAM limits to 2,048 characters
   * unless the quota of the account was raised. A longer policy causes a warning.
   */
  readonly subjects: GitLabSubject[];

  /**
   * The claims that the ID token of a job must have in addition to one of the subjects. AWS has condition keys for them on GitLab.com, and
   * not for self-managed instances.
   * @default - the subject decides alone; on GitLab.com, a publisher without `projectId` causes a warning
   */
  readonly claims?: GitLabClaims;

  /**
   * The URL of the GitLab instance, `https://HOSTNAME`, which AWS must be able to reach.
   * @default - GitLab.com, `https://gitlab.com`
   */
  readonly issuerUrl?: string;

  /**
   * The audience of the ID tokens, the value of `aud` of `id_tokens` in the job.
   * @default 'sts.amazonaws.com'
   */
  readonly audience?: string;
}

/**
 * A role for the GitLab CI/CD pipelines that publish images. By default, the role allows only logging in and pushing to its repositories. No
 * long-lived key is required: GitLab issues an ID token for each job, and AWS STS exchanges the token for a session if its audience (`aud`)
 * and its subject (`sub`) match.
 *
 * @example
 * declare const repository: ecr.IRepository;
 * new GitLabPublisher(this, 'Publisher', {
 *   repositories: [repository],
 *   subjects: [GitLabSubject.branch('my-group/my-app', 'main'), GitLabSubject.tag('my-group/my-app', 'v*')],
 *   claims: { projectId: '456789', refProtected: true },
 * });
 *
 * @see https://docs.gitlab.com/ci/cloud_services/aws/
 */
export class GitLabPublisher extends Construct implements iam.IGrantable {
  /** The role that the pipelines assume. A job requires its ARN. */
  public readonly role: iam.Role;

  /** The OIDC provider that the role trusts. Pass it to the other publishers of the account. */
  public readonly oidcProvider: iam.IOIDCProviderRef;

  private readonly publisher: PublisherRole;

  constructor(scope: Construct, id: string, props: GitLabPublisherProps) {
    super(scope, id);
    checkProps(this, props);
    const issuer = issuerName(this, props.issuerUrl ?? GITLAB_ISSUER, ADVICE);
    checkIssuerOf(this, 'gitlab-publisher', issuer, 'GitLabPublisher');
    const audience = audienceOf(this, 'gitlab-publisher', props.audience);
    const claims = gitLabConditions(this, issuer, props.claims);
    if (issuer.toLowerCase() === 'gitlab.com' && claims.project_id === undefined) annotate(this, WITHOUT_PROJECT_ID);
    const trusted = { issuer, audience, subjects: subjectPatterns(props.subjects), claims };
    this.publisher = new PublisherRole(this, props, trusted, 'GitLab CI/CD');
    this.role = this.publisher.role;
    this.oidcProvider = this.publisher.oidcProvider;
  }

  public get grantPrincipal(): iam.IPrincipal {
    return this.publisher.grantPrincipal;
  }
}

const WITHOUT_PROJECT_ID = warningFinding(
  'gitlab-project-id',
  'claims has no projectId, but another owner can register the path of a project on GitLab.com after it was renamed or deleted. ' +
    'Set claims.projectId, which the page of the project displays.',
);

/** Checks the properties one by one. */
function checkProps(place: Construct, props: GitLabPublisherProps): void {
  checkPublisherProps(place, 'gitlab-publisher', props, { issuerUrl: 'text', audience: 'text' });
  checkSubjects(place, 'gitlab-publisher', props.subjects, 'GitLabSubject', "GitLabSubject.branch('my-group/my-app', 'main')");
}
