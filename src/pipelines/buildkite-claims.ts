import { ClaimForm, ExactClaims, UUID } from './exact-claims';

/**
 * Claims of the token that Buildkite issues for a job, in addition to its subject. All of them must hold, and all are compared exactly. A token
 * that does not have a claim does not match.
 *
 * Buildkite adds `organization_id`, `pipeline_id`, `cluster_id` and `cluster_name` only if the job requests them:
 * `buildkite-agent oidc request-token --claim pipeline_id`.
 *
 * AWS has [condition keys](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif) for these claims.
 *
 * @see https://buildkite.com/docs/agent/cli/reference/oidc#claims
 */
export interface BuildkiteClaims {
  /**
   * The branch of the build (`build_branch`), without `refs/heads/`. In the build of a tag, it is the name of the tag.
   * @default - any branch that the subjects match
   */
  readonly buildBranch?: string;

  /**
   * The UUID of the cluster whose agent runs the job (`cluster_id`), which the job must request.
   * @default - any cluster
   */
  readonly clusterId?: string;

  /**
   * The name of the cluster whose agent runs the job (`cluster_name`), which the job must request.
   * @default - any cluster
   */
  readonly clusterName?: string;

  /**
   * The UUID of the organization (`organization_id`), which the job must request.
   * @default - any organization that the subjects match
   */
  readonly organizationId?: string;

  /**
   * The slug of the organization (`organization_slug`).
   * @default - any organization that the subjects match
   */
  readonly organizationSlug?: string;

  /**
   * The UUID of the pipeline (`pipeline_id`), which does not change when the pipeline is renamed. The job must request the claim, even if its
   * subject is the same UUID.
   * @default - any pipeline that the subjects match
   */
  readonly pipelineId?: string;

  /**
   * The slug of the pipeline (`pipeline_slug`).
   * @default - any pipeline that the subjects match
   */
  readonly pipelineSlug?: string;
}

/** The part of a URL that names an organization or a pipeline. */
export const SLUG: ClaimForm = { form: /^[a-z0-9][a-z0-9-]*$/i, text: 'one slug without wildcards, such as "my-app"' };

/** The claims that AWS has a condition key for. */
export const BUILDKITE_CLAIMS: ExactClaims = {
  system: 'Buildkite',
  finding: 'buildkite-claims',
  forms: {
    buildBranch: { form: /^(?!refs\/)[^\s*?]+$/, text: 'one branch without refs/ and wildcards' },
    clusterId: UUID,
    clusterName: { form: /^[^*?]+$/, text: 'one name without wildcards' },
    organizationId: UUID,
    organizationSlug: SLUG,
    pipelineId: UUID,
    pipelineSlug: SLUG,
  } satisfies Record<keyof BuildkiteClaims, ClaimForm>,
};
