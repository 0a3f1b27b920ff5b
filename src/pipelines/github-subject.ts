import { Token } from 'aws-cdk-lib';
import { describeValue, quoted } from '../private/format-value';
import { withLiteralsChanged, withTokensAs } from '../private/intrinsics';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isPlaceholder, withPlaceholdersAs } from '../private/unknown-value';

/** The kinds of ref, by the factory that accepts their names: where git keeps them, and an example. */
const REFS = {
  branch: { directory: 'heads', example: 'main' },
  tag: { directory: 'tags', example: 'v*' },
} as const;

type RefKind = keyof typeof REFS;

/** Parts that git accepts in no branch or tag; an asterisk is a wildcard here. */
const NOT_IN_REF = /[\s~^:?[\\]|\.\.|^\/|\/$/;

/** Names, or names with the IDs that never change. */
const BY_NAME = /^[\w-]+\/[\w.-]+$/;
const BY_ID = /^[\w-]+@\d+\/[\w.-]+@\d+$/;
/** The characters of either, where the rest is a token or has not been looked up. */
const PARTS = /^[\w./@-]*$/;

/**
 * Workflow runs that can assume a role, by the subject claim (`sub`) of the token that GitHub issues for each job.
 *
 * A repository is written as `owner/name`, with the same capitalization as on GitHub. **For repositories that were created, renamed or
 * transferred since 15 July 2026**, and for those that have opted in, **the claim contains the IDs of the owner and the repository**. For
 * such a repository, write `owner@owner-id/name@repository-id`, as in `my-org@123456/my-app@456789`. The settings of the repository
 * display the format under Actions, OIDC. A customized claim has neither format, and none of these subjects matches it.
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
   * @param repository `my-org/my-app`
   * @param branch the name without `refs/heads/`; `*` matches zero or more characters, including `/`, as in `release/*`
   */
  public static branch(repository: string, branch: string): GitHubSubject {
    return GitHubSubject.ofRef('branch', repository, branch);
  }

  /**
   * Matches jobs without an environment in runs on a tag.
   * @param repository `my-org/my-app`
   * @param tag the name without `refs/tags/`; `*` matches zero or more characters, including `/`, as in `v*`
   */
  public static tag(repository: string, tag: string): GitHubSubject {
    return GitHubSubject.ofRef('tag', repository, tag);
  }

  /**
   * Matches jobs with `environment:`, on any branch or tag that the rules of the environment allow. The claim of such a job contains the
   * environment instead of the branch.
   * @param repository `my-org/my-app`
   * @param environment the name as in the workflow; `*` matches zero or more characters
   */
  public static environment(repository: string, environment: string): GitHubSubject {
    const written = checkSubjectText('environment', environment, 'production');
    if (written.includes('*') && written.includes('?')) {
      throw new SecureRepositoryError(
        'github-subject',
        'GitHubSubject.environment',
        `environment is ${quoted(environment)}, but must not contain both ? and *, because IAM would interpret ? as a wildcard. ` +
          'Replace ? with *.',
      );
    }
    const escaped = withLiteralsChanged(environment, (literal) => literal.replace(/:/g, '%3A'));
    return GitHubSubject.of('environment', repository, `environment:${escaped}`);
  }

  /**
   * Matches jobs without an environment in runs for a pull request, whose code may not have been reviewed. A run for a pull request from a
   * fork does not receive a token. A run on `pull_request_target` can receive a token, and GitHub does not document its subject. Do not
   * build code from a fork in such a workflow.
   * @param repository `my-org/my-app`
   */
  public static pullRequest(repository: string): GitHubSubject {
    return GitHubSubject.of('pullRequest', repository, 'pull_request');
  }

  private static ofRef(kind: RefKind, repository: string, name: string): GitHubSubject {
    return GitHubSubject.of(kind, repository, `ref:${subjectRef(kind, repository, name)}`);
  }

  private static of(factory: string, repository: string, rest: string): GitHubSubject {
    return new GitHubSubject(`repo:${subjectRepository(`GitHubSubject.${factory}`, repository, rest.includes('*'))}:${rest}`);
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

/**
 * Returns a repository as a subject claim names it. A wildcard in it would match repositories of other owners.
 * @param besidePattern whether the rest of the claim is a pattern, so that IAM compares the repository by wildcard, too
 */
function subjectRepository(place: string, repository: string, besidePattern: boolean): string {
  const isText = typeof repository === 'string';
  const lookedUp = isText ? withPlaceholdersAs(repository, '') : '';
  const written = withTokensAs(lookedUp, '');
  const unresolved = Token.isUnresolved(lookedUp);
  const isInPart = unresolved || isPlaceholder(repository);
  const named = isText && (isInPart ? PARTS.test(written) : BY_NAME.test(repository) || BY_ID.test(repository));
  if (/[*?]/.test(written)) {
    throw new SecureRepositoryError(
      'github-subject-wildcard',
      place,
      `repository is ${describeValue(repository)}, but must not contain a wildcard, which would match repositories of other owners. ` +
        'Create a subject for each repository.',
    );
  }
  if (!named) {
    throw new SecureRepositoryError(
      'github-subject',
      place,
      `repository is ${describeValue(repository)}, but must be owner/name. ` +
        'Use "my-org/my-app", or "my-org@123456/my-app@456789" when GitHub writes the IDs into its claims.',
    );
  }
  if (unresolved && besidePattern) {
    throw new SecureRepositoryError(
      'github-subject-wildcard',
      place,
      'repository is a CDK token, but must be a literal string in a subject with *, because IAM would interpret a * in its value as a wildcard. ' +
        'Use the literal owner/name, or remove the * from the other argument.',
    );
  }
  return repository;
}

/** Returns a branch or a tag as a subject claim names it: `refs/heads/main`. */
function subjectRef(kind: RefKind, repository: string, name: string): string {
  const { directory, example } = REFS[kind];
  const written = checkSubjectText(kind, name, example);
  const refuse = (problem: string): never => {
    throw new SecureRepositoryError('github-subject', `GitHubSubject.${kind}`, `${kind} is ${quoted(name)}, but must be ${problem}`);
  };
  const replacement = replacementForFullRef(kind, repository, name);
  if (replacement) refuse(`only the name of the ${kind}, without refs/. Use ${replacement}.`);
  if (NOT_IN_REF.test(written)) refuse(`a name that git accepts, or a pattern with *. Use the name of the ${kind}.`);
  return `refs/${directory}/${name}`;
}

/** The code to write in place of a name that begins with `refs/`. */
function replacementForFullRef(kind: RefKind, repository: string, name: string): string | undefined {
  const [, directory, bare] = /^refs\/(?:(heads|tags|pull)\/)?([^]*)/.exec(name) ?? [];
  if (bare === undefined) return undefined;
  if (directory === 'pull') return `GitHubSubject.pullRequest(${quoted(repository)})`;
  const { directory: own, example } = REFS[kind];
  if (bare === '') return `${quoted(example)}, for example`;
  if (directory === undefined || directory === own) return quoted(bare);
  return `GitHubSubject.${kind === 'tag' ? 'branch' : 'tag'}(${quoted(repository)}, ${quoted(bare)})`;
}

/**
 * Checks the name of a branch, a tag or an environment as text of a subject claim.
 * @param kind the factory, and its parameter
 * @returns the text that the user has written, with a letter in place of each token and of each value that has not been looked up
 */
function checkSubjectText(kind: RefKind | 'environment', text: string, example: string): string {
  const refuse = (problem: string): never => {
    throw new SecureRepositoryError('github-subject', `GitHubSubject.${kind}`, `${kind} is ${quoted(text)}, but must ${problem}`);
  };
  if (typeof text !== 'string' || text === '') refuse(`be a name or a pattern. Use ${quoted(example)}, for example.`);
  const written = withTokensAs(withPlaceholdersAs(text, 'x'), 'x');
  if (written.includes('${')) refuse('not contain ${, which begins a policy variable of IAM. Use another name.');
  return written;
}
