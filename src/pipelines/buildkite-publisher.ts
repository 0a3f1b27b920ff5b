import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { BUILDKITE_CLAIMS, BuildkiteClaims } from './buildkite-claims';
import { BuildkiteSubject } from './buildkite-subject';
import { checkExactClaims, exactConditions } from './exact-claims';
import { audienceOf } from './issuer';
import { PublisherProps } from './publisher-props';
import { checkPublisherProps, PublisherRole } from './publisher-role';
import { checkSubjects, subjectPatterns } from './subject';

/** Properties for `BuildkitePublisher`. */
export interface BuildkitePublisherProps extends PublisherProps {
  /** The jobs that can assume the role, at least one. */
  readonly subjects: BuildkiteSubject[];

  /**
   * The claims that the token of a job must have in addition to one of the subjects.
   * @default - the subject decides alone
   */
  readonly claims?: BuildkiteClaims;

  /**
   * The audience of the tokens, which the job requests with `--audience`.
   * @default 'sts.amazonaws.com'
   */
  readonly audience?: string;
}

/**
 * A role for the Buildkite jobs that publish images. By default, the role allows only logging in and pushing to its repositories. A job requests its token with
 * `buildkite-agent oidc request-token --audience sts.amazonaws.com`, and AWS STS exchanges the token for a session if its audience (`aud`) and its
 * subject (`sub`) match.
 *
 * @example
 * declare const repository: ecr.IRepository;
 * new BuildkitePublisher(this, 'Publisher', {
 *   repositories: [repository],
 *   subjects: [BuildkiteSubject.branch('my-org', 'my-app', 'main'), BuildkiteSubject.tag('my-org', 'my-app', 'v*')],
 *   claims: { pipelineId: '0185d6a7-3b1f-4c2e-9d58-6f7a8b9c0d1e' },
 * });
 *
 * @see https://buildkite.com/docs/pipelines/security/oidc/aws
 */
export class BuildkitePublisher extends Construct implements iam.IGrantable {
  /** The role that the jobs assume. A job requires its ARN. */
  public readonly role: iam.Role;

  /** The OIDC provider that the role trusts. Pass it to the other publishers of the account. */
  public readonly oidcProvider: iam.IOIDCProviderRef;

  private readonly publisher: PublisherRole;

  constructor(scope: Construct, id: string, props: BuildkitePublisherProps) {
    super(scope, id);
    checkPublisherProps(this, 'buildkite-publisher', props, { audience: 'text' });
    checkSubjects(this, 'buildkite-publisher', props.subjects, 'BuildkiteSubject', "BuildkiteSubject.branch('my-org', 'my-app', 'main')");
    const trusted = {
      issuer: 'agent.buildkite.com',
      audience: audienceOf(this, 'buildkite-publisher', props.audience),
      subjects: subjectPatterns(props.subjects),
      claims: exactConditions(checkExactClaims(this, props.claims, BUILDKITE_CLAIMS)),
    };
    this.publisher = new PublisherRole(this, props, trusted, 'Buildkite');
    this.role = this.publisher.role;
    this.oidcProvider = this.publisher.oidcProvider;
  }

  public get grantPrincipal(): iam.IPrincipal {
    return this.publisher.grantPrincipal;
  }
}
