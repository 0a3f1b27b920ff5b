import { ClaimForm, ExactClaims, ONE_VALUE, UUID } from './exact-claims';

/**
 * Claims of the token that Buildkite issues for a job, in addition to its subject. All of them must hold, and all are compared exactly. A token
 * that does not have a claim does not match.
 *
 * @see https://buildkite.com/docs/agent/cli/reference/oidc
 */
export interface BuildkiteClaims {
  /**
   * The branch of the build (`build_branch`).
   * @default - any branch that the subjects match
   */
  readonly buildBranch?: string;

  /**
   * The UUID of the cluster whose agent runs the job (`cluster_id`).
   * @default - any cluster
   */
  readonly clusterId?: string;

  /**
   * The name of the cluster whose agent runs the job (`cluster_name`).
   * @default - any cluster
   */
  readonly clusterName?: string;

  /**
   * The UUID of the organization (`organization_id`).
   * @default - any organization that the subjects match
   */
  readonly organizationId?: string;

  /**
   * The slug of the organization (`organization_slug`).
   * @default - any organization that the subjects match
   */
  readonly organizationSlug?: string;

  /**
   * The UUID of the pipeline (`pipeline_id`), which does not change when the pipeline is renamed.
   * @default - any pipeline that the subjects match
   */
  readonly pipelineId?: string;

  /**
   * The slug of the pipeline (`pipeline_slug`).
   * @default - any pipeline that the subjects match
   */
  readonly pipelineSlug?: string;
}

/** The claims that AWS has a condition key for. */
export const BUILDKITE_CLAIMS: ExactClaims = {
  system: 'Buildkite',
  finding: 'buildkite-claims',
  forms: {
    buildBranch: ONE_VALUE,
    clusterId: UUID,
    clusterName: { form: /^[^*?]+$/, text: 'one name without wildcards' },
    organizationId: UUID,
    organizationSlug: ONE_VALUE,
    pipelineId: UUID,
    pipelineSlug: ONE_VALUE,
  } satisfies Record<keyof BuildkiteClaims, ClaimForm>,
};
