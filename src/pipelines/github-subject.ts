import { gitRef, RefKind } from './git-ref';
import { githubRepository } from './github-repository';
import { checkSubjectText } from './subject-text';
import { quoted } from '../private/format-value';
import { withLiteralsChanged } from '../private/intrinsics';
import { SecureRepositoryError } from '../private/secure-repository-error';

/**
 * Which workflow runs may assume a role, by the subject claim (`sub`) of the token that GitHub gives each job.
 *
 * A repository is written `owner/name`, with the capitals that GitHub shows. **GitHub writes the IDs of the owner and the repository
 * into the claim of every repository that was created, renamed or transferred since 15 July 2026** or has opted in: write
 * `owner@owner-id/name@repository-id` for such a one, as in `my-org@123456/my-app@456789`. The settings of the repository show its
 * form under Actions, OIDC. A repository whose claim is customised sends neither form, and none of these subjects matches it.
 *
 * In the name of a branch, a tag or an environment `*` is zero or more characters, **`/` too**: `release/*` lets `release/1/x` in. In
 * GitHub's own rulesets `release/*` is without a second `/`, so that they need one more pattern to protect that branch. Beside a `*`
 * the repository has to be text: IAM would read a wildcard in the value of a token.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
 */
export class GitHubSubject {
  /**
   * Runs on a branch, by jobs without an environment.
   * @param repository `my-org/my-app`
   * @param branch the name without `refs/heads/`; `*` is zero or more characters, `/` too, as in `release/*`
   */
  public static branch(repository: string, branch: string): GitHubSubject {
    return GitHubSubject.ofRef('branch', repository, branch);
  }

  /**
   * Runs on a tag, by jobs without an environment.
   * @param repository `my-org/my-app`
   * @param tag the name without `refs/tags/`; `*` is zero or more characters, `/` too, as in `v*`
   */
  public static tag(repository: string, tag: string): GitHubSubject {
    return GitHubSubject.ofRef('tag', repository, tag);
  }

  /**
   * Jobs with `environment:`, on any branch or tag that the environment's rules let in. GitHub then names the environment instead of
   * the branch.
   * @param repository `my-org/my-app`
   * @param environment its name as the workflow writes it; `*` is zero or more characters
   */
  public static environment(repository: string, environment: string): GitHubSubject {
    const place = 'GitHubSubject.environment(environment)';
    const written = checkSubjectText(place, environment, 'production');
    if (written.includes('*') && written.includes('?')) {
      throw new SecureRepositoryError(
        'github-subject',
        place,
        `given ${quoted(environment)}, expected no ? beside a *: IAM would take it for any character`,
      );
    }
    const escaped = withLiteralsChanged(environment, (literal) => literal.replace(/:/g, '%3A'));
    return GitHubSubject.of('environment', repository, `environment:${escaped}`);
  }

  /**
   * Runs for a pull request, by jobs without an environment: code that nobody has reviewed yet. A run for a fork's pull request gets no
   * token that can be exchanged for the role. Under `pull_request_target` it may get one, with which subject is not documented: let no
   * such workflow build what a fork sends.
   * @param repository `my-org/my-app`
   */
  public static pullRequest(repository: string): GitHubSubject {
    return GitHubSubject.of('pullRequest', repository, 'pull_request');
  }

  private static ofRef(kind: RefKind, repository: string, name: string): GitHubSubject {
    return GitHubSubject.of(kind, repository, `ref:${gitRef(kind, repository, name)}`);
  }

  private static of(factory: string, repository: string, rest: string): GitHubSubject {
    const place = `GitHubSubject.${factory}(repository)`;
    return new GitHubSubject(`repo:${githubRepository(place, repository, rest.includes('*'))}:${rest}`);
  }

  private constructor(
    /** @internal */
    public readonly _claim: string,
  ) {}

  /** @internal */
  public get _isPattern(): boolean {
    return this._claim.includes('*');
  }
}
