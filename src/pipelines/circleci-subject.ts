import { Token } from 'aws-cdk-lib';
import { checkUuid } from './identifier';
import { faultOfRefName, RefKind, REFS } from './ref-name';
import { writtenText } from './subject-text';
import { describeValue, quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';

/**
 * The UUID of the user that started the pipeline. The `*` of CircleCI's examples would also match a branch whose name contains the rest of the
 * subject, such as `x/vcs-origin/github.com/my-org/my-app/vcs-ref/refs/heads/main` in a fork.
 */
const USER = '?'.repeat(36);
/** A host and the path of a repository. */
const ORIGIN = /^[\w-]+(\.[\w-]+)+(\/[\w.-]+){2,}(?<!\.git)$/i;
const EXAMPLE = '"github.com/my-org/my-app"';

/**
 * Jobs that can assume a role, by the subject claim (`sub`) of the token that CircleCI issues for each job.
 *
 * A project is identified by its UUID, in the settings of the project. The repository is written as in the claim `oidc.circleci.com/vcs-origin` of a token: the host
 * and the path, in the same capitalization. In the name of a branch or a tag, `*` matches zero or more characters, including `/`. All arguments must be literal
 * strings instead of CDK tokens, because IAM would interpret a `*` in their values as a wildcard.
 *
 * The publisher adds the organization to the subject.
 *
 * @see https://circleci.com/docs/openid-connect-tokens/#format-of-the-openid-connect-id-token
 */
export class CircleCiSubject {
  /**
   * Matches jobs of a branch. The jobs must use the token of `CIRCLE_OIDC_TOKEN_V2`, because the other token contains no branch. Jobs of a fork do not match, and neither
   * do jobs of custom webhooks, whose tokens contain no branch.
   * @param projectId the UUID of the project
   * @param origin the repository, without `https://` and `.git`: `github.com/my-org/my-app`
   * @param branch the name without `refs/heads/`; `*` matches zero or more characters, including `/`
   */
  public static branch(projectId: string, origin: string, branch: string): CircleCiSubject {
    return CircleCiSubject.ofRef('branch', projectId, origin, branch);
  }

  /**
   * Matches jobs of a tag. The jobs must use the token of `CIRCLE_OIDC_TOKEN_V2`, because the other token contains no tag. Jobs of a fork do not match.
   * @param projectId the UUID of the project
   * @param origin the repository, without `https://` and `.git`: `github.com/my-org/my-app`
   * @param tag the name without `refs/tags/`; `*` matches zero or more characters, including `/`
   */
  public static tag(projectId: string, origin: string, tag: string): CircleCiSubject {
    return CircleCiSubject.ofRef('tag', projectId, origin, tag);
  }

  /**
   * Matches all jobs of a project, with either token: on every branch and tag, for every repository that triggers its pipelines, and of custom webhooks. If the project
   * passes secrets to builds from forked pull requests, this includes forks, so that everyone who opens a pull request can publish. It therefore causes a warning.
   * @param projectId the UUID of the project
   */
  public static project(projectId: string): CircleCiSubject {
    const project = checkProject('CircleCiSubject.project', projectId);
    return new CircleCiSubject(`project/${project}/user/*`, project, true);
  }

  private static ofRef(kind: RefKind, projectId: string, origin: string, name: string): CircleCiSubject {
    const place = `CircleCiSubject.${kind}`;
    const project = checkProject(place, projectId);
    checkOrigin(place, origin);
    checkName(place, kind, name);
    return new CircleCiSubject(
      `project/${project}/user/${USER}/vcs-origin/${origin}/vcs-ref/refs/${REFS[kind].directory}/${name}`,
      project,
      false,
    );
  }

  /** @internal */
  public readonly _class = 'CircleCiSubject';
  /** @internal */
  public readonly _isPattern = true;

  private constructor(
    /**
     * The subject without `org/ORGANIZATION/`.
     * @internal
     */
    public readonly _claim: string,
    /** @internal */
    public readonly _projectId: string,
    /**
     * Whether it matches forks whose jobs receive a token.
     * @internal
     */
    public readonly _matchesForks: boolean,
  ) {}
}

function checkProject(place: string, projectId: string): string {
  refuseToken(place, 'projectId', projectId);
  return checkUuid(place, 'circleci-subject', 'projectId', projectId);
}

/** Checks that the origin is one repository. Forks have other origins. */
function checkOrigin(place: string, origin: string): void {
  refuseToken(place, 'origin', origin);
  if (typeof origin === 'string' && (isUnknown(origin) ? /^[\w./-]*$/ : ORIGIN).test(writtenText(origin))) return;
  const bare = (typeof origin === 'string' ? origin : '')
    .replace(/^[a-z+]+:\/\/([^/@]+@)?/i, '')
    .replace(/^git@([^/:]+):/i, '$1/')
    .replace(/\/$/, '')
    .replace(/\.git$/i, '');
  const advice = ORIGIN.test(bare) ? `${quoted(bare)}.` : `${EXAMPLE}, for example.`;
  refuse(
    place,
    `origin is ${describeValue(origin)}, but must be the host and the path of one repository, without a scheme, .git and wildcards. Use ${advice}`,
  );
}

function checkName(place: string, kind: RefKind, name: string): void {
  refuseToken(place, kind, name);
  const fault = faultOfRefName(kind, name);
  if (fault) refuse(place, `${kind} is ${describeValue(name)}, but must ${fault}`);
}

function refuseToken(place: string, name: string, value: unknown): void {
  if (!Token.isUnresolved(value)) return;
  refuse(
    place,
    `${name} is a CDK token, but must be a literal string, because IAM would interpret a * in its value as a wildcard. Pass the literal value.`,
  );
}

function refuse(place: string, problem: string): never {
  throw new SecureRepositoryError('circleci-subject', place, problem);
}
