import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { CircleCiClaims, circleCiConditions } from './circleci-claims';
import { CircleCiSubject } from './circleci-subject';
import { checkUuid } from './identifier';
import { audienceOf, issuerName } from './issuer';
import { PublisherProps } from './publisher-props';
import { checkPublisherProps, PublisherRole } from './publisher-role';
import { checkSubjects, subjectPatterns } from './subject';
import { TrustedTokens } from './trust-policy';
import { warningFinding } from '../private/finding';
import { annotate } from '../private/report-findings';
import { SecureRepositoryError } from '../private/secure-repository-error';

/** Properties for `CircleCiPublisher`. */
export interface CircleCiPublisherProps extends PublisherProps {
  /** The UUID of the organization, in the settings of the organization. The URL of the issuer and all subjects contain it. */
  readonly organizationId: string;

  /**
   * The jobs that can assume the role, at least one. All subjects are in one trust policy, which IAM limits to 2,048 characters
   * unless the quota of the account was raised. A longer policy causes a warning.
   */
  readonly subjects: CircleCiSubject[];

  /**
   * The claims that the token of a job must have in addition to one of the subjects.
   * @default - the subject decides alone, which contains the project
   */
  readonly claims?: CircleCiClaims;

  /**
   * The audience of the tokens. Set it if the jobs request another one with `circleci run oidc get`. The tokens of the environment variables have
   * the default.
   * @default - the ID of the organization
   */
  readonly audience?: string;
}

/**
 * A role for the CircleCI jobs that publish images. By default, the role allows only logging in and pushing to its repositories. No long-lived key is required:
 * CircleCI issues a token for each job, and AWS STS exchanges the token for a session if its audience (`aud`) and its subject (`sub`) match.
 *
 * The issuer is that of CircleCI cloud. CircleCI does not document the issuer of a self-hosted CircleCI Server: for it, use `OidcPublisher`.
 *
 * @example
 * declare const repository: ecr.IRepository;
 * const projectId = '3c4d5e6f-7081-4920-8c1d-2e3f4a5b6c7d';
 * new CircleCiPublisher(this, 'Publisher', {
 *   repositories: [repository],
 *   organizationId: '4d5e6f70-8192-4a31-9d2e-3f4a5b6c7d8e',
 *   subjects: [CircleCiSubject.branch(projectId, 'github.com/my-org/my-app', 'main')],
 * });
 *
 * @see https://circleci.com/docs/openid-connect-tokens/
 */
export class CircleCiPublisher extends Construct implements iam.IGrantable {
  /** The role that the jobs assume. A job requires its ARN. */
  public readonly role: iam.Role;

  /** The OIDC provider that the role trusts. Pass it to the other publishers of the account. */
  public readonly oidcProvider: iam.IOIDCProviderRef;

  private readonly publisher: PublisherRole;

  constructor(scope: Construct, id: string, props: CircleCiPublisherProps) {
    super(scope, id);
    checkPublisherProps(this, 'circleci-publisher', props, { organizationId: 'text', audience: 'text' });
    checkSubjects(
      this,
      'circleci-publisher',
      props.subjects,
      'CircleCiSubject',
      "CircleCiSubject.branch(projectId, 'github.com/my-org/my-app', 'main')",
    );
    if (Token.isUnresolved(props.organizationId)) {
      throw new SecureRepositoryError(
        'circleci-publisher',
        this,
        'organizationId is a token, but must be a literal UUID, because the names of condition keys contain it. Pass the UUID.',
      );
    }
    const organization = checkUuid(this, 'circleci-publisher', 'organizationId', props.organizationId);
    const issuer = issuerName(this, `https://oidc.circleci.com/org/${organization}`, 'Use the ID of the organization.');
    const audience = audienceOf(this, 'circleci-publisher', props.audience, organization);
    const trusted: TrustedTokens = {
      issuer,
      audience,
      subjects: subjectPatterns(props.subjects).map(({ text, isPattern }) => ({ text: `org/${organization}/${text}`, isPattern })),
      claims: circleCiConditions(this, props.claims, props.subjects),
    };
    warnOfForks(this, props.subjects);
    this.publisher = new PublisherRole(this, props, trusted, 'CircleCI');
    this.role = this.publisher.role;
    this.oidcProvider = this.publisher.oidcProvider;
  }

  public get grantPrincipal(): iam.IPrincipal {
    return this.publisher.grantPrincipal;
  }
}

/** CircleCI documents that subjects must contain the repository if forks receive tokens, which is a setting of the project. */
function warnOfForks(place: Construct, subjects: readonly CircleCiSubject[]): void {
  const index = subjects.findIndex((subject) => subject._matchesForks);
  if (index < 0) return;
  annotate(
    place,
    warningFinding(
      'circleci-forks',
      `subjects[${index}] matches all jobs of the project ${subjects[index]._projectId}, including forks if the project passes secrets to builds from forked pull ` +
        'requests. Use CircleCiSubject.branch and CircleCiSubject.tag, or acknowledge the warning if the project does not pass secrets to forks.',
    ),
  );
}
