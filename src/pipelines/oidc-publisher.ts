import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { audienceOf, issuerName, publisherOf } from './issuer';
import { OidcSubject } from './oidc-subject';
import { PublisherProps } from './publisher-props';
import { checkPublisherProps, PublisherRole } from './publisher-role';
import { patternFindings } from './shared-issuer';
import { checkSubjects, subjectPatterns } from './subject';
import { warningFinding } from '../private/finding';
import { describeValue, quoted } from '../private/format-value';
import { annotate, report } from '../private/report-findings';
import { SecureRepositoryError } from '../private/secure-repository-error';

/** Properties for `OidcPublisher`. */
export interface OidcPublisherProps extends PublisherProps {
  /**
   * The URL of the issuer of the tokens, exactly as in the claim `iss`, without a trailing slash: `https://jenkins.example.com/oidc`. AWS must be able to
   * reach it. The issuers of GitHub, GitLab.com, Bitbucket, CircleCI and Buildkite are errors, because they have publishers of their own.
   */
  readonly issuerUrl: string;

  /**
   * The jobs that can assume the role, at least one. All subjects are in one trust policy, which IAM limits to 2,048 characters
   * unless the quota of the account was raised. A longer policy causes a warning.
   */
  readonly subjects: OidcSubject[];

  /**
   * The audience of the tokens (the claim `aud`), which the job requests or the issuer fixes.
   * @default 'sts.amazonaws.com'
   */
  readonly audience?: string;
}

/**
 * A role for the jobs of a system that issues OIDC tokens, such as Jenkins. By default, the role allows only logging in and pushing to its
 * repositories. AWS STS exchanges the token of a job for a session if its audience (`aud`) and its subject (`sub`) match.
 *
 * The library does not know the form of the subjects. For GitHub, GitLab, Bitbucket, CircleCI and Buildkite, use their publishers, also for GitHub Enterprise
 * Server and self-managed GitLab, whose publishers have an `issuerUrl`. **Some issuers have one URL for all of their customers**, such as
 * `https://app.terraform.io`. There, the subject must name the organization.
 *
 * @example
 * declare const repository: ecr.IRepository;
 * new OidcPublisher(this, 'Publisher', {
 *   repositories: [repository],
 *   issuerUrl: 'https://jenkins.example.com/oidc',
 *   subjects: [OidcSubject.exact('https://jenkins.example.com/job/my-app/')],
 * });
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 */
export class OidcPublisher extends Construct implements iam.IGrantable {
  /** The role that the jobs assume. A job requires its ARN. */
  public readonly role: iam.Role;

  /** The OIDC provider that the role trusts. Pass it to the other publishers of the account. */
  public readonly oidcProvider: iam.IOIDCProviderRef;

  private readonly publisher: PublisherRole;

  constructor(scope: Construct, id: string, props: OidcPublisherProps) {
    super(scope, id);
    checkProps(this, props);
    const issuer = issuerName(this, props.issuerUrl, 'Use "https://jenkins.example.com/oidc", for example.');
    const publisher = publisherOf(issuer);
    if (publisher) {
      throw new SecureRepositoryError(
        'oidc-publisher',
        this,
        `issuerUrl is ${quoted(props.issuerUrl)}, but must be an issuer whose subjects the library does not know. Use ${publisher}, which checks them.`,
      );
    }
    if (/\/_services\/token$/.test(issuer)) annotate(this, ENTERPRISE_SERVER);
    report(this, patternFindings(issuer, props.subjects));
    const audience = audienceOf(this, 'oidc-publisher', props.audience);
    const trusted = { issuer, audience, subjects: subjectPatterns(props.subjects), claims: {} };
    this.publisher = new PublisherRole(this, props, trusted, issuer);
    this.role = this.publisher.role;
    this.oidcProvider = this.publisher.oidcProvider;
  }

  public get grantPrincipal(): iam.IPrincipal {
    return this.publisher.grantPrincipal;
  }
}

// Vela has such URLs, too
const ENTERPRISE_SERVER = warningFinding(
  'oidc-github-enterprise-server',
  'issuerUrl ends in /_services/token, as the issuers of GitHub Enterprise Server do, but OidcPublisher does not check the subjects of GitHub. ' +
    'Use GitHubPublisher with this issuerUrl.',
);

/** Checks the properties one by one. */
function checkProps(place: Construct, props: OidcPublisherProps): void {
  checkPublisherProps(place, 'oidc-publisher', props, { issuerUrl: 'text', audience: 'text' });
  if (props.issuerUrl === undefined) {
    throw new SecureRepositoryError(
      'oidc-publisher',
      place,
      `issuerUrl is ${describeValue(props.issuerUrl)}, but must be the URL of the issuer. Use "https://jenkins.example.com/oidc", for example.`,
    );
  }
  checkSubjects(place, 'oidc-publisher', props.subjects, 'OidcSubject', "OidcSubject.exact('https://jenkins.example.com/job/my-app/')");
}
