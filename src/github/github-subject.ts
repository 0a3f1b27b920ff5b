import { Token } from 'aws-cdk-lib';
import { githubRepository } from './github-repository';
import { SecureRepositoryError, shown } from '../private/secure-repository-error';

/** What git allows in no branch or tag; an asterisk is a wildcard here. */
const NO_REF = /[\s~^:?[\\]|\.\.|^\/|\/$/;

/**
 * Which workflow runs may assume a role, by the subject claim (`sub`) of the token that GitHub gives each job.
 *
 * A repository is written `owner/name`, with the capitals that GitHub shows. **GitHub writes the IDs of the owner and the repository
 * into the claim of every repository that was created, renamed or transferred since 15 July 2026** or has opted in: write
 * `owner@owner-id/name@repository-id` for such a one, as in `my-org@123456/my-app@456789`. The settings of the repository show its
 * form under Actions, OIDC. A repository whose claim is customised sends neither form, and none of these subjects matches it.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
 */
export class GitHubSubject {
  /**
   * Runs on a branch, by jobs without an environment.
   * @param repository `my-org/my-app`
   * @param branch the name without `refs/heads/`; `*` is zero or more characters, as in `release/*`
   */
  public static branch(repository: string, branch: string): GitHubSubject {
    return GitHubSubject.ofRef('branch', repository, 'heads', branch);
  }

  /**
   * Runs on a tag, by jobs without an environment.
   * @param repository `my-org/my-app`
   * @param tag the name without `refs/tags/`; `*` is zero or more characters, as in `v*`
   */
  public static tag(repository: string, tag: string): GitHubSubject {
    return GitHubSubject.ofRef('tag', repository, 'tags', tag);
  }

  /**
   * Jobs with `environment:`, on any branch or tag that the environment's rules let in. GitHub then names the environment instead of
   * the branch.
   * @param repository `my-org/my-app`
   * @param environment its name as the workflow writes it; `*` is zero or more characters
   */
  public static environment(repository: string, environment: string): GitHubSubject {
    const place = 'GitHubSubject.environment(environment)';
    checkText(place, environment, 'production');
    if (!Token.isUnresolved(environment) && environment.includes('*') && environment.includes('?')) {
      throw new SecureRepositoryError(place, `given ${shown(environment)}, expected no ? beside a *: IAM would take it for any character`);
    }
    const escaped = environment.replace(/:/g, '%3A');
    return new GitHubSubject(`repo:${githubRepository('GitHubSubject.environment(repository)', repository)}:environment:${escaped}`);
  }

  /**
   * Runs for a pull request, by jobs without an environment: code that nobody has reviewed yet. GitHub gives the runs of a fork's pull
   * request no token that can be exchanged for the role, unless the workflow is triggered by `pull_request_target`.
   * @param repository `my-org/my-app`
   */
  public static pullRequest(repository: string): GitHubSubject {
    return new GitHubSubject(`repo:${githubRepository('GitHubSubject.pullRequest(repository)', repository)}:pull_request`);
  }

  private static ofRef(factory: string, repository: string, kind: string, name: string): GitHubSubject {
    const place = `GitHubSubject.${factory}(${factory})`;
    checkText(place, name, factory === 'tag' ? 'v*' : 'main');
    if (!Token.isUnresolved(name)) {
      const [, kindGiven = kind, bare] = /^refs\/(?:(heads|tags)\/)?(.*)/.exec(name) ?? [];
      if (bare !== undefined) {
        const other = kindGiven === 'tags' ? 'tag' : 'branch';
        const remedy = kindGiven === kind ? shown(bare) : `GitHubSubject.${other}(${shown(repository)}, ${shown(bare)})`;
        throw new SecureRepositoryError(place, `given ${shown(name)}, expected the ${factory}'s name alone: write ${remedy}`);
      }
      if (NO_REF.test(name)) {
        throw new SecureRepositoryError(
          place,
          `given ${shown(name)}, expected a name that git takes, or a pattern with *: write the ${factory}'s name`,
        );
      }
    }
    return new GitHubSubject(`repo:${githubRepository(`GitHubSubject.${factory}(repository)`, repository)}:ref:refs/${kind}/${name}`);
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

function checkText(place: string, text: string, example: string): void {
  if (text === '') throw new SecureRepositoryError(place, `given "", expected a name or a pattern: write ${shown(example)}, for example`);
  if (!Token.isUnresolved(text) && text.includes('${')) {
    throw new SecureRepositoryError(
      place,
      `given ${shown(text)}, expected no \${, which IAM takes for a variable of its own: use another name`,
    );
  }
}
