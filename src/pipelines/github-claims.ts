/**
 * Claims of the token that GitHub issues for a job, in addition to its subject. All of them must hold.
 *
 * `*` matches zero or more characters in `environment`, `ref` and `workflow`, and after the `@` of `jobWorkflowRef`. The other claims are compared
 * exactly. A token that does not have a claim does not match.
 *
 * AWS has [condition keys](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif) for these claims.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc#custom-claims-provided-by-github
 */
export interface GitHubClaims {
  /**
   * The user that started the run (`actor`), such as `octocat` or `dependabot[bot]`. A user can be renamed, and another user can then
   * register the name. Prefer `actorId`.
   * @default - any user
   */
  readonly actor?: string;

  /**
   * The ID of the user that started the run (`actor_id`): the output of `gh api users/NAME --jq .id`.
   * @default - any user
   */
  readonly actorId?: string;

  /**
   * The ID of the enterprise that contains the repository (`enterprise_id`).
   * @default - any enterprise, and none
   */
  readonly enterpriseId?: string;

  /**
   * The environment of the job (`environment`). GitHub writes the environment instead of the branch into the default subject, so that no
   * subject of `GitHubSubject.branch`, `tag` or `pullRequest` matches such a job. Use `GitHubSubject.environment`, together with `ref` for the branch.
   * @default - any environment, and none
   */
  readonly environment?: string;

  /**
   * The reusable workflow that contains the job (`job_workflow_ref`), with the ref as its caller writes it in `uses:`, in full:
   * `my-org/workflows/.github/workflows/publish.yml@refs/heads/main`. For a commit, it ends in `@` and the SHA. The repository is written
   * without IDs. The claim does not restrict the caller, which the subjects do.
   * @default - any workflow
   */
  readonly jobWorkflowRef?: string;

  /**
   * The full ref of the run (`ref`), such as `refs/heads/main` or `refs/tags/v*`. Together with `GitHubSubject.environment`, it restricts the
   * environment to a branch.
   * @default - any ref that the subjects match
   */
  readonly ref?: string;

  /**
   * The repository of the run (`repository`), without IDs: `my-org/my-app`. Prefer `repositoryId`, which does not change when the repository
   * is renamed.
   * @default - any repository that the subjects match
   */
  readonly repository?: string;

  /**
   * The ID of the repository of the run (`repository_id`): the output of `gh api repos/OWNER/NAME --jq .id`.
   * @default - any repository that the subjects match
   */
  readonly repositoryId?: string;

  /**
   * The ID of the organization or user that owns the repository (`repository_owner_id`): the output of `gh api users/OWNER --jq .id`.
   * @default - any owner that the subjects match
   */
  readonly repositoryOwnerId?: string;

  /**
   * The name of the workflow (`workflow`), or the path of its file if it has no name. Every user who can push a branch can create a workflow with
   * the same name, so the claim alone is not a protection.
   * @default - any workflow
   */
  readonly workflow?: string;
}
