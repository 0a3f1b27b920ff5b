import { admittedBy, Admitted, checkCustomSubject } from './custom-subject';
import { checkRepository } from './github-names';
import { checkEnvironment, subjectRef } from './github-ref';
import { RefKind } from './ref-name';
import { reusableWorkflowSubject, ReusableWorkflowOptions } from './reusable-workflow';
import { withLiteralsChanged } from '../private/intrinsics';

/**
 * Workflow runs that can assume a role, by the subject claim (`sub`) of the token that GitHub issues for each job.
 *
 * A repository is written as `owner/name`, with the same capitalization as on GitHub. **For repositories that were created, renamed or
 * transferred since 15 July 2026**, and for those that have opted in, **the claim contains the IDs of the owner and the repository**. For
 * such a repository, write `owner@owner-id/name@repository-id`, as in `my-org@123456/my-app@456789`. The settings of the repository
 * display the format under Actions, OIDC. If the organization or the repository has customized its subjects, use `custom` or `reusableWorkflow`.
 *
 * In the name of a branch, a tag or an environment, `*` matches zero or more characters, **including `/`**: `release/*` matches
 * `release/1/x`. In GitHub rulesets, `release/*` does not match a second `/`, so rulesets require an additional pattern to protect that
 * branch. In a subject with `*`, the repository must be a literal string instead of a CDK token, because IAM would interpret a `*` in its
 * value as a wildcard.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
 */
export class GitHubSubject {
  /**
   * Matches jobs without an environment in runs on a branch.
   * @param repository `my-org@123456/my-app@456789`
   * @param branch the name without `refs/heads/`; `*` matches zero or more characters, including `/`, as in `release/*`
   */
  public static branch(repository: string, branch: string): GitHubSubject {
    return GitHubSubject.ofRef('branch', repository, branch);
  }

  /**
   * Matches jobs without an environment in runs on a tag.
   * @param repository `my-org@123456/my-app@456789`
   * @param tag the name without `refs/tags/`; `*` matches zero or more characters, including `/`, as in `v*`
   */
  public static tag(repository: string, tag: string): GitHubSubject {
    return GitHubSubject.ofRef('tag', repository, tag);
  }

  /**
   * Matches jobs with `environment:`, on any branch or tag that the rules of the environment allow. The claim of such a job contains the
   * environment instead of the branch.
   * @param repository `my-org@123456/my-app@456789`
   * @param environment the name as in the workflow; `*` matches zero or more characters
   */
  public static environment(repository: string, environment: string): GitHubSubject {
    const escaped = withLiteralsChanged(checkEnvironment(environment), (literal) => literal.replace(/:/g, '%3A'));
    return GitHubSubject.of('environment', repository, `environment:${escaped}`);
  }

  /**
   * Matches jobs without an environment in runs for a pull request, whose code may not have been reviewed. A run for a pull request from a
   * fork does not receive a token. A run on `pull_request_target` can receive a token, and GitHub does not document its subject. Do not
   * build code from a fork in such a workflow.
   * @param repository `my-org@123456/my-app@456789`
   */
  public static pullRequest(repository: string): GitHubSubject {
    return GitHubSubject.of('pullRequest', repository, 'pull_request');
  }

  /**
   * Matches a subject that an organization or a repository has customized (`include_claim_keys`), as in
   * `repo:my-org@123456/my-app@456789:environment:production:job_workflow_ref:my-org/workflows/.github/workflows/publish.yml@refs/heads/main`.
   *
   * A subject that contains none of the claims `repo`, `repository_id`, `repository_owner`, `repository_owner_id`, `enterprise` and `enterprise_id`
   * matches jobs of every repository on GitHub, because each repository can customize its subject. For such a subject, the publisher requires `claims`
   * that restrict the repository, its owner or its enterprise, such as `repositoryId`.
   * @param text the subject as GitHub sends it: claims in the form `name:value`, in the order of the template. Write a `:` in a value as
   *   `%3A`. `*` matches zero or more characters, including `:`. It cannot be in an owner, a repository or an ID, which must be literal
   *   strings beside it
   * @see https://docs.github.com/en/actions/reference/security/oidc#customizing-the-subject-claims-for-an-organization-or-repository
   */
  public static custom(text: string): GitHubSubject {
    const claim = checkCustomSubject(text);
    return new GitHubSubject(claim, admittedBy(claim));
  }

  /**
   * Matches jobs of a reusable workflow, in an organization or repository whose subjects contain `job_workflow_ref`.
   *
   * The claim `job_workflow_ref` names the called workflow and not its caller. Without `calledFrom`, the publisher requires `claims` that
   * contain `repositoryId`. For repositories with the default subject, use `claims: { jobWorkflowRef }` of the publisher instead.
   * @param repository the repository of the workflow, without IDs: `my-org/workflows`
   * @param path the path of the workflow: `.github/workflows/publish.yml`
   * @param ref the ref as in `uses:` of the caller, in full: `refs/heads/main`, `refs/tags/v1` or a commit SHA. `*` matches zero or more
   *   characters, including `/`
   * @see https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-with-reusable-workflows
   */
  public static reusableWorkflow(repository: string, path: string, ref: string, options: ReusableWorkflowOptions = {}): GitHubSubject {
    const claim = reusableWorkflowSubject(repository, path, ref, options);
    return new GitHubSubject(claim, options.calledFrom === undefined ? 'everyone' : 'repository');
  }

  private static ofRef(kind: RefKind, repository: string, name: string): GitHubSubject {
    return GitHubSubject.of(kind, repository, `ref:${subjectRef(kind, repository, name)}`);
  }

  private static of(factory: string, repository: string, rest: string): GitHubSubject {
    return new GitHubSubject(`repo:${checkRepository(`GitHubSubject.${factory}`, repository, rest.includes('*'))}:${rest}`, 'repository');
  }

  /** @internal */
  public readonly _class = 'GitHubSubject';

  private constructor(
    /** @internal */
    public readonly _claim: string,
    /** @internal */
    public readonly _admitted: Admitted,
  ) {}

  /** @internal */
  public get _isPattern(): boolean {
    return this._claim.includes('*');
  }
}
