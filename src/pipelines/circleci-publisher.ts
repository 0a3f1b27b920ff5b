import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { CircleCiSubject } from './circleci-subject';
import { checkExactClaims, ExactClaims, UUID } from './exact-claims';
import { checkUuid } from './identifier';
import { audienceOf, issuerName } from './issuer';
import { PublisherProps } from './publisher-props';
import { checkPublisherProps, PublisherRole } from './publisher-role';
import { checkSubjects, subjectPatterns } from './subject';
import { TrustedTokens } from './trust-policy';
import { SecureRepositoryError } from '../private/secure-repository-error';

/** Claims of the token that CircleCI issues for a job, in addition to its subject. All are compared exactly. */
export interface CircleCiClaims {
  /**
   * The UUID of the project (`oidc.circleci.com/project-id`).
   * @default - the project of the subjects
   */
  readonly projectId?: string;
}

const CLAIMS: ExactClaims = {
  system: 'CircleCI',
  finding: 'circleci-claims',
  forms: { projectId: UUID } satisfies Record<keyof CircleCiClaims, unknown>,
};

/** Properties for `CircleCiPublisher`. */
export interface CircleCiPublisherProps extends PublisherProps {
  /** The UUID of the organization, in the organization settings. The URL of the issuer and the subjects contain it. */
  readonly organizationId: string;

  /** The jobs that can assume the role, at least one. */
  readonly subjects: CircleCiSubject[];

  /**
   * The claims that the token of a job must have in addition to one of the subjects.
   * @default - the subject decides alone
   */
  readonly claims?: CircleCiClaims;

  /**
   * The audience of the tokens. Set it if the jobs request another one with `circleci run oidc get`.
   * @default - the ID of the organization
   */
  readonly audience?: string;
}

/**
 * A role for the CircleCI jobs that publish images. By default, the role allows only logging in and pushing to its repositories. CircleCI issues a token for each
 * job, and AWS STS exchanges the token for a session if its audience (`aud`) and its subject (`sub`) match.
 *
 * @example
 * declare const repository: ecr.IRepository;
 * const project = '3c4d5e6f-7081-4920-8c1d-2e3f4a5b6c7d';
 * new CircleCiPublisher(this, 'Publisher', {
 *   repositories: [repository],
 *   organizationId: '4d5e6f70-8192-4a31-9d2e-3f4a5b6c7d8e',
 *   subjects: [CircleCiSubject.branch(project, 'github.com/my-org/my-app', 'main')],
 *   claims: { projectId: project },
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
    const { projectId } = checkExactClaims(this, props.claims, CLAIMS);
    const trusted: TrustedTokens = {
      issuer,
      audience,
      subjects: subjectPatterns(props.subjects).map(({ text, isPattern }) => ({ text: `org/${organization}/${text}`, isPattern })),
      claims: projectId === undefined ? {} : { 'oidc.circleci.com/project-id': { text: projectId, isPattern: false } },
    };
    this.publisher = new PublisherRole(this, props, trusted, 'CircleCI');
    this.role = this.publisher.role;
    this.oidcProvider = this.publisher.oidcProvider;
  }

  public get grantPrincipal(): iam.IPrincipal {
    return this.publisher.grantPrincipal;
  }
}
