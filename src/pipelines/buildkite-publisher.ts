import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { BUILDKITE_CLAIMS, BuildkiteClaims } from './buildkite-claims';
import { BuildkiteSubject } from './buildkite-subject';
import { checkExactClaims, exactConditions } from './exact-claims';
import { audienceOf } from './issuer';
import { PublisherProps } from './publisher-props';
import { checkPublisherProps, PublisherRole } from './publisher-role';
import { checkSubjects } from './subject';
import { warningFinding } from '../private/finding';
import { annotate } from '../private/report-findings';

/** Properties for `BuildkitePublisher`. */
export interface BuildkitePublisherProps extends PublisherProps {
  /**
   * The jobs that can assume the role, at least one. All subjects are in one trust policy, which IAM limits to 2,048 characters
   * unless the quota of the account was raised. A longer policy causes a warning.
   */
  readonly subjects: BuildkiteSubject[];

  /**
   * The claims that the token of a job must have in addition to one of the subjects. The job must request those with an ID and `clusterName`, as
   * in `buildkite-agent oidc request-token --claim pipeline_id`.
   * @default - the subject decides alone; a subject that matches branches of forks causes a warning without `buildBranch`
   */
  readonly claims?: BuildkiteClaims;

  /**
   * The audience of the tokens, which the job requests with `--audience`.
   * @default 'sts.amazonaws.com'
   */
  readonly audience?: string;
}

/**
 * A role for the Buildkite jobs that publish images. By default, the role allows only logging in and pushing to its repositories. No long-lived key is
 * required: a job requests a token, and AWS STS exchanges the token for a session if its audience (`aud`) and its subject (`sub`) match.
 *
 * For the example, the job [requests its token](https://buildkite.com/docs/agent/cli/reference/oidc) with
 * `buildkite-agent oidc request-token --audience sts.amazonaws.com --claim pipeline_id`. The role does not allow session tags
 * (`--aws-session-tag`, or `session-tags` of the plugin).
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
      subjects: props.subjects.flatMap(({ _claims: claims, _isPattern: isPattern }) => claims.map((text) => ({ text, isPattern }))),
      claims: exactConditions(checkExactClaims(this, props.claims, BUILDKITE_CLAIMS)),
    };
    if (props.claims?.buildBranch === undefined) warnOfForks(this, props.subjects);
    this.publisher = new PublisherRole(this, props, trusted, 'Buildkite');
    this.role = this.publisher.role;
    this.oidcProvider = this.publisher.oidcProvider;
  }

  public get grantPrincipal(): iam.IPrincipal {
    return this.publisher.grantPrincipal;
  }
}

/** Warns of the subjects that match branches of forks. An exact branch matches one only if Buildkite does not prefix them, which is not visible here. */
function warnOfForks(place: Construct, subjects: readonly BuildkiteSubject[]): void {
  for (const [index, { _withoutForks: remedy }] of subjects.entries()) {
    if (remedy === undefined) continue;
    annotate(
      place,
      warningFinding(
        'buildkite-fork-branches',
        `subjects[${index}] matches branches of forks if the pipeline builds pull requests from forks, even if it prefixes their branches. ${remedy}`,
      ),
    );
  }
}
